/* Quiz and review: cards asked one by one, each answer kept before it is
 * explained. */
#include "base/text.h"
#include "cli/saved.h"
#include "tui/chrome.h"
#include "tui/quiz_keys.h"
#include "tui/screens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { QUIZ_COUNT = 10, CTRL_U = 21 };

struct quiz_screen {
	struct app *app;
	struct study study;
	struct quiz_view view;
	struct scroll scroll;
	bool is_moved; /* the reader has scrolled: stay there */
	int64_t begin_ms;
	int first_row, grades_row;
	int grade_col[SITTING_N_GRADES + 1];
};

static const struct key_line *keys_now(const void *self)
{
	const struct quiz_screen *s = self;

	return quiz_keys_now(&s->view);
}

/* ---- from card to card */

static void forget_answer(struct quiz_view *v)
{
	v->number = (struct entry){0};
	writing_clear(&v->writing);
	v->choices = (struct choices){0};
	v->n_hints = 0;
	v->short_answer = NULL;
	v->refusal[0] = '\0';
}

static enum choices_kind kind_of(const struct quiz_item *item)
{
	if (item && item->kind == ITEM_ORDER)
		return CHOICES_ORDER;
	return item && item->kind == ITEM_SINGLE ? CHOICES_ONE : CHOICES_MANY;
}

/* Goes on from computing when all numbers are there; passes over a card whose
 * demo fails, and says so. False if it must still wait. */
static bool begin_if_ready(struct quiz_screen *s)
{
	struct asking *a = sitting_asking(s->view.sitting);
	const char *message = NULL;

	switch (asking_state(a, &message)) {
	case ASKING_PENDING:
		return false;
	case ASKING_FAILED:
		app_say(s->app, "Passed over %s: %s", asking_card(a)->name,
			message ? message : "its demo failed");
		sitting_skip(s->view.sitting);
		s->view.phase = QUIZ_OVER; /* until the next one is found */
		return true;
	default:
		s->view.phase = asking_card(a)->item ? QUIZ_ASK : QUIZ_RECALL;
		s->view.choices.kind = kind_of(asking_card(a)->item);
		s->begin_ms = study_clock_ms();
		return true;
	}
}

static void next(struct quiz_screen *s)
{
	enum status status;

	do {
		forget_answer(&s->view);
		s->scroll.top = 0;
		s->is_moved = false;
		status = sitting_next(s->view.sitting, saved_now_ms());
		s->view.phase = status == STATUS_OK ? QUIZ_COMPUTING : QUIZ_OVER;
		if (status != STATUS_OK && status != STATUS_NOT_FOUND)
			app_say(s->app, "%s", sitting_error(s->view.sitting));
	} while (status == STATUS_OK && begin_if_ready(s) && s->view.phase == QUIZ_OVER);
}

/* The answer is judged: keep it, then explain it. */
static void keep(struct quiz_screen *s)
{
	struct quiz_view *v = &s->view;

	v->refusal[0] = '\0';
	v->took_ms = study_clock_ms() - s->begin_ms;
	v->phase = QUIZ_VERDICT;
	s->is_moved = false;
	if (sitting_save(v->sitting, v->took_ms, saved_now_ms()) != STATUS_OK)
		app_say(s->app, "Not saved: %s", sitting_error(v->sitting));
}

static void take_back(struct quiz_screen *s)
{
	const char *name;
	enum status status = sitting_undo(s->view.sitting, saved_now_ms(), &name);

	if (status == STATUS_OK) {
		next(s);
		app_say(s->app, "Taken back: %s", name);
	} else {
		app_say(s->app, "%s",
			status == STATUS_NOT_FOUND ? "There is no answer to take back."
						   : sitting_error(s->view.sitting));
	}
}

static void grade(struct quiz_screen *s, enum rating rating)
{
	if (sitting_grade(s->view.sitting, rating, saved_now_ms()) != STATUS_OK)
		app_say(s->app, "%s", sitting_error(s->view.sitting));
}

