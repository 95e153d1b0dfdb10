#include "demo/process.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	STACK_BYTES = 64 * 1024,            /* of the child before exec */
	DEMO_STACK_BYTES = 8 * 1024 * 1024, /* as everywhere on Linux */
	OURS_FROM = 16, /* where descriptors wait before they take their numbers */
};

/* The ends that the child gets, by the number that it knows them by. */
enum { IN, OUT, ERR, PROGRAM, SOCKET, N_ENDS };

struct child {
	const struct process_plan *plan;
	int ends[N_ENDS]; /* without a sandbox only the first three */
	pid_t parent;
	int error; /* written by the child, which runs in our memory */
};

static int set_limit(int resource, rlim_t soft, rlim_t hard)
{
	struct rlimit now, want;

	if (getrlimit((__rlimit_resource_t)resource, &now) != 0)
		return -1;
	want.rlim_max = hard < now.rlim_max ? hard : now.rlim_max;
	want.rlim_cur = soft < want.rlim_max ? soft : want.rlim_max;
	return setrlimit((__rlimit_resource_t)resource, &want);
}

static int set_limits(const struct process_plan *plan)
{
	rlim_t cpu = (rlim_t)plan->cpu_s;

	/* The soft limit of time sends SIGXCPU, which we can tell; the hard one kills. */
	if (set_limit(RLIMIT_CPU, cpu, cpu + 1) != 0 ||
		set_limit(RLIMIT_AS, plan->memory_bytes, plan->memory_bytes) != 0 ||
		set_limit(RLIMIT_FSIZE, plan->file_bytes, plan->file_bytes) != 0 ||
		set_limit(RLIMIT_NOFILE, plan->n_files, plan->n_files) != 0 ||
		set_limit(RLIMIT_STACK, DEMO_STACK_BYTES, DEMO_STACK_BYTES) != 0 ||
		set_limit(RLIMIT_CORE, 0, 0) != 0)
		return errno;
	return 0;
}

/* Our handlers would run in our memory, and ignored signals stay ignored. */
static void reset_signals(void)
{
	struct sigaction action = {.sa_handler = SIG_DFL};
	sigset_t none;

	for (int s = 1; s <= SIGRTMAX; s++)
		sigaction(s, &action, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Moves all ends out of the way first: any may have any number now. */
static int take_descriptors(struct child *c)
{
	int n = c->plan->sandbox ? N_ENDS : PROGRAM;
	int moved[N_ENDS];

	for (int i = 0; i < n; i++) {
		moved[i] = fcntl(c->ends[i], F_DUPFD_CLOEXEC, OURS_FROM);
		if (moved[i] < 0)
			return errno;
	}
	for (int i = 0; i < n; i++)
		if (dup3(moved[i], i, i > ERR ? O_CLOEXEC : 0) < 0)
			return errno;
	return close_range((unsigned)n, ~0U, 0) == 0 ? 0 : errno;
}

static int send_descriptor(int socket, int fd)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control = {{0}};
	struct iovec data = {.iov_base = "", .iov_len = 1};
	struct msghdr message = {.msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes)};
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(head), &fd, sizeof(fd));
	return sendmsg(socket, &message, 0) == 1 ? 0 : errno;
}

/* The descriptor that the child sent before it began; -1 if none. */
static int receive_descriptor(int socket)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control;
	char byte;
	struct iovec data = {.iov_base = &byte, .iov_len = 1};
	struct msghdr message = {.msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes)};
	const struct cmsghdr *head;
	int fd = -1;

	if (recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC) != 1)
		return -1;
	head = CMSG_FIRSTHDR(&message);
	if (head && head->cmsg_type == SCM_RIGHTS)
		memcpy(&fd, CMSG_DATA(head), sizeof(fd));
	return fd;
}

/* The address sanitizer marks a frame while it lives; one that exec cuts off
 * would stay marked on the borrowed stack. */
#define CUT_OFF_BY_EXEC __attribute__((no_sanitize_address))

CUT_OFF_BY_EXEC static int execute(const struct child *c)
{
	const struct process_plan *plan = c->plan;
	int listener, error;

	if (!plan->sandbox) {
		execve(plan->path, plan->argv, plan->envp);
		return errno;
	}
	error = sandbox_enter(plan->sandbox, &listener);
	if (!error && listener >= 0)
		error = send_descriptor(SOCKET, listener);
	return error ? error : sandbox_execute(plan->argv, plan->envp);
}

/*
 * Runs in our memory on a stack of its own while we wait, so nothing here may
 * allocate or return into our frames.
 */
