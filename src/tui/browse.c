/* Library: all questions and lessons, filtered, sorted, searched. */
#include "base/arena.h"
#include "base/text.h"
#include "store/corpus.h"
#include "tui/chrome.h"
#include "tui/move.h"
#include "tui/screens.h"
#include "tui/topics.h"
#include "tui/visits.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_HITS = 100, HIT_ROWS = 2 };

enum sorting { SORT_NUMBER, SORT_TITLE, N_SORTINGS };

struct browse {
	struct app *app;
	struct corpus corpus;
	struct topics topics;
	bool has_topics;
	size_t *shown; /* indices of pages that the filters let through, sorted */
	size_t n_shown;
	enum level level; /* LEVEL_NONE: all */
	size_t topic;     /* 0: all; else 1 + its index */
	bool only_written;
	enum sorting sorting;
	struct entry words;
	bool is_typing;
	struct fulltext_hit hits[MAX_HITS]; /* while there are words */
	size_t n_hits;
	struct pick pick;
	int first_row; /* of the list on the screen */
};

static const struct key_line keys[] = {
	{"enter", "read the page", "read"},
	{"\xE2\x86\x91\xE2\x86\x93", "move", "move"},
	{"/", "search titles and texts as you type; esc ends it", "search"},
	{"tab", "the next level; shift-tab the one before", "level"},
	{"t", "the next topic; T the one before", "topic"},
	{"w", "only what is written, or all", "written"},
	{"s", "sort by number or by title", "sort"},
	{NULL, NULL, NULL},
};

static bool is_let_through(const struct browse *b, size_t i)
{
	const struct page_ref *p = &b->corpus.pages[i];

	if (b->level != LEVEL_NONE && (!p->question || p->question->level != b->level))
		return false;
	if (b->only_written && !p->path)
		return false;
	return !b->topic || topics_has(&b->topics, b->topic - 1, i);
}

static int compare_titles(const void *a, const void *b, void *context)
{
	const struct page_ref *pages = context;
	size_t i = *(const size_t *)a, j = *(const size_t *)b;
	int order = strcasecmp(pages[i].title, pages[j].title);

	return order ? order : (i > j) - (i < j);
}

static void drop_hits(struct browse *b)
{
	fulltext_hits_done(b->hits, b->n_hits);
	b->n_hits = 0;
}

/* What the search finds and the filters let through, best first. */
static void find_hits(struct browse *b)
{
	size_t n = 0, kept = 0;

	drop_hits(b);
	if (fulltext_search(b->corpus.index, b->words.text, b->hits, MAX_HITS, &n) != STATUS_OK) {
		app_say(b->app, "The search failed.");
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (is_let_through(b, b->hits[i].id))
			b->hits[kept++] = b->hits[i];
		else
			fulltext_hits_done(&b->hits[i], 1);
	}
	b->n_hits = kept;
}

static bool is_searching(const struct browse *b)
{
	return b->words.n;
}

static void refresh(struct browse *b)
{
	b->n_shown = 0;
	for (size_t i = 0; i < b->corpus.n; i++)
		if (is_let_through(b, i))
			b->shown[b->n_shown++] = i;
	if (b->sorting == SORT_TITLE && b->n_shown)
		qsort_r(b->shown, b->n_shown, sizeof(*b->shown), compare_titles, b->corpus.pages);
	drop_hits(b);
	if (is_searching(b))
		find_hits(b);
	b->pick.at = b->pick.seen.top = 0;
	b->pick.n = is_searching(b) ? b->n_hits : b->n_shown;
}

/* Letters of a title that begin a word of the search, as bytes; 0: none. */
static size_t marked_bytes(const char *s, const char *words)
{
	size_t best = 0;
	struct buf word, rest;

	buf_init(&word);
	buf_init(&rest);
	while (*words) {
		size_t n = strcspn(words, " "), bytes = 0;

		buf_clear(&word);
		buf_clear(&rest);
		text_fold(&word, words, n);
		while (s[bytes] && rest.n < word.n) {
			uint32_t cp;
			size_t step = text_decode(s + bytes, strlen(s + bytes), &cp);

			text_fold(&rest, s + bytes, step);
			bytes += step;
		}
		if (word.n && rest.n == word.n && memcmp(rest.data, word.data, word.n) == 0)
			best = bytes > best ? bytes : best;
		words += n + (words[n] == ' ');
	}
	buf_done(&word);
	buf_done(&rest);
	return best;
}

