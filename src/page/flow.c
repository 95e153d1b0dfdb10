#include "page/flow.h"

#include "base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unilbrk.h>

/* Bytes looked at for line breaks inside one word: more than a line holds. */
enum { WINDOW_BYTES = 1024 };

void flow_init(struct flow *f)
{
	*f = (struct flow){0};
	buf_init(&f->text);
}

void flow_done(struct flow *f)
{
	buf_done(&f->text);
	free(f->spans);
	flow_init(f);
}

void flow_clear(struct flow *f)
{
	if (f->status != STATUS_OK)
		return;
	buf_clear(&f->text);
	f->n_spans = 0;
}

enum status flow_status(const struct flow *f)
{
	return f->status;
}

static bool same_ink(struct ink a, struct ink b)
{
	return a.style.role == b.style.role && a.style.back == b.style.back &&
	       a.style.attr == b.style.attr && a.link == b.link && a.solid == b.solid;
}

/* What was appended to the text since the last span is of this ink. */
static void close_span(struct flow *f, struct ink ink)
{
	size_t cap = f->cap_spans ? f->cap_spans * 2 : 32;
	struct span *grown;

	if (buf_status(&f->text) != STATUS_OK)
		f->status = STATUS_NO_MEMORY;
	if (f->status != STATUS_OK)
		return;
	if (f->n_spans && same_ink(f->spans[f->n_spans - 1].ink, ink)) {
		f->spans[f->n_spans - 1].end = f->text.n;
		return;
	}
	if (f->n_spans == f->cap_spans) {
		grown = realloc(f->spans, cap * sizeof(*grown));
		if (!grown) {
			f->status = STATUS_NO_MEMORY;
			return;
		}
		f->spans = grown;
		f->cap_spans = cap;
	}
	f->spans[f->n_spans++] = (struct span){f->text.n, ink};
}

static void put_clean(struct buf *out, const char *s, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (s[i] != '\t' && s[i] != '\n' && s[i] != '\r')
			continue;
		text_clean(out, s + kept, i - kept);
		buf_putc(out, ' ');
		kept = i + 1;
	}
	text_clean(out, s + kept, n - kept);
}

void flow_put(struct flow *f, struct ink ink, const char *s, size_t n)
{
	if (!n)
		return;
	if (text_is_plain(s, n))
		buf_add(&f->text, s, n);
	else
		put_clean(&f->text, s, n);
	close_span(f, ink);
}

void flow_put_glued(struct flow *f, struct ink ink, const char *s, size_t n)
{
	size_t at = f->text.n;

	flow_put(f, ink, s, n);
	for (; at < f->text.n; at++)
		if (f->text.data[at] == ' ')
			f->text.data[at] = FLOW_GLUE;
}

void flow_break(struct flow *f)
{
	buf_putc(&f->text, FLOW_BREAK);
	close_span(f, (struct ink){0});
}

