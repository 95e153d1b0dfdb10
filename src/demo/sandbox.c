#include "demo/sandbox.h"

#include <asm/prctl.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	MAX_FILTER_BYTES = 16 * 1024,
	CET_STATUS = 0x3001 /* ARCH_CET_STATUS of glibc's start-up; not in the headers */
};

struct filter {
	struct sock_filter *code;
	size_t n;
};

struct sandbox {
	struct filter telling; /* a forbidden call waits until we have read it */
	struct filter killing; /* a forbidden call kills */
	uint64_t landlock;     /* every right that the kernel's Landlock knows; 0: none */
};

/*
 * The path of execveat. The filter compares this address, which a demo can't
 * know, since with a path of its own choice the descriptor would not matter.
 */
static const char empty_path[] = "";

struct rule {
	uint32_t action;
	int call;
	unsigned n;
	struct scmp_arg_cmp args[3];
};

/* Conditions on argument n of a call. */
static struct scmp_arg_cmp equal(unsigned n, scmp_datum_t x)
{
	return (struct scmp_arg_cmp){.arg = n, .op = SCMP_CMP_EQ, .datum_a = x};
}

static struct scmp_arg_cmp at_most(unsigned n, scmp_datum_t x)
{
	return (struct scmp_arg_cmp){.arg = n, .op = SCMP_CMP_LE, .datum_a = x};
}

static struct scmp_arg_cmp masked(unsigned n, scmp_datum_t mask, scmp_datum_t x)
{
	return (struct scmp_arg_cmp){
		.arg = n, .op = SCMP_CMP_MASKED_EQ, .datum_a = mask, .datum_b = x};
}

/* What the start-up and the exit of a static glibc program need, memory, and
 * the two pipes. Everything else takes the filter's default. */
static int add_rules(scmp_filter_ctx filter)
{
	const uint32_t allow = SCMP_ACT_ALLOW;
	const struct rule rules[] = {
		{allow, SCMP_SYS(write), 1, {equal(0, STDOUT_FILENO)}},
		{allow, SCMP_SYS(write), 1, {equal(0, STDERR_FILENO)}},
		{allow, SCMP_SYS(writev), 1, {equal(0, STDOUT_FILENO)}},
		{allow, SCMP_SYS(writev), 1, {equal(0, STDERR_FILENO)}},
		{allow, SCMP_SYS(exit), 0, {{0}}},
		{allow, SCMP_SYS(exit_group), 0, {{0}}},

		/* Memory, never executable; one request within the limit. */
		{allow, SCMP_SYS(brk), 0, {{0}}},
		{allow, SCMP_SYS(munmap), 0, {{0}}},
		{allow, SCMP_SYS(madvise), 1, {equal(2, MADV_DONTNEED)}},
		{allow, SCMP_SYS(mremap), 1, {at_most(2, SANDBOX_MEMORY_BYTES)}},
		{allow, SCMP_SYS(mmap), 3,
			{at_most(1, SANDBOX_MEMORY_BYTES), masked(2, PROT_EXEC, 0),
				masked(3, MAP_ANONYMOUS, MAP_ANONYMOUS)}},
		{allow, SCMP_SYS(mprotect), 1, {masked(2, PROT_EXEC, 0)}},

		/* glibc's start-up. Its malloc seeds a check of its free lists. */
		{allow, SCMP_SYS(arch_prctl), 1, {equal(0, ARCH_SET_FS)}},
		{SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(arch_prctl), 1, {equal(0, CET_STATUS)}},
		{allow, SCMP_SYS(set_tid_address), 0, {{0}}},
		{allow, SCMP_SYS(set_robust_list), 0, {{0}}},
		{allow, SCMP_SYS(rseq), 0, {{0}}},
		{allow, SCMP_SYS(prlimit64), 2, {equal(0, 0), equal(2, 0)}},
		{allow, SCMP_SYS(getrandom), 2, {at_most(1, 8), equal(2, GRND_NONBLOCK)}},
		{SCMP_ACT_ERRNO(ENOENT), SCMP_SYS(readlink), 0, {{0}}},
		{SCMP_ACT_ERRNO(ENOENT), SCMP_SYS(readlinkat), 0, {{0}}},

		/* stdio asks what its pipe is, and does without an answer. */
		{SCMP_ACT_ERRNO(EPERM), SCMP_SYS(fstat), 0, {{0}}},
		{SCMP_ACT_ERRNO(EPERM), SCMP_SYS(newfstatat), 0, {{0}}},
		{SCMP_ACT_ERRNO(ENOTTY), SCMP_SYS(ioctl), 0, {{0}}},
		{SCMP_ACT_ERRNO(ESPIPE), SCMP_SYS(lseek), 0, {{0}}},

		/* qsort asks for the size of memory; abort masks signals and asks
		 * who it is (then its tgkill is told apart from others). */
		{allow, SCMP_SYS(sysinfo), 0, {{0}}},
		{allow, SCMP_SYS(rt_sigprocmask), 0, {{0}}},
		{SCMP_ACT_ERRNO(EPERM), SCMP_SYS(getpid), 0, {{0}}},
		{SCMP_ACT_ERRNO(EPERM), SCMP_SYS(gettid), 0, {{0}}},

		/* For us, before the program starts; it has neither descriptor. */
		{allow, SCMP_SYS(sendmsg), 1, {equal(0, SANDBOX_SOCKET_FD)}},
		{allow, SCMP_SYS(execveat), 3,
			{equal(0, SANDBOX_EXEC_FD), equal(1, (scmp_datum_t)(uintptr_t)empty_path),
				equal(4, AT_EMPTY_PATH)}},
	};
	int error = 0;

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]) && !error; i++)
		error = seccomp_rule_add_array(
			filter, rules[i].action, rules[i].call, rules[i].n, rules[i].args);
	return error;
}

