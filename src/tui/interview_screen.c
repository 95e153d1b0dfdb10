/* A mock interview being sat: a clock, an answer aloud or in writing, the key
 * points it made, follow-ups. Every step is kept before the next. */
#include "base/text.h"
#include "cli/saved.h"
#include "study/interview.h"
#include "study/interview_report.h"
#include "tui/choices.h"
#include "tui/chrome.h"
#include "tui/interviews.h"
#include "tui/screens.h"
#include "tui/writing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_INDENT = 3 };

struct interview_screen {
	struct app *app;
	struct study study;
	struct interview *interview;
	struct writing writing;
	struct choices choices;
	const char *short_answer;
	bool is_answer_shown; /* of the follow-up */
	int64_t begin_ms;     /* of the present question, since it is on the screen */
	struct scroll scroll;
	bool is_moved;
	size_t focus;  /* a line of the body that the reader is to see */
	int first_row; /* of the body on the screen */
	int64_t shown_s;
};

static const struct study_mark no_mark = {NULL, {.role = ROLE_TEXT}, 0};

/* ---- keys */

static const struct key_line keys_asking[] = {
	{"enter", "lock the answer and compare", "done"},
	{"w", "write the answer", "write"},
	{"p", "pause: nothing is lost", "pause"},
	{"e", "end the interview now, with its report", NULL},
	{NULL, NULL, NULL},
};

static const struct key_line keys_ticking[] = {
	{"enter", "go on: what is not ticked was not said", "go on"},
	{"space", "tick the point with the mark", "tick"},
	{"1-9", "tick a point; again: not", NULL},
	{"\xE2\x86\x91\xE2\x86\x93", "move", "move"},
	{"p", "pause", "pause"},
	{NULL, NULL, NULL},
};

static const struct key_line keys_follow_up[] = {
	{"enter", "show its answer", "show answer"},
	{"s", "leave the follow-ups of this question", "skip them"},
	{"p", "pause", "pause"},
	{NULL, NULL, NULL},
};

static const struct key_line keys_answer[] = {
	{"y", "you had it", "had it"},
	{"n", "you missed it", "missed it"},
	{"p", "pause", "pause"},
	{NULL, NULL, NULL},
};

static const struct key_line keys_all[] = {
	{"enter", "lock the answer; go on; show a follow-up's answer", NULL},
	{"w", "write the answer", NULL},
	{"space 1-9", "tick a key point that you made", NULL},
	{"y  n", "you had a follow-up, or missed it", NULL},
	{"s", "leave the follow-ups of this question", NULL},
	{"p  q", "pause: all is kept, and Interview goes on with it", NULL},
	{"e", "end it now, with its report", NULL},
	{NULL, NULL, NULL},
};

static const struct key_line *keys_now(const void *self)
{
	const struct interview_screen *s = self;

	switch (interview_phase(s->interview)) {
	case INTERVIEW_ASKING:
		return keys_asking;
	case INTERVIEW_TICKING:
		return keys_ticking;
	default:
		return s->is_answer_shown ? keys_answer : keys_follow_up;
	}
}

/* ---- steps */

static int64_t used_ms(const struct interview_screen *s)
{
	return interview_used_ms(s->interview) + study_clock_ms() - s->begin_ms;
}

static void show_report(struct interview_screen *s)
{
	struct buf markdown;

	buf_init(&markdown);
	app_back(s->app);
	if (interview_report_write(&markdown, s->study.progress, 1, saved_now_ms()) == STATUS_OK &&
		buf_status(&markdown) == STATUS_OK)
		report_show(s->app, "Interview", markdown.data);
	else
		app_say(s->app, "The report can't be made: %s", progress_error(s->study.progress));
	buf_done(&markdown);
}

/* What a step leads to: the next question begins with a clean sheet. */
static void after(struct interview_screen *s, enum status status, size_t place)
{
	if (status != STATUS_OK) {
		app_say(s->app, "Not saved: %s", interview_error(s->interview));
		return;
	}
	s->scroll.top = 0;
	s->is_moved = s->is_answer_shown = false;
	s->choices = (struct choices){.kind = CHOICES_MANY};
	if (interview_phase(s->interview) == INTERVIEW_OVER) {
		show_report(s);
	} else if (interview_place(s->interview) != place) {
		writing_clear(&s->writing);
		s->short_answer = NULL;
		s->begin_ms = study_clock_ms();
	}
	if (interview_phase(s->interview) == INTERVIEW_TICKING)
		s->short_answer = asking_reveal(interview_asking(s->interview));
}

static void lock(struct interview_screen *s)
{
	const char *written = s->writing.text.n ? s->writing.text.data : "";

	after(s, interview_lock(s->interview, written, used_ms(s), saved_now_ms()),
		interview_place(s->interview));
}

static void tick(struct interview_screen *s)
{
	bool made[ANSWER_MAX_CHOICES] = {false};

	for (size_t i = 0; i < s->choices.n_picked; i++)
		made[s->choices.picked[i]] = true;
	after(s, interview_tick(s->interview, made, saved_now_ms()), interview_place(s->interview));
}

