#include "support/emulator.h"

#include "support/command.h"

#include "base/text.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

enum { PATIENCE_MS = 10000, STEP_MS = 20, SANITIZED_PATIENCE_MS = 60000 };

/* Each test is a process of its own. */
static bool is_sanitized;

void emulator_use_sanitized(void)
{
	is_sanitized = true;
}

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* When patience ends that begins now. */
static long long end_of_patience(void)
{
	return now_ms() + (is_sanitized ? SANITIZED_PATIENCE_MS : PATIENCE_MS);
}

static char made_data[128];

const char *emulator_make_data(const char *pack)
{
	char command[512], root[] = "/tmp/gradus-data-XXXXXX";

	ck_assert_ptr_nonnull(mkdtemp(root));
	snprintf(made_data, sizeof(made_data), "XDG_DATA_HOME=%s", root);
	if (pack) {
		snprintf(command, sizeof(command),
			"mkdir -p %s/gradus/packs && cp -r tests/data/packs/%s %s/gradus/packs/",
			root, pack, root);
		ck_assert_int_eq(system(command), 0);
	}
	return made_data;
}

static void remove_folder(const char *path)
{
	char command[256];

	snprintf(command, sizeof(command), "rm -rf %s", path);
	ck_assert_int_eq(system(command), 0);
}

const char *emulator_data_folder(void)
{
	return strchr(made_data, '=') + 1;
}

void emulator_forget_data(void)
{
	remove_folder(emulator_data_folder());
}

static _Noreturn void become(const char *data, const char *const *more)
{
	const char *program = is_sanitized ? getenv("GRADUS") : timed_program();
	const char *options = getenv("ASAN_OPTIONS");
	char *path = strdup(program ? program : "build/gradus");
	char *asan = strdup(options ? options : "");
	char *argv[] = {path, NULL};

	clearenv();
	setenv("ASAN_OPTIONS", asan, 1);
	putenv("HOME=/tmp/gradus-tests");
	putenv("PATH=/usr/local/bin:/usr/bin:/bin");
	setenv("XDG_DATA_HOME", data, 1);
	putenv("GRADUS_ROOT=.");
	putenv("LC_ALL=C.UTF-8");
	putenv("TERM=xterm-256color");
	for (; more && *more; more++)
		putenv((char *)*more);
	execv(path, argv);
	_exit(127);
}

/* Of a new terminal, as a shell would leave them. */
static struct termios ordinary_modes(void)
{
	struct termios modes;
	int ours, theirs;

	ck_assert_int_eq(openpty(&ours, &theirs, NULL, NULL, NULL), 0);
	ck_assert_int_eq(tcgetattr(theirs, &modes), 0);
	close(ours);
	close(theirs);
	return modes;
}

void emulator_open(struct emulator *e, int cols, int rows, const char *const *more)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};

	*e = (struct emulator){.rows = rows, .cols = cols, .data = "/tmp/gradus-tui-XXXXXX"};
	ck_assert_ptr_nonnull(mkdtemp(e->data));
	buf_init(&e->received);
	buf_init(&e->text);
	e->vterm = vterm_new(rows, cols);
	ck_assert_ptr_nonnull(e->vterm);
	vterm_set_utf8(e->vterm, 1);
	e->screen = vterm_obtain_screen(e->vterm);
	vterm_screen_enable_altscreen(e->screen, 1);
	vterm_screen_reset(e->screen, 1);
	e->modes = ordinary_modes();
	e->pid = forkpty(&e->fd, NULL, &e->modes, &size);
	ck_assert_int_ge(e->pid, 0);
	if (!e->pid)
		become(e->data, more);
}

/* Takes what comes within `ms`; false if nothing came. */
static bool take(struct emulator *e, int ms)
{
	struct pollfd fd = {.fd = e->fd, .events = POLLIN};
	char bytes[8192];
	ssize_t n;

	if (e->has_ended || poll(&fd, 1, ms) <= 0)
		return false;
	n = read(e->fd, bytes, sizeof(bytes));
	if (n < 0 && errno == EAGAIN)
		return false;
	if (n <= 0) {
		e->has_ended = true; /* EIO: nobody has the terminal open */
		return false;
	}
	buf_add(&e->received, bytes, (size_t)n);
	vterm_input_write(e->vterm, bytes, (size_t)n);
	return true;
}

bool emulator_settle(struct emulator *e, int quiet_ms)
{
	while (take(e, quiet_ms))
		;
	return !e->has_ended;
}

