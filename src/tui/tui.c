#include "tui/tui.h"

#include "base/text.h"
#include "tui/draw.h"
#include "tui/reader.h"

#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_FDS = 64, KEY_ESCAPE = 27, ESCAPE_DELAY_MS = 25, HEADER_ROWS = 2, STATUS_ROWS = 1 };

/* What is on the screen: the list, or a page over it. */
struct tui {
	struct cli *cli;
	struct runner *runner;
	struct lines list;      /* a line for each question */
	struct page_ref *pages; /* the question of each line */
	size_t n_pages, selected, list_top;
	struct reader *reader; /* NULL: the list is shown */
	size_t page_top;
	const char *message; /* static; shown until the next key */
};

static const struct style plain = {.role = ROLE_TEXT};
static const struct style dim = {.role = ROLE_DIM};

static enum status make_list(struct tui *t)
{
	const struct library *library = &t->cli->library;
	size_t n = 0;

	for (size_t i = 0; i < library->n_packs; i++)
		n += library->packs[i]->n_questions;
	t->pages = calloc(n + 1, sizeof(*t->pages));
	if (!t->pages)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < library->n_packs; i++) {
		const struct pack *pack = library->packs[i];

		for (size_t j = 0; j < pack->n_questions; j++) {
			struct page_ref ref = library_question(pack, &pack->questions[j]);

			t->pages[t->n_pages++] = ref;
			lines_printf(&t->list, dim, "%5d  ", ref.question->number);
			lines_puts(&t->list, ref.path ? plain : dim, ref.title);
			lines_puts(&t->list, dim, ref.path ? "" : "  planned");
			lines_end(&t->list);
		}
	}
	return lines_status(&t->list);
}

/* Rows between the header and the status line. */
static size_t rows(void)
{
	int free = LINES - HEADER_ROWS - STATUS_ROWS;

	return free > 0 ? (size_t)free : 1;
}

/* A bold title and, right of it where there is room, what is known about it. */
static void draw_header(const char *title, const char *about)
{
	const struct style bold = {.role = ROLE_HEADING, .attr = ATTR_BOLD};
	struct lines lines;

	lines_init(&lines);
	lines_pad(&lines, plain, 1);
	lines_puts(&lines, bold, title);
	if (lines_open_cells(&lines) + (int)text_cells(about, strlen(about)) + 3 < COLS) {
		lines_pad(&lines, plain,
			COLS - 1 - lines_open_cells(&lines) -
				(int)text_cells(about, strlen(about)));
		lines_puts(&lines, dim, about);
	}
	lines_end(&lines);
	lines_end(&lines);
	if (lines_status(&lines) == STATUS_OK)
		draw_lines(stdscr, &lines, 0, 0, HEADER_ROWS);
	lines_done(&lines);
}

static void draw_status(const struct tui *t, const char *keys)
{
	wattr_set(stdscr, A_DIM, 0, NULL);
	wmove(stdscr, LINES - 1, 0);
	wclrtoeol(stdscr);
	waddnstr(stdscr, t->message ? t->message : keys, COLS - 1);
	wattr_set(stdscr, A_NORMAL, 0, NULL);
}

static void draw_list(struct tui *t)
{
	if (t->selected < t->list_top)
		t->list_top = t->selected;
	if (t->selected >= t->list_top + rows())
		t->list_top = t->selected - rows() + 1;
	draw_header("gradus", "machine-learning cost functions");
	draw_lines(stdscr, &t->list, t->list_top, HEADER_ROWS, HEADER_ROWS + (int)rows());
	if (t->n_pages)
		draw_line(stdscr, &t->list, t->selected,
			HEADER_ROWS + (int)(t->selected - t->list_top), true);
	draw_status(t, " up, down: move   enter: read   q: quit");
}

static void draw_page(struct tui *t)
{
	struct page_options options = cli_page_options(t->cli);
	const struct lines *lines;
	size_t last;

	options.width = COLS;
	lines = reader_lines(t->reader, &options);
	if (!lines) {
		t->message = " out of memory";
		draw_status(t, "");
		return;
	}
	last = lines->n_lines > rows() ? lines->n_lines - rows() : 0;
	t->page_top = t->page_top < last ? t->page_top : last;
	draw_header(t->pages[t->selected].title, level_name(t->pages[t->selected].question->level));
	draw_lines(stdscr, lines, t->page_top, HEADER_ROWS, HEADER_ROWS + (int)rows());
	draw_status(t, " up, down, space: scroll   g, G: begin, end   q: back");
}

