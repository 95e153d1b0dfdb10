/*
 * The screens measured from outside, through a pseudo-terminal: how soon the
 * first page is there, a key's answer, a moved parameter's plot; what idleness
 * and memory cost.
 * usage: screen_bench start COMMAND [ARG...]   from start to the last byte of
 *                                              the first screen
 *        screen_bench screens                  the rest, with $GRADUS
 */
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	ROWS = 40,
	COLS = 120,
	QUIET_MS = 60,
	LONG_QUIET_MS = 400,
	STARTS = 41,
	KEYS = 200,
	MOVES = 60,
	IDLE_S = 3,
	LONG_PAGE = 2, /* its place in the library */
	MAX_PAGES = 512,
	SLUG_BYTES = 128
};

struct session {
	pid_t pid;
	int fd;
	double begun_ms, last_ms; /* the last byte that came */
	size_t n_bytes;
};

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void begin(struct session *s, char **argv)
{
	struct winsize size = {.ws_row = ROWS, .ws_col = COLS};

	*s = (struct session){.begun_ms = now_ms()};
	s->pid = forkpty(&s->fd, NULL, NULL, &size);
	if (s->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		execvp(argv[0], argv);
		_exit(127);
	}
}

/* Reads until nothing has come for a while, or the end. */
static void settle(struct session *s, int quiet_ms)
{
	struct pollfd fd = {.fd = s->fd, .events = POLLIN};
	char bytes[65536];
	ssize_t n;

	while (poll(&fd, 1, quiet_ms) > 0) {
		n = read(s->fd, bytes, sizeof(bytes));
		if (n <= 0)
			return;
		s->last_ms = now_ms();
		s->n_bytes += (size_t)n;
	}
}

static void end(struct session *s)
{
	kill(s->pid, SIGTERM);
	settle(s, QUIET_MS);
	close(s->fd);
	kill(s->pid, SIGKILL);
	waitpid(s->pid, NULL, 0);
}

/* Milliseconds from a key to the last byte of its answer; 0: there was none. */
static double answer_ms(struct session *s, const char *keys, int quiet_ms)
{
	double begun;

	s->last_ms = 0;
	begun = now_ms();
	if (write(s->fd, keys, strlen(keys)) < 0)
		return 0;
	settle(s, quiet_ms);
	return s->last_ms > 0 ? s->last_ms - begun : 0;
}

static int bench_start(char **argv)
{
	double took[STARTS];

	for (int i = 0; i < STARTS; i++) {
		struct session s;

		begin(&s, argv);
		settle(&s, QUIET_MS);
		took[i] = s.last_ms - s.begun_ms;
		end(&s);
	}
	qsort(took, STARTS, sizeof(took[0]), compare);
	printf("%.2f\n", took[STARTS / 2]);
	return EXIT_SUCCESS;
}

/* User and system time of a process, in milliseconds. */
static double processor_ms(pid_t pid)
{
	unsigned long user = 0, system = 0;
	char path[64], line[1024] = "", *at;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	file = fopen(path, "re");
	if (!file)
		return -1;
	at = fgets(line, sizeof(line), file) ? strrchr(line, ')') : NULL;
	/* Fields 14 and 15, counted from the state behind the name. */
	if (at && sscanf(at, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
			  &system) != 2)
		user = system = 0;
	fclose(file);
	return (double)(user + system) * 1e3 / (double)sysconf(_SC_CLK_TCK);
}

static double resident_mb(pid_t pid)
{
	char path[64], line[256];
	double kb = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		if (strncmp(line, "VmHWM:", 6) == 0)
			kb = strtod(line + 6, NULL);
	if (file)
		fclose(file);
	return kb / 1024;
}

static void row(const char *what, double median, double high, const char *budget)
{
	char name[80], figures[64];

	snprintf(name, sizeof(name), "%s", what);
	snprintf(figures, sizeof(figures), "%.1f, %.1f ms", median, high);
	printf("%-52s %14s   %s\n", name, figures, budget);
}