/* The filter's instructions, by way of a file in memory: the library can only
 * write them to a descriptor. */
static enum status export_filter(struct filter *out, scmp_filter_ctx filter)
{
	int fd = memfd_create("filter", MFD_CLOEXEC);
	struct sock_filter *code = malloc(MAX_FILTER_BYTES);
	enum status status = code ? STATUS_UNSUPPORTED : STATUS_NO_MEMORY;
	ssize_t n = -1;

	if (code && fd >= 0 && seccomp_export_bpf(filter, fd) == 0)
		n = pread(fd, code, MAX_FILTER_BYTES, 0);
	if (n > 0 && n < MAX_FILTER_BYTES) {
		out->code = code;
		out->n = (size_t)n / sizeof(*code);
		code = NULL;
		status = STATUS_OK;
	}
	free(code);
	if (fd >= 0)
		close(fd);
	return status;
}

static enum status build_filter(struct filter *out, uint32_t forbidden)
{
	scmp_filter_ctx filter = seccomp_init(forbidden);
	enum status status = STATUS_UNSUPPORTED;

	if (!filter)
		return STATUS_NO_MEMORY;
	/* Calls of another ABI (32 bits, x32) go past the numbers above. */
	if (seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 &&
		add_rules(filter) == 0)
		status = export_filter(out, filter);
	seccomp_release(filter);
	return status;
}

/* All file rights of the Landlock version that the kernel has. */
static uint64_t landlock_rights(void)
{
	long version =
		syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	/* Rights known by version, 0 to 5: the header here may be older than
	 * the kernel (linux/landlock.h, "Filesystem flags"). */
	static const int n_rights[] = {0, 13, 14, 15, 15, 16};

	if (version < 1)
		return 0;
	return ((uint64_t)1 << n_rights[version < 5 ? version : 5]) - 1;
}