/* The title with what the search says in it marked, cut where it is too long. */
static void put_marked_title(
	struct lines *out, struct style style, const char *s, const char *words, int cells)
{
	size_t all = strlen(s), n = text_fit(s, all, (size_t)cells, NULL);
	bool at_word = true;

	if (n < all)
		n = text_fit(s, all, (size_t)cells - 1, NULL);

	for (size_t i = 0; i < n;) {
		uint32_t cp;
		size_t step = text_decode(s + i, n - i, &cp);
		size_t marked = at_word ? marked_bytes(s + i, words) : 0;

		if (marked && i + marked <= n)
			step = marked;
		lines_put(out, marked ? style_mark : style, 0, s + i, step);
		at_word = !marked && step == 1 && !((s[i] | 32) >= 'a' && (s[i] | 32) <= 'z');
		i += step;
	}
	if (n < all)
		lines_puts(out, style, "\xE2\x80\xA6");
}

static void put_page(struct browse *b, struct lines *out, size_t i, bool selected, int cols)
{
	const struct page_ref *p = &b->corpus.pages[i];
	struct style style = selected ? style_accent : p->path ? style_plain : style_dim;
	int about = cols >= 60 ? 23 : 0, room = cols - 9 - about - 1;
	int begin, read = p->path ? visits_percent(app_marks(b->app), p) : -1;

	room = room > 80 ? 80 : room;
	lines_pad(out, style_plain, 1);
	chrome_pointer(out, selected);
	if (p->question)
		lines_printf(out, style_dim, "%4d  ", p->question->number);
	else
		lines_puts(out, style_dim, "   \xC2\xA7  ");
	begin = lines_open_cells(out);
	if (is_searching(b))
		put_marked_title(out, style, p->title, b->words.text, room);
	else
		chrome_put(out, style, p->title, room);
	if (about) {
		lines_pad(out, style_plain, begin + room + 1 - lines_open_cells(out));
		chrome_column(out, style_dim,
			p->question ? level_name(p->question->level) : "lesson", 14);
		if (!p->path)
			lines_puts(out, style_dim, "planned");
		else if (read >= 0)
			lines_printf(out, style_dim, "%3d %%", read);
	}
	lines_end(out);
}

static void put_hit(struct browse *b, struct lines *out, size_t i, bool selected, int cols)
{
	size_t n;
	int number;
	const char *line = corpus_best_line(b->hits[i].body.data, &n, &number);

	put_page(b, out, b->hits[i].id, selected, cols);
	lines_pad(out, style_plain, 9);
	if (number)
		corpus_put_line(out, line, n, cols < 100 ? cols - 2 : 98);
	else
		lines_end(out);
}

static void put_filters(const struct browse *b, struct buf *out)
{
	size_t n = is_searching(b) ? b->n_hits : b->n_shown;

	buf_puts(out, b->level == LEVEL_NONE ? "all levels" : level_name(b->level));
	if (b->topic)
		buf_printf(out, " \xC2\xB7 %s", topics_name(&b->topics, b->topic - 1));
	if (b->only_written)
		buf_puts(out, " \xC2\xB7 written");
	if (b->sorting == SORT_TITLE)
		buf_puts(out, " \xC2\xB7 by title");
	buf_printf(out, " \xC2\xB7 %zu", n);
}

static enum status draw(void *self, const struct area *area, struct lines *out)
{
	struct browse *b = self;
	struct buf about;
	size_t rows;

	buf_init(&about);
	put_filters(b, &about);
	chrome_header(out, area, NULL, "Library", about.data);
	buf_done(&about);
	if (b->is_typing || is_searching(b)) {
		chrome_entry(out, "   search: ", b->words.text, area->cols);
		lines_end(out);
	}
	b->first_row = (int)out->n_lines;
	rows = (size_t)area->rows - out->n_lines;
	pick_clamp(&b->pick, is_searching(b) ? b->n_hits : b->n_shown,
		is_searching(b) ? rows / HIT_ROWS : rows);
	for (size_t i = b->pick.seen.top; i < b->pick.n && i < b->pick.seen.top + b->pick.seen.rows;
		i++) {
		if (is_searching(b))
			put_hit(b, out, i, i == b->pick.at, area->cols);
		else
			put_page(b, out, b->shown[i], i == b->pick.at, area->cols);
	}
	if (!b->pick.n) {
		lines_pad(out, style_plain, 3);
		lines_puts(out, style_dim,
			is_searching(b) ? "Nothing has these words." : "Nothing here.");
		lines_end(out);
	}
	return STATUS_OK;
}