void emulator_type(struct emulator *e, const char *bytes)
{
	size_t n = strlen(bytes);

	/* Either side may wait for the other to read. */
	fcntl(e->fd, F_SETFL, O_NONBLOCK);
	while (n && !e->has_ended) {
		ssize_t written = write(e->fd, bytes, n);

		if (written < 0 && errno != EAGAIN)
			return; /* it has ended, which the caller will see */
		if (written < 0)
			take(e, STEP_MS);
		bytes += written > 0 ? written : 0;
		n -= written > 0 ? (size_t)written : 0;
	}
}

void emulator_click(struct emulator *e, const char *words)
{
	const char *text, *found, *line;
	char bytes[64];
	int row;

	emulator_settle(e, 40); /* a frame may be half there */
	row = emulator_row_of(e, words) + 1;
	text = emulator_text(e);
	line = found = strstr(text, words);
	ck_assert_msg(found, "no '%s' to click on:\n%s", words, text);
	while (line > text && line[-1] != '\n')
		line--;
	snprintf(bytes, sizeof(bytes), "\033[<0;%zu;%dM",
		text_cells(line, (size_t)(found - line)) + 1, row);
	emulator_type(e, bytes);
	bytes[strlen(bytes) - 1] = 'm';
	emulator_type(e, bytes);
}

/* The numbers of the program's children, with a space behind each. */
static void read_children(const struct emulator *e, char *pids, size_t size)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)e->pid, (int)e->pid);
	file = fopen(path, "re");
	ck_assert_ptr_nonnull(file);
	pids[fread(pids, 1, size - 1, file)] = '\0';
	fclose(file);
}

size_t emulator_count_children(const struct emulator *e)
{
	char pids[4096];
	size_t n = 0;

	read_children(e, pids, sizeof(pids));
	for (const char *s = pids; *s; s++)
		n += *s == ' ';
	return n;
}

pid_t emulator_child(const struct emulator *e)
{
	char pids[4096];

	read_children(e, pids, sizeof(pids));
	return (pid_t)strtol(pids, NULL, 10);
}

/* Of two sequences that turn something off and on, the first one came last. */
static bool came_last(const struct emulator *e, const char *off, const char *on)
{
	const char *last_off = NULL, *last_on = NULL;

	for (const char *s = e->received.data; (s = strstr(s, off)); s++)
		last_off = s;
	for (const char *s = e->received.data; (s = strstr(s, on)); s++)
		last_on = s;
	return !last_on || (last_off && last_off > last_on);
}

void emulator_expect_restored(struct emulator *e)
{
	struct termios now;

	emulator_settle(e, 50);
	ck_assert_int_eq(tcgetattr(e->fd, &now), 0);
	ck_assert_uint_eq(now.c_iflag, e->modes.c_iflag);
	ck_assert_uint_eq(now.c_oflag, e->modes.c_oflag);
	ck_assert_uint_eq(now.c_cflag, e->modes.c_cflag);
	ck_assert_uint_eq(now.c_lflag, e->modes.c_lflag);
	ck_assert_mem_eq(now.c_cc, e->modes.c_cc, sizeof(now.c_cc));
	ck_assert_msg(came_last(e, "\033[?1049l", "\033[?1049h"), "the alternate screen is on");
	ck_assert_msg(came_last(e, "\033[?25h", "\033[?25l") ||
			      came_last(e, "\033[?12l\033[?25h", "\033[?25l"),
		"the cursor is hidden");
	ck_assert_msg(came_last(e, "\033[?1000l", "\033[?1000h"), "the mouse is on");
	ck_assert_msg(came_last(e, "\033[?1006l", "\033[?1006h"), "the mouse is on");
}

/* Bytes of the sequence that begins with an escape at s; 0 if it is not one of
 * those that curses writes. */