static bool kernel_filters(void)
{
	uint32_t action = SECCOMP_RET_KILL_PROCESS;

	return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

enum status sandbox_new(struct sandbox **sandbox)
{
	struct sandbox *s;
	enum status status;

	*sandbox = NULL;
	if (!kernel_filters())
		return STATUS_UNSUPPORTED;
	s = calloc(1, sizeof(*s));
	if (!s)
		return STATUS_NO_MEMORY;
	s->landlock = landlock_rights();
	status = build_filter(&s->telling, SCMP_ACT_NOTIFY);
	if (status == STATUS_OK)
		status = build_filter(&s->killing, SCMP_ACT_KILL_PROCESS);
	if (status == STATUS_OK)
		*sandbox = s;
	else
		sandbox_free(s);
	return status;
}

void sandbox_free(struct sandbox *s)
{
	if (!s)
		return;
	free(s->telling.code);
	free(s->killing.code);
	free(s);
}

/* No file may be touched but the program's own, to start it. */
static int enter_landlock(uint64_t rights)
{
	struct landlock_ruleset_attr attr = {.handled_access_fs = rights};
	struct landlock_path_beneath_attr self = {
		.allowed_access = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE,
		.parent_fd = SANDBOX_EXEC_FD};
	int fd = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr), 0);
	int error = 0;

	if (fd < 0)
		return errno;
	if (syscall(SYS_landlock_add_rule, fd, LANDLOCK_RULE_PATH_BENEATH, &self, 0) != 0 ||
		syscall(SYS_landlock_restrict_self, fd, 0) != 0)
		error = errno;
	close(fd);
	return error;
}

static int load_filter(const struct filter *filter, unsigned flags)
{
	struct sock_fprog program = {.len = (unsigned short)filter->n, .filter = filter->code};

	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

int sandbox_enter(const struct sandbox *s, int *listener)
{
	int error;

	*listener = -1;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return errno;
	error = s->landlock ? enter_landlock(s->landlock) : 0;
	if (error)
		return error;
	/* For the same bytes at every run: no clock in the processor (nor in the
	 * vDSO, which reads it), the same addresses. Both are kept at exec; a
	 * container may forbid them, and nobody is less safe then. */
	prctl(PR_SET_TSC, PR_TSC_SIGSEGV);
	personality(ADDR_NO_RANDOMIZE);
	*listener = load_filter(&s->telling, SECCOMP_FILTER_FLAG_NEW_LISTENER);
	if (*listener >= 0)
		return 0;
	/* EBUSY: a container above us has the one listener; EINVAL: Linux < 5. */
	return load_filter(&s->killing, 0) == 0 ? 0 : errno;
}

int sandbox_execute(char *const *argv, char *const *envp)
{
	syscall(SYS_execveat, SANDBOX_EXEC_FD, empty_path, argv, envp, AT_EMPTY_PATH);
	return errno;
}

static void describe(struct buf *out, const struct seccomp_data *data)
{
	char *name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_X86_64, data->nr);
	bool aborts =
		data->nr == SYS_tgkill && data->args[2] == SIGABRT && (int)data->args[0] == -EPERM;
	size_t bytes = data->nr == SYS_mmap ? data->args[1] : 0;

	if (data->nr == SYS_mremap)
		bytes = data->args[2];
	if (aborts)
		buf_puts(out, "crashed: it aborted (SIGABRT)");
	else if (bytes > SANDBOX_MEMORY_BYTES)
		buf_printf(out, "stopped: it asked for %zu MiB of memory at once", bytes >> 20);
	else if (name)
		buf_printf(out, "stopped: it called %s, which a demo may not", name);
	else
		buf_printf(out, "stopped: it made system call %d, which a demo may not", data->nr);
	free(name);
}

bool sandbox_read_call(int listener, struct buf *out)
{
	struct seccomp_notif call = {0};

	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call) != 0)
		return false;
	describe(out, &call.data);
	return true;
}