static void skip(struct quiz_screen *s)
{
	sitting_skip(s->view.sitting);
	next(s);
}

/* ---- answering */

static void answer_options(struct quiz_screen *s)
{
	struct quiz_view *v = &s->view;

	/* Of one right option the one with the mark is meant. */
	if (!v->choices.n_picked && v->choices.kind == CHOICES_ONE)
		choices_toggle(&v->choices, v->choices.at.at);
	if (asking_pick(
		    sitting_asking(v->sitting), v->choices.picked, v->choices.n_picked, v->refusal))
		keep(s);
	else if (quiz_view_is_ordered(v)) /* what it says is about letters */
		snprintf(v->refusal, sizeof(v->refusal),
			"Number all of them by their keys, the first one first.");
}

static void give_hint(struct quiz_screen *s)
{
	struct quiz_view *v = &s->view;
	const char *hint = asking_hint(sitting_asking(v->sitting));

	if (!hint || v->n_hints == QUIZ_MAX_HINTS)
		app_say(s->app, "There is no %shint.", v->n_hints ? "further " : "");
	else
		v->hints[v->n_hints++] = hint;
}

static bool press_choose(struct quiz_screen *s, int key)
{
	struct quiz_view *v = &s->view;
	size_t n = asking_n_options(sitting_asking(v->sitting));

	if (key == PRESS_ENTER)
		answer_options(s);
	else if (key == 'h' && v->phase == QUIZ_ASK)
		give_hint(s);
	else if (key == 's' && v->phase == QUIZ_ASK)
		skip(s);
	else if (!choices_press(&v->choices, n, key))
		return false;
	if (v->phase != QUIZ_VERDICT)
		s->is_moved = false;
	return true;
}

/* Whatever people write numbers with; other letters are keys. */
static bool is_of_number(int key)
{
	static const char ascii[] = "0123456789.,+-eEx*^/% ";

	return key == PRESS_BACKSPACE || key == CTRL_U || (key > 127 && key < PRESS_UP) ||
	       (key > 0 && key <= 127 && strchr(ascii, key));
}

static bool press_number(struct quiz_screen *s, int key)
{
	struct quiz_view *v = &s->view;

	if (key == PRESS_ENTER) {
		if (asking_answer(sitting_asking(v->sitting), v->number.text, v->refusal))
			keep(s);
	} else if (key == 'h') {
		give_hint(s);
	} else if (key == 's') {
		skip(s);
	} else if (is_of_number(key)) {
		entry_press(&v->number, key);
		v->refusal[0] = '\0';
	} else {
		return false;
	}
	return true;
}

static void reveal(struct quiz_screen *s)
{
	struct quiz_view *v = &s->view;

	v->choices = (struct choices){.kind = CHOICES_MANY};
	v->short_answer = asking_reveal(sitting_asking(v->sitting));
	v->phase = QUIZ_TICK;
	s->scroll.top = 0;
}

static bool press_recall(struct quiz_screen *s, int key)
{
	struct writing *writing = &s->view.writing;

	if (writing->is_on ? writing_press(writing, key) : key == PRESS_ENTER)
		reveal(s);
	else if (writing->is_on)
		return true;
	else if (key == 'w')
		writing->is_on = true;
	else if (key == 's')
		skip(s);
	else
		return false;
	return true;
}

static void open_demo(struct quiz_screen *s)
{
	struct page_ref ref;
	const char *const *arguments;
	size_t n;

	if (asking_demo(sitting_asking(s->view.sitting), &ref, &arguments, &n))
		demo_show(s->app, &ref, arguments, n);
	else
		app_say(s->app, "There is no demo behind this one.");
}

static bool press_verdict(struct quiz_screen *s, int key)
{
	if (key == PRESS_ENTER || key == PRESS_RIGHT)
		next(s);
	else if (key >= '1' && key <= '4')
		grade(s, (enum rating)(key - '0'));
	else if (key == 'd')
		open_demo(s);
	else if (key == 'p')
		page_show(s->app, asking_card(sitting_asking(s->view.sitting))->ref);
	else
		return false;
	return true;
}