static size_t tame_sequence(const char *s)
{
	static const char clipboard[] = "\033]52;c;";
	size_t n;

	if (strncmp(s, clipboard, strlen(clipboard)) == 0) {
		n = strlen(clipboard);
		n += strspn(s + n, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				   "0123456789+/=");
		return s[n] == '\007' ? n + 1 : 0;
	}
	/* xterm keeps and restores its title with the alternate screen. */
	if (strncmp(s, "\033[22;0;0t", 9) == 0 || strncmp(s, "\033[23;0;0t", 9) == 0)
		return 9;
	/* The Linux console's cursor. */
	if (strncmp(s, "\033[?0c", 5) == 0 || strncmp(s, "\033[?1c", 5) == 0)
		return 5;
	if (s[1] == '[') { /* no n, c, t: they ask, or do things to the window */
		n = 2 + strspn(s + 2, "0123456789;?>!");
		return s[n] && strchr("mHJKhlrABCDGdXP@LMSTZb", s[n]) ? n + 1 : 0;
	}
	if (s[1] && strchr("()", s[1]))
		return s[2] ? 3 : 0;
	return s[1] && strchr("=>78MDEH", s[1]) ? 2 : 0;
}

void emulator_expect_tame(const struct emulator *e)
{
	/* C1 controls and what turns text around, as curses would write them. */
	static const char *const others[] = {
		"\xC2\x9B", "\xC2\x9D", "\xC2\x90", "\xE2\x80\xAE", "\xE2\x81\xA6"};
	const char *s = e->received.data;

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		ck_assert_msg(!strstr(s, others[i]), "what no text may send: %zu", i);
	while ((s = strchr(s, '\033'))) {
		size_t n = tame_sequence(s);

		/* The last one may have come in part only. */
		if (!n && (size_t)(s - e->received.data) + 16 > e->received.n)
			return;
		ck_assert_msg(n, "the sequence ESC %.12s", s + 1);
		s += n;
	}
}

void emulator_resize(struct emulator *e, int cols, int rows)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};

	e->rows = rows;
	e->cols = cols;
	vterm_set_size(e->vterm, rows, cols);
	ioctl(e->fd, TIOCSWINSZ, &size);
}

const char *emulator_text(struct emulator *e)
{
	buf_clear(&e->text);
	for (int row = 0; row < e->rows; row++) {
		for (int col = 0; col < e->cols; col++) {
			VTermScreenCell cell;
			char bytes[4];

			vterm_screen_get_cell(e->screen, (VTermPos){.row = row, .col = col}, &cell);
			if (cell.chars[0] == (uint32_t)-1) /* the right half of a wide one */
				continue;
			if (!cell.chars[0])
				buf_putc(&e->text, ' ');
			for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
				buf_add(&e->text, bytes, text_encode(cell.chars[i], bytes));
		}
		buf_putc(&e->text, '\n');
	}
	return e->text.data;
}

int emulator_row_of(struct emulator *e, const char *words)
{
	const char *text = emulator_text(e), *found = strstr(text, words);
	int row = 0;

	if (!found)
		return -1;
	for (; text < found; text++)
		row += *text == '\n';
	return row;
}

static void wait_for(struct emulator *e, const char *words, bool there)
{
	long long end = end_of_patience();

	while (now_ms() < end) {
		if ((strstr(emulator_text(e), words) != NULL) == there)
			return;
		if (!take(e, STEP_MS) && e->has_ended)
			break;
	}
	/* A message of check's is too short for a screen. */
	fprintf(stderr, "%s\n", emulator_text(e));
	ck_abort_msg("%s '%s' on the screen of %d by %d%s", there ? "no" : "still", words, e->cols,
		e->rows, e->has_ended ? " (the program has ended)" : "");
}

void emulator_expect(struct emulator *e, const char *words)
{
	wait_for(e, words, true);
}

void emulator_expect_gone(struct emulator *e, const char *words)
{
	wait_for(e, words, false);
}

void emulator_do(struct emulator *e, const char *keys, const char *words)
{
	emulator_type(e, keys);
	emulator_expect(e, words);
}

int emulator_wait_for_end(struct emulator *e)
{
	long long end = end_of_patience();
	int status = 0;

	while (!e->has_ended && now_ms() < end)
		take(e, STEP_MS);
	if (!e->has_ended) {
		fprintf(stderr, "it doesn't end; its screen:\n%s\n", emulator_text(e));
		kill(e->pid, SIGKILL);
	}
	waitpid(e->pid, &status, 0);
	if (WIFSIGNALED(status))
		fprintf(stderr, "it was ended by signal %d\n", WTERMSIG(status));
	e->pid = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int emulator_close(struct emulator *e)
{
	int status = 0;

	if (e->pid) {
		kill(e->pid, SIGTERM);
		status = emulator_wait_for_end(e);
	}
	close(e->fd);
	remove_folder(e->data);
	vterm_free(e->vterm);
	buf_done(&e->received);
	buf_done(&e->text);
	return status;
}