static void open_selected(struct browse *b)
{
	const struct page_ref *p;

	if (!b->pick.n)
		return;
	p = &b->corpus.pages[is_searching(b) ? b->hits[b->pick.at].id : b->shown[b->pick.at]];
	if (p->path)
		page_show(b->app, p);
	else
		app_say(b->app, "This answer is planned: it is not yet written.");
}

/* Keys while words are typed. */
static bool press_typing(struct browse *b, int key)
{
	if (key == PRESS_ESCAPE) {
		b->words = (struct entry){0};
		b->is_typing = false;
		refresh(b);
	} else if (key == PRESS_ENTER) {
		b->is_typing = false;
		open_selected(b);
	} else if (entry_press(&b->words, key)) {
		refresh(b);
	} else if (key >= PRESS_UP) {
		return pick_press(&b->pick, key);
	}
	return true;
}

static void next_topic(struct browse *b, bool back)
{
	size_t n;

	if (!b->has_topics && topics_open(&b->topics, b->corpus.pages, b->corpus.n) != STATUS_OK) {
		app_say(b->app, "The topics can't be read.");
		return;
	}
	b->has_topics = true;
	n = b->topics.n + 1;
	b->topic = (b->topic + (back ? n - 1 : 1)) % n;
}

/* Keys that change what is shown; false if it is none of those. */
static bool press_filter(struct browse *b, int key)
{
	enum { N_LEVELS = LEVEL_NONE + 1 };

	if (key == PRESS_TAB)
		b->level = (b->level + 1) % N_LEVELS;
	else if (key == PRESS_BACK_TAB)
		b->level = (b->level + LEVEL_NONE) % N_LEVELS;
	else if (key == 't' || key == 'T')
		next_topic(b, key == 'T');
	else if (key == 'w')
		b->only_written = !b->only_written;
	else if (key == 's')
		b->sorting = (b->sorting + 1) % N_SORTINGS;
	else
		return false;
	refresh(b);
	return true;
}

static bool press(void *self, int key)
{
	struct browse *b = self;

	if (b->is_typing)
		return press_typing(b, key);
	if (key == '/')
		b->is_typing = true;
	else if (key == PRESS_ENTER || key == PRESS_RIGHT || key == 'l')
		open_selected(b);
	else if (key == PRESS_ESCAPE && is_searching(b))
		return press_typing(b, key);
	else
		return press_filter(b, key) || pick_press(&b->pick, key);
	return true;
}

static void click(void *self, int row, int col)
{
	struct browse *b = self;
	size_t rows = is_searching(b) ? HIT_ROWS : 1, at;

	(void)col;
	if (row < b->first_row)
		return;
	at = b->pick.seen.top + (size_t)(row - b->first_row) / rows;
	if (at >= b->pick.n)
		return;
	b->pick.at = at;
	open_selected(b);
}

static bool is_typing(const void *self)
{
	const struct browse *b = self;

	return b->is_typing;
}

static void close_browse(void *self)
{
	struct browse *b = self;

	drop_hits(b);
	topics_done(&b->topics);
	corpus_done(&b->corpus);
	free(b->shown);
	free(b);
}

static const struct screen_ops browse_ops = {.name = "Library",
	.keys = keys,
	.close = close_browse,
	.draw = draw,
	.press = press,
	.click = click,
	.is_typing = is_typing};

void browse_show(struct app *app, enum level level, bool typing)
{
	struct browse *b = calloc(1, sizeof(*b));
	enum status status = STATUS_NO_MEMORY;

	if (b) {
		b->app = app;
		b->level = level;
		b->is_typing = typing;
		status = corpus_open(&b->corpus, app_library(app));
	}
	if (status == STATUS_OK) {
		b->shown = calloc(b->corpus.n + 1, sizeof(*b->shown));
		status = b->shown ? STATUS_OK : STATUS_NO_MEMORY;
	}
	if (status == STATUS_OK)
		refresh(b);
	app_push(app, &browse_ops, b, status);
}