static bool press_phase(struct quiz_screen *s, int key)
{
	switch (s->view.phase) {
	case QUIZ_ASK:
		return quiz_view_is_number(&s->view) ? press_number(s, key) : press_choose(s, key);
	case QUIZ_TICK:
		return press_choose(s, key);
	case QUIZ_RECALL:
		return press_recall(s, key);
	case QUIZ_VERDICT:
		return press_verdict(s, key);
	default:
		return false;
	}
}

static bool press(void *self, int key)
{
	struct quiz_screen *s = self;

	if (press_phase(s, key))
		return true;
	if (key == 'u') {
		take_back(s);
		return true;
	}
	if (!scroll_press(&s->scroll, key))
		return false;
	s->is_moved = true;
	return true;
}

/* ---- drawing */

static void put_header(struct quiz_screen *s, const struct area *area, struct lines *out)
{
	struct sitting_counts c = sitting_counts(s->view.sitting, s->view.now_ms);
	bool is_over = s->view.phase == QUIZ_OVER;
	size_t at = c.n_answered + (s->view.phase != QUIZ_VERDICT);
	struct buf title, about;

	buf_init(&title);
	buf_init(&about);
	buf_puts(&title, s->view.is_review ? "Review" : "Quiz");
	if (!is_over)
		buf_printf(&title, " %zu of %zu", at, at + c.n_left);
	quiz_view_about(&s->view, &about);
	chrome_header(out, area, NULL, title.n ? title.data : "", about.n ? about.data : "");
	buf_done(&title);
	buf_done(&about);
}

static void put_body(
	struct quiz_screen *s, const struct lines *body, size_t rows, struct lines *out)
{
	/* Of a verdict that is longer than the screen its beginning is what matters. */
	if (!s->is_moved && s->view.phase == QUIZ_VERDICT)
		s->scroll.top = s->view.focus;
	else if (!s->is_moved)
		study_reveal(&s->scroll, s->view.focus, rows);
	study_put_view(&s->scroll, body, rows, out);
}

static enum status draw(void *self, const struct area *area, struct lines *out)
{
	struct quiz_screen *s = self;
	bool has_grades = s->view.phase == QUIZ_VERDICT && sitting_answer(s->view.sitting);
	size_t rows;
	struct lines body;
	enum status status;

	s->view.now_ms = saved_now_ms();
	if (s->view.phase != QUIZ_VERDICT)
		s->view.took_ms =
			s->view.phase == QUIZ_COMPUTING ? 0 : study_clock_ms() - s->begin_ms;
	put_header(s, area, out);
	s->first_row = (int)out->n_lines;
	rows = (size_t)area->rows - out->n_lines - (has_grades ? 2 : 0);
	lines_init(&body);
	status = quiz_view_body(&s->view, area, &body);
	if (status == STATUS_OK)
		put_body(s, &body, rows, out);
	lines_done(&body);
	s->grades_row = -1;
	if (status != STATUS_OK || !has_grades)
		return status;
	lines_end(out);
	s->grades_row = (int)out->n_lines;
	return quiz_view_grades(&s->view, area, out, s->grade_col);
}

static void click(void *self, int row, int col)
{
	struct quiz_screen *s = self;
	struct quiz_view *v = &s->view;
	size_t line = (size_t)(row - s->first_row) + s->scroll.top;

	if (row == s->grades_row) {
		for (int i = 0; i < SITTING_N_GRADES; i++)
			if (col >= s->grade_col[i] && col < s->grade_col[i + 1])
				grade(s, (enum rating)(i + 1));
		return;
	}
	if (row < s->first_row || (v->phase != QUIZ_ASK && v->phase != QUIZ_TICK) ||
		quiz_view_is_number(v))
		return;
	choices_click(&v->choices, asking_n_options(sitting_asking(v->sitting)), line);
}

static bool is_typing(const void *self)
{
	const struct quiz_screen *s = self;

	return s->view.writing.is_on;
}