CUT_OFF_BY_EXEC static int run_child(void *data)
{
	struct child *c = data;

	reset_signals();
	if (setsid() < 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || chdir(c->plan->folder) != 0)
		c->error = errno;
	else if (getppid() != c->parent)
		c->error = ESRCH;
	if (!c->error)
		c->error = take_descriptors(c);
	if (!c->error)
		c->error = set_limits(c->plan);
	if (!c->error)
		c->error = execute(c);
	syscall(SYS_exit_group, 127);
	return 127;
}

/*
 * The child borrows our memory until it executes, as with vfork: no page table
 * is copied, which for a program of many pages costs more than the run.
 */
static int clone_child(struct process *p, struct child *c)
{
	_Alignas(16) char stack[STACK_BYTES];
	sigset_t all, before;
	int error;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	c->parent = getpid();
	p->pid = clone(run_child, stack + sizeof(stack),
		CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, c, &p->pidfd);
	error = p->pid < 0 ? errno : c->error;
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (p->pid < 0) {
		p->pid = 0;
		p->pidfd = -1;
	}
	return error;
}

void process_init(struct process *p)
{
	*p = (struct process){.pidfd = -1, .out = -1, .err = -1, .listener = -1};
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Makes pipes, null input and, for the sandbox, the socket; *socket is ours. */
static int open_ends(struct process *p, struct child *c, int *socket)
{
	int out[2], err[2], pair[2];

	c->ends[IN] = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (c->ends[IN] < 0)
		return errno;
	if (pipe2(out, O_CLOEXEC) != 0)
		return errno;
	p->out = out[0];
	c->ends[OUT] = out[1];
	if (pipe2(err, O_CLOEXEC) != 0)
		return errno;
	p->err = err[0];
	c->ends[ERR] = err[1];
	if (fcntl(p->out, F_SETFL, O_NONBLOCK) != 0 || fcntl(p->err, F_SETFL, O_NONBLOCK) != 0)
		return errno;
	if (!c->plan->sandbox)
		return 0;
	if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair) != 0)
		return errno;
	*socket = pair[0];
	c->ends[SOCKET] = pair[1];
	return 0;
}

int process_start(struct process *p, const struct process_plan *plan)
{
	struct child c = {.plan = plan, .ends = {-1, -1, -1, plan->program, -1}};
	int socket = -1, error;

	process_init(p);
	error = open_ends(p, &c, &socket);
	if (!error)
		error = clone_child(p, &c);
	if (!error && socket >= 0)
		p->listener = receive_descriptor(socket);
	for (int i = 0; i < N_ENDS; i++)
		if (i != PROGRAM)
			close_fd(&c.ends[i]);
	close_fd(&socket);
	if (error)
		process_done(p);
	return error;
}

void process_kill(struct process *p)
{
	/* The group first: while its leader isn't reaped the number is its own. */
	if (p->pid > 0) {
		kill(-p->pid, SIGKILL);
		kill(p->pid, SIGKILL);
	}
}

/* The child began in our memory, so what the kernel counts is at least our own
 * peak: no more than that says nothing about the child. */
static size_t own_peak(long child_kib)
{
	struct rusage ours = {0};

	getrusage(RUSAGE_SELF, &ours);
	return child_kib > ours.ru_maxrss ? (size_t)child_kib * 1024 : 0;
}

static bool wait_for(struct process *p, int options, int *status, size_t *peak_bytes)
{
	struct rusage usage = {0};
	pid_t ended;

	do
		ended = wait4(p->pid, status, options, &usage);
	while (ended < 0 && errno == EINTR);
	if (ended == 0)
		return false;
	p->pid = 0;
	if (ended < 0) /* our caller ignores SIGCHLD: nobody knows */
		*status = 0;
	*peak_bytes = own_peak(usage.ru_maxrss);
	return true;
}

bool process_reap(struct process *p, int *status, size_t *peak_bytes)
{
	siginfo_t info = {0};

	if (waitid(P_PIDFD, (id_t)p->pidfd, &info, WEXITED | WNOHANG | WNOWAIT) == 0) {
		if (info.si_pid == 0)
			return false;
		process_kill(p);
	}
	return wait_for(p, WNOHANG, status, peak_bytes);
}

void process_done(struct process *p)
{
	size_t peak_bytes;
	int status;

	process_kill(p);
	if (p->pid > 0)
		wait_for(p, 0, &status, &peak_bytes);
	close_fd(&p->pidfd);
	close_fd(&p->out);
	close_fd(&p->err);
	close_fd(&p->listener);
}