/* Index of the span that byte `at` lies in. */
static size_t find_span(const struct flow *f, size_t at)
{
	size_t low = 0, high = f->n_spans;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (f->spans[middle].end <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void flow_copy(struct flow *f, const struct flow *from, size_t begin, size_t end)
{
	for (size_t i = find_span(from, begin); begin < end && i < from->n_spans; i++) {
		size_t stop = from->spans[i].end < end ? from->spans[i].end : end;

		buf_add(&f->text, from->text.data + begin, stop - begin);
		close_span(f, from->spans[i].ink);
		begin = stop;
	}
}

void flow_trim(struct flow *f, size_t begin)
{
	struct buf *b = &f->text;

	while (b->n > begin && (b->data[b->n - 1] == ' ' || b->data[b->n - 1] == FLOW_BREAK))
		b->data[--b->n] = '\0';
	while (f->n_spans && f->spans[f->n_spans - 1].end > b->n) {
		size_t before = f->n_spans > 1 ? f->spans[f->n_spans - 2].end : 0;

		f->spans[f->n_spans - 1].end = b->n;
		if (before < b->n)
			break;
		f->n_spans--;
	}
}

/* A word from its first byte, looked at no further than it fits. */
struct word {
	size_t begin, end;
	int cells;
	bool is_ascii, is_over; /* over: wider than the room, `end` is where that shows */
};

static struct word scan_word(const struct flow *f, size_t at, size_t limit, int room)
{
	const char *s = f->text.data;
	struct word w = {.begin = at, .is_ascii = true};
	uint32_t cp;

	while (at < limit && w.cells <= room) {
		unsigned char c = (unsigned char)s[at];

		if (c == ' ' || c == FLOW_BREAK)
			break;
		if (c < 0x80) {
			w.cells++;
			at++;
			continue;
		}
		at += text_decode(s + at, limit - at, &cp);
		w.cells += text_cp_cells(cp);
		w.is_ascii = false;
	}
	w.end = at;
	w.is_over = w.cells > room;
	return w;
}

static bool is_inside_solid(const struct flow *f, size_t at)
{
	size_t i = find_span(f, at);
	size_t begin = i ? f->spans[i - 1].end : 0;

	return i < f->n_spans && f->spans[i].ink.solid && begin < at;
}

/* Bytes of an ASCII word up to its last hyphen between letters that fits. */
static size_t break_ascii(const struct flow *f, const struct word *w, size_t limit, int room)
{
	const char *s = f->text.data;

	for (size_t i = w->begin + (size_t)room; i > w->begin + 1; i--) {
		if (i < limit && s[i - 1] == '-' && isalnum((unsigned char)s[i - 2]) &&
			isalpha((unsigned char)s[i]) && !is_inside_solid(f, i))
			return i - w->begin;
	}
	return 0;
}

/* Bytes of a word up to its last opportunity by UAX 14 that fits. Behind a bar there
 * is none for us: it stands around what is measured, as in |w|². */
static size_t break_unicode(const struct flow *f, const struct word *w, size_t limit, int room)
{
	const char *s = f->text.data + w->begin;
	char breaks[WINDOW_BYTES];
	size_t n = w->end - w->begin, best = 0;
	int cells = 0;
	uint32_t cp;

	/* One character more shows whether a line may end before the last. */
	if (w->end < limit)
		n += text_decode(s + n, limit - w->end, &cp);
	if (n > sizeof(breaks)) {
		n = sizeof(breaks);
		while (((unsigned char)s[n] & 0xC0) == 0x80)
			n--;
	}
	u8_possible_linebreaks((const uint8_t *)s, n, "UTF-8", breaks);
	for (size_t i = 0; i < n;) {
		bool may = breaks[i] == UC_BREAK_POSSIBLE || breaks[i] == UC_BREAK_MANDATORY;

		if (i && may && s[i - 1] != '|' && cells <= room &&
			!is_inside_solid(f, w->begin + i))
			best = i;
		i += text_decode(s + i, n - i, &cp);
		cells += text_cp_cells(cp);
	}
	return best;
}

size_t flow_fit(const char *s, size_t n, int width)
{
	size_t fit = text_fit(s, n, (size_t)width, NULL), next = 0;
	int cells = 0;
	uint32_t cp;

	while (!fit && next < n && cells <= width) {
		size_t size = text_decode(s + next, n - next, &cp);

		cells += text_cp_cells(cp);
		if (cells > width)
			return next ? next : size;
		next += size;
	}
	return fit ? fit : next;
}

/* Bytes of a word that no line holds: up to glue or a slash near the line's
 * end, else what fits. */
static size_t cut_word(const struct flow *f, const struct word *w, int width)
{
	const char *s = f->text.data + w->begin;
	size_t fit = flow_fit(s, w->end - w->begin, width);

	for (size_t i = fit; i > fit / 2; i--)
		if (s[i - 1] == FLOW_GLUE || s[i - 1] == '/')
			return i;
	return fit;
}

/* Bytes of a too wide word that may stand on this line; 0 if none. */
static size_t part_of_word(
	const struct flow *f, const struct word *w, size_t limit, int room, int width)
{
	size_t n = 0;

	if (room > 0)
		n = w->is_ascii ? break_ascii(f, w, limit, room) : break_unicode(f, w, limit, room);
	if (!n && room == width)
		n = cut_word(f, w, width);
	return n;
}

/* The line that begins at line->begin, where all of it and the word behind it
 * is printable ASCII: found from its end. False: look at it word by word. */
static bool next_plain(const struct flow *f, size_t limit, int width, struct flow_line *line)
{
	const char *s = f->text.data;
	size_t begin = line->begin, end = begin + (size_t)width;

	if (end >= limit || !text_is_plain(s + begin, (size_t)width + 1))
		return false;
	while (end > begin && s[end] != ' ') {
		/* A hyphen may end the line. */
		if (s[end - 1] == '-')
			return false;
		end--;
	}
	while (end > begin && s[end - 1] == ' ')
		end--;
	line->end = end;
	line->cells = (int)(end - begin);
	return end > begin;
}

bool flow_next(const struct flow *f, size_t *at, size_t limit, int width, struct flow_line *line)
{
	const char *s = f->text.data;
	size_t next = *at, part;
	int spaces = 0;

	while (next < limit && s[next] == ' ')
		next++;
	if (next >= limit || f->status != STATUS_OK)
		return false;
	*line = (struct flow_line){next, next, 0};
	if (next_plain(f, limit, width, line)) {
		*at = line->end;
		return true;
	}
	*line = (struct flow_line){next, next, 0};
	while (next < limit && s[next] != FLOW_BREAK) {
		int room = width - line->cells - spaces;
		struct word w = scan_word(f, next, limit, room);

		if (w.is_over) {
			part = part_of_word(f, &w, limit, room, width);
			if (part) {
				line->cells += spaces + (int)text_cells(s + next, part);
				line->end = next += part;
			}
			break;
		}
		line->cells += spaces + w.cells;
		line->end = next = w.end;
		for (spaces = 0; next < limit && s[next] == ' '; next++)
			spaces++;
	}
	if (next < limit && s[next] == FLOW_BREAK)
		next++;
	*at = next;
	return true;
}

/* Glue is a space after all. */
static void write_piece(struct lines *out, struct ink ink, const char *s, size_t n)
{
	const char *glue;

	while ((glue = memchr(s, FLOW_GLUE, n))) {
		size_t before = (size_t)(glue - s);

		lines_put(out, ink.style, ink.link, s, before);
		lines_put(out, ink.style, ink.link, " ", 1);
		s += before + 1;
		n -= before + 1;
	}
	lines_put(out, ink.style, ink.link, s, n);
}

void flow_write(const struct flow *f, size_t begin, size_t end, struct lines *out)
{
	for (size_t i = find_span(f, begin); begin < end && i < f->n_spans; i++) {
		size_t stop = f->spans[i].end < end ? f->spans[i].end : end;

		write_piece(out, f->spans[i].ink, f->text.data + begin, stop - begin);
		begin = stop;
	}
}

int flow_cells(const struct flow *f, size_t begin, size_t end, int *widest_word)
{
	/* A cell that is wider than any screen is as good as endless. */
	enum { PLENTY = 100000 };
	int cells = 0, spaces = 0;

	*widest_word = 0;
	while (begin < end && cells < PLENTY) {
		struct word w = scan_word(f, begin, end, PLENTY);

		if (w.cells > *widest_word)
			*widest_word = w.cells;
		cells += spaces + w.cells;
		begin = w.end;
		for (spaces = 0; begin < end && w.end < end; begin++, spaces++)
			if (f->text.data[begin] != ' ' && f->text.data[begin] != FLOW_BREAK)
				break;
	}
	return cells;
}

char *flow_text(const struct flow *f, size_t begin, size_t end)
{
	char *s = malloc(end - begin + 1);

	if (!s)
		return NULL;
	for (size_t i = begin; i < end; i++) {
		char c = f->text.data[i];

		s[i - begin] = c;
		if (c == FLOW_GLUE || c == FLOW_BREAK)
			s[i - begin] = ' ';
	}
	s[end - begin] = '\0';
	return s;
}