static void follow(struct interview_screen *s, enum follow_up_end end)
{
	size_t place = interview_place(s->interview);
	enum status status;

	do
		status = interview_follow(s->interview, end, saved_now_ms());
	while (status == STATUS_OK && end == FOLLOW_UP_PASSED &&
		interview_phase(s->interview) == INTERVIEW_FOLLOWING &&
		interview_place(s->interview) == place);
	after(s, status, place);
}

/* Leaves; what was used of the time for an answer is kept. */
static void pause_it(struct interview_screen *s)
{
	enum status status = STATUS_OK;

	if (interview_phase(s->interview) == INTERVIEW_ASKING)
		status = interview_pause(s->interview, used_ms(s), saved_now_ms());
	app_back(s->app);
	if (status == STATUS_OK)
		app_say(s->app, "Paused. Interview (i) goes on with it.");
	else
		app_say(s->app, "The time used is not saved: %s", interview_error(s->interview));
}

static void end_it(struct interview_screen *s)
{
	if (interview_finish(s->interview, saved_now_ms()) == STATUS_OK)
		show_report(s);
	else
		app_say(s->app, "Not saved: %s", interview_error(s->interview));
}

static bool press_asking(struct interview_screen *s, int key)
{
	if (s->writing.is_on) {
		if (writing_press(&s->writing, key))
			lock(s);
		return true;
	}
	if (key == PRESS_ENTER)
		lock(s);
	else if (key == 'w')
		s->writing.is_on = true;
	else
		return false;
	return true;
}

static bool press_ticking(struct interview_screen *s, int key)
{
	if (key == PRESS_ENTER) {
		tick(s);
		return true;
	}
	s->is_moved = false;
	return choices_press(&s->choices, asking_n_options(interview_asking(s->interview)), key);
}

static bool press_following(struct interview_screen *s, int key)
{
	if (key == PRESS_ENTER && !s->is_answer_shown)
		s->is_answer_shown = true;
	else if (s->is_answer_shown && (key == 'y' || key == 'n'))
		follow(s, key == 'y' ? FOLLOW_UP_HAD : FOLLOW_UP_MISSED);
	else if (key == 's' && !s->is_answer_shown)
		follow(s, FOLLOW_UP_PASSED);
	else
		return false;
	return true;
}

static bool press_phase(struct interview_screen *s, int key)
{
	switch (interview_phase(s->interview)) {
	case INTERVIEW_ASKING:
		return press_asking(s, key);
	case INTERVIEW_TICKING:
		return press_ticking(s, key);
	case INTERVIEW_FOLLOWING:
		return press_following(s, key);
	default:
		return false;
	}
}

static bool press(void *self, int key)
{
	struct interview_screen *s = self;

	if (press_phase(s, key))
		return true;
	if (key == 'p' || key == 'q' || key == PRESS_ESCAPE || key == PRESS_LEFT) {
		pause_it(s);
	} else if (key == 'e') {
		end_it(s);
	} else if (scroll_press(&s->scroll, key)) {
		s->is_moved = true;
	} else {
		return false;
	}
	return true;
}

/* ---- drawing */

static void put_line(struct lines *out, struct style style, const char *text)
{
	lines_pad(out, style_plain, TEXT_INDENT);
	lines_puts(out, style, text);
	lines_end(out);
	lines_end(out);
}

static bool put_ticking(struct interview_screen *s, const struct study_text *how, struct lines *out)
{
	bool done = !s->short_answer || study_put(out, how, &no_mark, s->short_answer);

	lines_end(out);
	put_line(out, style_heading, "Which of these did you say?");
	done = done && choices_put(&s->choices, how, out);
	s->focus = s->choices.line[s->choices.at.at];
	return done;
}

static bool put_following(
	struct interview_screen *s, const struct study_text *how, struct lines *out)
{
	size_t place, n;
	const struct follow_up *f = interview_follow_up(s->interview, &place, &n);
	char title[64];
	bool done;

	if (!f)
		return true;
	snprintf(title, sizeof(title), "Follow-up %zu of %zu", place + 1, n);
	put_line(out, style_dim, title);
	done = study_put(out, how, &no_mark, f->question);
	lines_end(out);
	if (!s->is_answer_shown)
		put_line(out, style_dim, "Answer it aloud, then press enter.");
	else
		done = done && study_put(out, how, &no_mark, f->answer);
	return done;
}

static enum status put_body(struct interview_screen *s, const struct area *area, struct lines *out)
{
	const struct study_text how = {area, interview_asking(s->interview)};
	bool done;