static void draw(struct tui *t)
{
	if (t->reader)
		draw_page(t);
	else
		draw_list(t);
	wrefresh(stdscr);
}

static void open_selected(struct tui *t)
{
	const struct page_ref *ref = &t->pages[t->selected];

	if (!t->n_pages)
		return;
	if (!ref->path)
		t->message = " This answer is planned: it is not yet written.";
	else if (reader_open(&t->reader, &t->cli->library, t->runner, ref) != STATUS_OK)
		t->message = " This page can't be read.";
	t->page_top = 0;
}

static size_t moved(size_t at, long by, size_t n)
{
	if (by < 0)
		return at < (size_t)-by ? 0 : at - (size_t)-by;
	return at + (size_t)by < n ? at + (size_t)by : n ? n - 1 : 0;
}

/* How far a key moves; 0 if it is none of those. */
static long motion(int key)
{
	switch (key) {
	case KEY_UP:
	case 'k':
		return -1;
	case KEY_DOWN:
	case 'j':
		return 1;
	case KEY_PPAGE:
	case 'b':
		return -(long)rows();
	case KEY_NPAGE:
	case ' ':
		return (long)rows();
	case KEY_HOME:
	case 'g':
		return -(1L << 30);
	case KEY_END:
	case 'G':
		return 1L << 30;
	default:
		return 0;
	}
}

/* False when the reader leaves. */
static bool press(struct tui *t, int key)
{
	long by = motion(key);

	t->message = NULL;
	if (key == 'q' || key == KEY_ESCAPE || key == KEY_LEFT || key == 'h') {
		if (!t->reader)
			return key != 'q';
		reader_free(t->reader);
		t->reader = NULL;
	} else if (by && t->reader) {
		t->page_top = moved(t->page_top, by, (size_t)1 << 30);
	} else if (by) {
		t->selected = moved(t->selected, by, t->n_pages);
	} else if (!t->reader && (key == '\r' || key == '\n' || key == KEY_ENTER ||
					 key == KEY_RIGHT || key == 'l')) {
		open_selected(t);
	}
	return true;
}

/* Sleeps until a key or a demo has something; false if the terminal is gone. */
static bool wait_for_input(struct tui *t)
{
	struct pollfd fds[MAX_FDS] = {{.fd = STDIN_FILENO, .events = POLLIN}};
	size_t n = 1;
	int timeout = -1;

	if (t->reader) {
		n += reader_fds(t->reader, fds + 1, MAX_FDS - 1);
		timeout = reader_timeout_ms(t->reader);
	}
	if (poll(fds, n, timeout) < 0)
		return errno == EINTR; /* a resize: curses has a key for it */
	return !(fds[0].revents & (POLLHUP | POLLERR | POLLNVAL));
}

static void loop(struct tui *t)
{
	bool open = true;
	int key;

	draw(t);
	while (open && wait_for_input(t)) {
		while (open && (key = wgetch(stdscr)) != ERR)
			open = press(t, key);
		if (t->reader)
			reader_pump(t->reader);
		draw(t);
	}
}

static bool start_curses(const struct cli *cli)
{
	SCREEN *screen = newterm(NULL, stdout, stdin);

	if (!screen) {
		cli_error("this terminal can't show screens (TERM)");
		return false;
	}
	set_escdelay(ESCAPE_DELAY_MS);
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	curs_set(0);
	if (cli->style.depth != COLOR_NONE)
		draw_init(cli->style.background);
	return true;
}

bool tui_run(struct cli *cli)
{
	struct tui t = {.cli = cli};
	bool done = false;

	lines_init(&t.list);
	runner_new(&t.runner, &cli->paths);
	if (!t.runner || make_list(&t) != STATUS_OK) {
		cli_error("%s", status_text(STATUS_NO_MEMORY));
	} else if (start_curses(cli)) {
		loop(&t);
		endwin();
		done = true;
	}
	reader_free(t.reader);
	runner_free(t.runner);
	lines_done(&t.list);
	free(t.pages);
	return done;
}
