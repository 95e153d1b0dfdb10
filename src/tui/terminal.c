#include "tui/terminal.h"

#include "tui/clipboard.h"
#include "tui/draw.h"

#include <curses.h>
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { ESCAPE_DELAY_MS = 25, N_SIGNALS = 5, MAX_REPORTS = 16 };

struct terminal {
	SCREEN *screen;
	struct output_style style;
	sigset_t awake; /* the mask while it sleeps: our signals may come then only */
	sigset_t before;
	struct sigaction actions[N_SIGNALS]; /* as they were */
	struct event reports[MAX_REPORTS];   /* of the mouse, the last one first */
	size_t n_reports;
};

static const int signals[N_SIGNALS] = {SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGWINCH};

/* Of all buttons: having got a report that it was not asked for curses waits for
 * the next one, whatever else we have to do. Not clicks, which it would make of
 * presses. */
static const mmask_t mouse_reports = BUTTON1_PRESSED | BUTTON1_RELEASED | BUTTON2_PRESSED |
				     BUTTON2_RELEASED | BUTTON3_PRESSED | BUTTON3_RELEASED |
				     BUTTON4_PRESSED | BUTTON4_RELEASED | BUTTON5_PRESSED |
				     BUTTON5_RELEASED | BUTTON_SHIFT | BUTTON_CTRL | BUTTON_ALT;

/* What has come since it was last asked for. */
static volatile sig_atomic_t asked_to_end, asked_to_stop, resized;

static void note_signal(int number)
{
	if (number == SIGTSTP)
		asked_to_stop = 1;
	else if (number == SIGWINCH)
		resized = 1;
	else
		asked_to_end = 1;
}

/* Signals are blocked but in terminal_wait, so that none is missed between
 * the question whether one has come and the sleep. */
static void take_signals(struct terminal *t)
{
	struct sigaction action = {.sa_handler = note_signal};
	sigset_t ours;

	sigemptyset(&ours);
	sigemptyset(&action.sa_mask);
	asked_to_end = asked_to_stop = resized = 0;
	for (size_t i = 0; i < N_SIGNALS; i++)
		sigaddset(&ours, signals[i]);
	sigprocmask(SIG_BLOCK, &ours, &t->before);
	t->awake = t->before;
	for (size_t i = 0; i < N_SIGNALS; i++) {
		sigaction(signals[i], &action, &t->actions[i]);
		sigdelset(&t->awake, signals[i]);
	}
}

/* Not where one of them has ended us: a terminal that is closed may send more
 * than one, and what is still to be saved would be lost by the next. */
static void give_signals_back(struct terminal *t)
{
	if (asked_to_end)
		return;
	for (size_t i = 0; i < N_SIGNALS; i++)
		sigaction(signals[i], &t->actions[i], NULL);
	sigprocmask(SIG_SETMASK, &t->before, NULL);
}

/* The editor saves by it; where it stops the output nobody needs that any more. */
static void let_ctrl_s_through(void)
{
	struct termios modes;

	if (tcgetattr(STDIN_FILENO, &modes) != 0)
		return;
	modes.c_iflag &= ~(tcflag_t)IXON;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
	def_prog_mode();
}

enum status terminal_open(struct terminal **terminal, const struct output_style *style)
{
	struct terminal *t = calloc(1, sizeof(*t));

	*terminal = NULL;
	if (!t)
		return STATUS_NO_MEMORY;
	t->style = *style;
	/* Before curses starts, which would else ignore Ctrl-Z while it draws. */
	take_signals(t);
	t->screen = newterm(NULL, stdout, stdin);
	if (!t->screen) {
		give_signals_back(t);
		free(t);
		return STATUS_UNSUPPORTED;
	}
	set_escdelay(ESCAPE_DELAY_MS);
	cbreak();
	let_ctrl_s_through();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	curs_set(0);
	mousemask(mouse_reports, NULL);
	mouseinterval(0); /* a press counts at once, not when it may be a click */
	draw_init(style);
	*terminal = t;
	return STATUS_OK;
}

void terminal_close(struct terminal *terminal)
{
	if (!terminal)
		return;
	mousemask(0, NULL); /* the console's mouse server is left, too */
	endwin();
	delscreen(terminal->screen);
	give_signals_back(terminal);
	free(terminal);
}

void terminal_size(const struct terminal *terminal, int *rows, int *cols)
{
	(void)terminal;
	*rows = LINES;
	*cols = COLS;
}

void terminal_paint(struct terminal *terminal, const struct lines *lines)
{
	for (int row = 0; row < LINES; row++) {
		if ((size_t)row < lines->n_lines) {
			draw_line(stdscr, &terminal->style, lines, (size_t)row, row);
			continue;
		}
		wmove(stdscr, row, 0);
		wclrtoeol(stdscr);
	}
	wrefresh(stdscr);
}

/* The terminal as it was, until the shell lets us go on. */
static void stop_for_a_while(void)
{
	asked_to_stop = 0;
	endwin();
	raise(SIGSTOP);
	resized = 1; /* it may have been */
	clearok(stdscr, TRUE);
	wrefresh(stdscr);
}

/* While another program has the terminal: what is typed for it is not for us,
 * and Ctrl-Z stops us with it. To end we wait for its end. */