static void row_of(const char *what, double *took, size_t n, const char *budget)
{
	qsort(took, n, sizeof(took[0]), compare);
	row(what, took[n / 2], took[n * 95 / 100], budget);
}

/* Scrolling a long page, one line a key. */
static void bench_keys(struct session *s)
{
	double took[KEYS];

	for (int i = 0; i < KEYS; i++)
		took[i] = answer_ms(s, i % 50 < 25 ? "j" : "k", 15);
	row_of("key to repaint on a long page: median, 95th", took, KEYS, "<= 2 ms");
}

static void bench_idle(const struct session *s)
{
	double before = processor_ms(s->pid), used;

	sleep(IDLE_S);
	used = processor_ms(s->pid) - before;
	printf("%-52s %11.0f ms   %s\n", "processor time of 3 s idle", used, "0 ms");
	printf("%-52s %11.1f MB   %s\n", "most memory", resident_mb(s->pid), "<= 20 MB");
}

/* The page of that place in the library, whose order is that of `list`. */
static void open_page(struct session *s, int place)
{
	settle(s, LONG_QUIET_MS);
	answer_ms(s, "l", QUIET_MS);
	for (int i = 0; i < place; i++)
		answer_ms(s, "j", 1);
	answer_ms(s, "\r", LONG_QUIET_MS);
}

/* Moves the first parameter that can move, to and fro. */
static void bench_demo(const char *slug, int place, char **argv)
{
	double took[MOVES];
	bool back = false;
	char what[80];
	struct session s;

	begin(&s, argv);
	open_page(&s, place);
	answer_ms(&s, "d", LONG_QUIET_MS);
	for (int i = 0, tries = 0; i < MOVES && tries < 4 * MOVES; tries++) {
		took[i] = answer_ms(&s, back ? "\033OD" : "\033OC", QUIET_MS);
		/* At the end of its range nothing comes, or only the status line. */
		if (took[i] > 0)
			i++;
		if (tries % 10 == 9 || took[i] == 0)
			back = !back;
	}
	snprintf(what, sizeof(what), "  %.40s", slug);
	row_of(what, took, MOVES, "");
	end(&s);
}

static bool has_demo(const char *slug)
{
	char command[512];

	snprintf(command, sizeof(command), "\"$GRADUS\" run %s --source >/dev/null 2>&1", slug);
	return system(command) == 0;
}

/* A lesson may have the slug of a question, whose demo was measured then. */
static bool is_new(const char *slug)
{
	static char seen[MAX_PAGES][SLUG_BYTES];
	static size_t n;

	for (size_t i = 0; i < n; i++)
		if (strcmp(seen[i], slug) == 0)
			return false;
	if (n < MAX_PAGES)
		snprintf(seen[n++], SLUG_BYTES, "%s", slug);
	return true;
}

static void bench_demos(char **argv)
{
	FILE *list = popen("\"$GRADUS\" list --slugs", "re");
	char slug[SLUG_BYTES];

	printf("%-52s %14s   %s\n", "parameter to new plot, by demo: median, 95th", "", "<= 16 ms");
	for (int place = 0; list && fgets(slug, sizeof(slug), list); place++) {
		slug[strcspn(slug, "\n")] = '\0';
		if (is_new(slug) && has_demo(slug))
			bench_demo(slug, place, argv);
	}
	if (list)
		pclose(list);
}

int main(int argc, char **argv)
{
	char *program = getenv("GRADUS");
	char *command[] = {program, NULL};
	struct session s;

	if (argc > 2 && strcmp(argv[1], "start") == 0)
		return bench_start(argv + 2);
	if (!program)
		return EXIT_FAILURE;
	begin(&s, command);
	open_page(&s, LONG_PAGE);
	bench_keys(&s);
	bench_idle(&s);
	end(&s);
	bench_demos(command);
	return EXIT_SUCCESS;
}