	s->focus = 0;
	if (!how.asking)
		return STATUS_OK;
	done = study_put(out, &how, &no_mark, asking_prompt(how.asking));
	lines_end(out);
	switch (interview_phase(s->interview)) {
	case INTERVIEW_ASKING:
		writing_put(&s->writing, style_plain, area, out);
		if (!s->writing.is_on)
			chrome_wrap(out, style_dim,
				"Say your answer aloud, or write it (w). Enter ends it.",
				TEXT_INDENT, area->cols, 2);
		else
			s->focus = out->n_lines - 1;
		break;
	case INTERVIEW_TICKING:
		writing_put(&s->writing, style_dim, area, out);
		done = done && put_ticking(s, &how, out);
		break;
	case INTERVIEW_FOLLOWING:
		done = done && put_following(s, &how, out);
		break;
	case INTERVIEW_OVER:
		break;
	}
	return done ? lines_status(out) : STATUS_NO_MEMORY;
}

static void put_header(struct interview_screen *s, const struct area *area, struct lines *out)
{
	int suggested = interview_suggested_s(s->interview);
	char title[64], about[64] = "";

	snprintf(title, sizeof(title), "Interview %zu of %zu", interview_place(s->interview) + 1,
		interview_n(s->interview));
	if (interview_phase(s->interview) == INTERVIEW_ASKING) {
		s->shown_s = used_ms(s) / 1000;
		snprintf(about, sizeof(about), "%s%d:%02d of %d:%02d",
			s->shown_s > suggested ? "over time   " : "", (int)(s->shown_s / 60),
			(int)(s->shown_s % 60), suggested / 60, suggested % 60);
	}
	chrome_header(out, area, NULL, title, about);
}

static enum status draw(void *self, const struct area *area, struct lines *out)
{
	struct interview_screen *s = self;
	struct lines body;
	enum status status;
	size_t rows;

	put_header(s, area, out);
	s->first_row = (int)out->n_lines;
	rows = (size_t)area->rows - out->n_lines;
	lines_init(&body);
	status = put_body(s, area, &body);
	if (!s->is_moved)
		study_reveal(&s->scroll, s->focus, rows);
	study_put_view(&s->scroll, &body, rows, out);
	lines_done(&body);
	return status;
}

static void click(void *self, int row, int col)
{
	struct interview_screen *s = self;

	(void)col;
	if (row >= s->first_row && interview_phase(s->interview) == INTERVIEW_TICKING)
		choices_click(&s->choices, asking_n_options(interview_asking(s->interview)),
			(size_t)(row - s->first_row) + s->scroll.top);
}

static bool is_typing(const void *self)
{
	const struct interview_screen *s = self;

	return s->writing.is_on;
}

/* ---- demos and the clock */

static size_t fds(const void *self, struct pollfd *list, size_t max)
{
	const struct interview_screen *s = self;

	return live_fds(s->study.live, list, max);
}

static int timeout_ms(const void *self)
{
	const struct interview_screen *s = self;
	int live = live_timeout_ms(s->study.live);
	int tick = interview_phase(s->interview) == INTERVIEW_ASKING
			   ? (int)(1000 - used_ms(s) % 1000)
			   : -1;

	return live < 0 || (tick >= 0 && tick < live) ? tick : live;
}

static bool pump(void *self)
{
	struct interview_screen *s = self;
	size_t before = live_n_done(s->study.live);
	bool ticked = interview_phase(s->interview) == INTERVIEW_ASKING &&
		      used_ms(s) / 1000 != s->shown_s;

	if (live_pump(s->study.live) != STATUS_OK)
		return ticked;
	return ticked || live_n_done(s->study.live) != before;
}

static void close_interview(void *self)
{
	struct interview_screen *s = self;

	interview_free(s->interview);
	study_close(&s->study);
	writing_done(&s->writing);
	free(s);
}

static const struct screen_ops interview_ops = {.name = "Interview",
	.keys = keys_all,
	.keys_now = keys_now,
	.close = close_interview,
	.draw = draw,
	.press = press,
	.click = click,
	.is_typing = is_typing,
	.fds = fds,
	.timeout_ms = timeout_ms,
	.pump = pump};

static enum status begin(struct interview_screen *s, const struct interview_wish *wish)
{
	const struct study *t = &s->study;

	if (!wish)
		return interview_resume(
			&s->interview, t->deck, t->progress, t->live, saved_now_ms());
	return interview_begin(&s->interview, t->deck, t->progress, t->live, wish, saved_now_ms());
}

void interview_sit(
	struct app *app, const struct deck_filter *filter, const struct interview_wish *wish)
{
	struct interview_screen *s = calloc(1, sizeof(*s));
	enum status status = STATUS_NO_MEMORY;

	if (!s) {
		app_push(app, &interview_ops, NULL, status);
		return;
	}
	s->app = app;
	writing_init(&s->writing);
	if (!study_open(&s->study, app, filter)) {
		close_interview(s);
		return;
	}
	status = begin(s, wish);
	if (status == STATUS_NOT_FOUND) {
		app_say(app, wish ? "No question matches." : "There is none to go on with.");
		close_interview(s);
		return;
	}
	if (status == STATUS_OK) {
		s->begin_ms = study_clock_ms();
		after(s, STATUS_OK, interview_place(s->interview));
	}
	app_push(app, &interview_ops, s, status);
}