/* ---- demos and the clock */

static size_t fds(const void *self, struct pollfd *list, size_t max)
{
	const struct quiz_screen *s = self;

	return live_fds(s->study.live, list, max);
}

static bool has_clock(const struct quiz_screen *s)
{
	return s->view.phase != QUIZ_VERDICT && s->view.phase != QUIZ_OVER;
}

/* The clock shows seconds. */
static int timeout_ms(const void *self)
{
	const struct quiz_screen *s = self;
	int live = live_timeout_ms(s->study.live), tick = -1;

	if (has_clock(s))
		tick = (int)(1000 - (study_clock_ms() - s->begin_ms) % 1000);
	return live < 0 || (tick >= 0 && tick < live) ? tick : live;
}

static bool pump(void *self)
{
	struct quiz_screen *s = self;
	size_t before = live_n_done(s->study.live);
	bool ticked =
		has_clock(s) && (study_clock_ms() - s->begin_ms) / 1000 != s->view.took_ms / 1000;

	if (live_pump(s->study.live) != STATUS_OK)
		return ticked;
	if (s->view.phase == QUIZ_COMPUTING && begin_if_ready(s)) {
		if (s->view.phase == QUIZ_OVER)
			next(s);
		return true;
	}
	return ticked || live_n_done(s->study.live) != before;
}

static void close_quiz(void *self)
{
	struct quiz_screen *s = self;

	sitting_free(s->view.sitting);
	study_close(&s->study);
	writing_done(&s->view.writing);
	free(s);
}

static const struct screen_ops quiz_ops = {.name = "Quiz",
	.keys = quiz_keys_all,
	.keys_now = keys_now,
	.close = close_quiz,
	.draw = draw,
	.press = press,
	.click = click,
	.is_typing = is_typing,
	.fds = fds,
	.timeout_ms = timeout_ms,
	.pump = pump};

/* ---- opening */

static void open_sitting(struct app *app, const struct deck_filter *filter, bool is_review)
{
	struct quiz_screen *s = calloc(1, sizeof(*s));
	struct sitting_wish wish = {
		.is_review = is_review, .count = is_review ? SITTING_MAX_CARDS : QUIZ_COUNT};
	enum status status = STATUS_NO_MEMORY;

	if (getrandom(&wish.seed, sizeof(wish.seed), 0) != (ssize_t)sizeof(wish.seed))
		wish.seed = (uint64_t)saved_now_ms();
	if (s) {
		s->app = app;
		s->view.is_review = is_review;
		writing_init(&s->view.writing);
		if (!study_open(&s->study, app, filter)) {
			close_quiz(s);
			return;
		}
		wish.new_a_day = s->study.settings.new_a_day;
		status = sitting_new(&s->view.sitting, s->study.deck, s->study.progress,
			s->study.live, &wish, saved_now_ms());
		if (status == STATUS_OK)
			next(s);
	}
	app_push(app, &quiz_ops, s, status);
}

void review_show(struct app *app)
{
	const struct deck_filter filter = {.kinds = DECK_ALL, .level = LEVEL_NONE};

	open_sitting(app, &filter, true);
}

static void open_of_page(struct app *app, const struct page_ref *of, enum deck_kinds kinds)
{
	struct deck_filter filter = {.kinds = kinds, .level = LEVEL_NONE};
	char name[PROGRESS_MAX_NAME_BYTES + 1];

	if (!deck_page_name(of, name, sizeof(name))) {
		app_say(app, "This page belongs to no pack: nothing of it can be kept.");
		return;
	}
	filter.page = name;
	open_sitting(app, &filter, false);
}

void quiz_show(struct app *app, const struct page_ref *of)
{
	const struct deck_filter all = {.kinds = DECK_QUIZ, .level = LEVEL_NONE};

	if (of)
		open_of_page(app, of, DECK_QUIZ);
	else
		open_sitting(app, &all, false);
}

void recall_show(struct app *app, const struct page_ref *of)
{
	open_of_page(app, of, DECK_RECALL);
}