static void stand_aside(struct sigaction *interrupt, struct sigaction *quit)
{
	const struct sigaction ignore = {.sa_handler = SIG_IGN}, stop = {.sa_handler = SIG_DFL};
	sigset_t set;

	endwin();
	sigaction(SIGINT, &ignore, interrupt);
	sigaction(SIGQUIT, &ignore, quit);
	sigaction(SIGTSTP, &stop, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static void come_back(struct sigaction *interrupt, struct sigaction *quit)
{
	const struct sigaction stop = {.sa_handler = note_signal};
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTSTP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sigaction(SIGTSTP, &stop, NULL);
	sigaction(SIGINT, interrupt, NULL);
	sigaction(SIGQUIT, quit, NULL);
	resized = 1; /* it may have been */
	clearok(stdscr, TRUE);
	wrefresh(stdscr);
	flushinp();
}

/* A child with the signals that we were given. */
static int start_program(const struct terminal *t, char *const *argv, pid_t *pid)
{
	posix_spawnattr_t attributes;
	sigset_t defaults;
	int error;

	sigemptyset(&defaults);
	for (size_t i = 0; i < N_SIGNALS; i++)
		sigaddset(&defaults, signals[i]);
	sigaddset(&defaults, SIGQUIT);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawnattr_setsigmask(&attributes, &t->before);
	error = posix_spawnp(pid, argv[0], NULL, &attributes, argv, environ);
	posix_spawnattr_destroy(&attributes);
	return error;
}

enum status terminal_lend(struct terminal *terminal, char *const *argv, int *exit_status)
{
	struct sigaction interrupt, quit;
	int status = 0, error;
	pid_t pid, ended = 0;

	*exit_status = -1;
	stand_aside(&interrupt, &quit);
	error = start_program(terminal, argv, &pid);
	while (!error && (ended = waitpid(pid, &status, 0)) < 0 && errno == EINTR)
		;
	come_back(&interrupt, &quit);
	if (error || ended < 0)
		return STATUS_NOT_FOUND;
	if (WIFEXITED(status))
		*exit_status = WEXITSTATUS(status);
	return STATUS_OK;
}

enum status terminal_copy(struct terminal *terminal, const char *text, size_t n)
{
	(void)terminal;
	return clipboard_send(text, n);
}

static void take_size(void)
{
	struct winsize size;

	resized = 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col)
		resizeterm(size.ws_row, size.ws_col);
}

bool terminal_wait(struct terminal *terminal, struct pollfd *fds, size_t n, int timeout_ms)
{
	sigset_t blocked;
	/* What came while keys were read does not wait. */
	bool is_due = asked_to_end || asked_to_stop || resized;
	int ms = is_due ? 0 : timeout_ms;
	struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000L};

	fds[0] = (struct pollfd){.fd = STDIN_FILENO, .events = POLLIN};
	if (ppoll(fds, n, ms < 0 ? NULL : &time, &terminal->awake) < 0 && errno != EINTR)
		return false;
	/* Where a descriptor is ready signals have waited: a key is for the window as
	 * it is now. */
	sigprocmask(SIG_SETMASK, &terminal->awake, &blocked);
	sigprocmask(SIG_SETMASK, &blocked, NULL);
	if (asked_to_stop)
		stop_for_a_while();
	if (resized)
		take_size();
	/* The terminal is gone, and its signal on the way. */
	if (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL))
		asked_to_end = 1;
	return !asked_to_end;
}

static int named_key(int key)
{
	static const struct {
		int curses, key;
	} names[] = {{KEY_UP, PRESS_UP}, {KEY_DOWN, PRESS_DOWN}, {KEY_LEFT, PRESS_LEFT},
		{KEY_RIGHT, PRESS_RIGHT}, {KEY_SLEFT, PRESS_FAR_LEFT},
		{KEY_SRIGHT, PRESS_FAR_RIGHT}, {KEY_PPAGE, PRESS_PAGE_UP},
		{KEY_NPAGE, PRESS_PAGE_DOWN}, {KEY_HOME, PRESS_HOME}, {KEY_END, PRESS_END},
		{KEY_BTAB, PRESS_BACK_TAB}, {KEY_BACKSPACE, PRESS_BACKSPACE},
		{KEY_DC, PRESS_DELETE}, {KEY_ENTER, PRESS_ENTER}, {KEY_RESIZE, PRESS_RESIZE}};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].curses == key)
			return names[i].key;
	return KEY_NONE;
}

static int mouse_key(const MEVENT *mouse)
{
	if (mouse->bstate & BUTTON4_PRESSED)
		return PRESS_WHEEL_UP;
	if (mouse->bstate & BUTTON5_PRESSED)
		return PRESS_WHEEL_DOWN;
	return mouse->bstate & BUTTON1_PRESSED ? PRESS_CLICK : KEY_NONE;
}

/* Curses says once that there are reports, and gives the last one first. */
static void take_reports(struct terminal *t)
{
	MEVENT mouse;

	while (t->n_reports < MAX_REPORTS && getmouse(&mouse) == OK)
		t->reports[t->n_reports++] =
			(struct event){.key = mouse_key(&mouse), .row = mouse.y, .col = mouse.x};
}

static int character(wint_t c)
{
	switch (c) {
	case '\n':
		return PRESS_ENTER;
	case 8:
	case 127:
		return PRESS_BACKSPACE;
	default:
		return (int)c;
	}
}

bool terminal_event(struct terminal *terminal, struct event *event)
{
	sigset_t blocked;
	wint_t c;
	int kind;

	*event = (struct event){.key = KEY_NONE};
	if (terminal->n_reports) {
		*event = terminal->reports[--terminal->n_reports];
		return true;
	}
	/* Of a sequence that has come in part curses waits for the rest; signals
	 * shall not. */
	sigprocmask(SIG_SETMASK, &terminal->awake, &blocked);
	kind = wget_wch(stdscr, &c);
	sigprocmask(SIG_SETMASK, &blocked, NULL);
	if (kind == ERR)
		return false;
	if (kind != KEY_CODE_YES)
		event->key = character(c);
	else if (c == KEY_MOUSE)
		take_reports(terminal);
	else
		event->key = named_key((int)c);
	return true;
}
