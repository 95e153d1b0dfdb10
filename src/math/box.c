#include "math/box.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static const struct style plain = {.role = ROLE_MATH};

struct box *box_new(const struct canvas *c, int width)
{
	struct box *box = arena_alloc(c->arena, sizeof(*box));

	if (box) {
		box->width = width;
		box->style = plain;
	}
	return box;
}

/* `s` in ASCII, in the arena. */
static const char *to_ascii(const struct canvas *c, const char *s, size_t *n)
{
	struct buf b;

	buf_init(&b);
	text_to_ascii(&b, s, *n);
	s = buf_status(&b) == STATUS_OK ? arena_strndup(c->arena, b.data, b.n) : NULL;
	*n = s ? b.n : 0;
	buf_done(&b);
	return s;
}

static bool is_ascii(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)s[i] >= 0x7F || (unsigned char)s[i] < 0x20)
			return false;
	}
	return true;
}

struct box *box_text(const struct canvas *c, const char *s, size_t n, struct style style)
{
	struct box *box = box_new(c, 0);

	if (!box)
		return NULL;
	if (c->ascii && !is_ascii(s, n))
		s = to_ascii(c, s, &n);
	if (!s)
		return NULL;
	box->text = s;
	box->n_text = n;
	box->repeat = 1;
	box->style = style;
	box->width = (int)text_cells(s, n);
	return box;
}

struct box *box_rule(const struct canvas *c, const char *s, int cells, struct style style)
{
	struct box *box = box_text(c, s, strlen(s), style);

	if (box) {
		box->repeat = cells;
		box->width = cells;
	}
	return box;
}

static int max(int a, int b)
{
	return a > b ? a : b;
}

void box_put(struct box *box, struct box *kid, int x, int y)
{
	if (!box || !kid)
		return;
	kid->x = x;
	kid->y = y;
	kid->next = box->first;
	box->first = kid;
	box->width = max(box->width, x + kid->width);
	box->above = max(box->above, kid->above - y);
	box->below = max(box->below, kid->below + y);
	box->core_above = max(box->core_above, kid->core_above - y);
	box->core_below = max(box->core_below, kid->core_below + y);
}

void box_put_centred(struct box *box, struct box *kid, int width, int y)
{
	if (kid)
		box_put(box, kid, max(0, (width - kid->width) / 2), y);
}

void box_set_core(struct box *box)
{
	if (box) {
		box->core_above = box->above;
		box->core_below = box->below;
	}
}

int box_rows(const struct box *box)
{
	return box->above + 1 + box->below;
}

/* A piece of text where it goes. */
struct piece {
	const struct box *box;
	int row, x;
};

static size_t count_pieces(const struct box *box)
{
	size_t n = box->text != NULL;

	for (const struct box *kid = box->first; kid; kid = kid->next)
		n += count_pieces(kid);
	return n;
}

static struct piece *collect(struct piece *next, const struct box *box, int row, int x)
{
	if (box->text)
		*next++ = (struct piece){box, row, x};
	for (const struct box *kid = box->first; kid; kid = kid->next)
		next = collect(next, kid, row + kid->y, x + kid->x);
	return next;
}

static int compare(const void *a, const void *b)
{
	const struct piece *p = a, *q = b;

	return p->row != q->row ? (p->row > q->row) - (p->row < q->row)
				: (p->x > q->x) - (p->x < q->x);
}

enum status box_draw(const struct canvas *c, const struct box *box, int width, struct lines *out)
{
	size_t n = box ? count_pieces(box) : 0, i = 0;
	struct piece *piece = arena_array(c->arena, n + 1, sizeof(*piece));

	if (!box || !piece)
		return STATUS_NO_MEMORY;
	collect(piece, box, box->above, 0);
	qsort(piece, n, sizeof(*piece), compare);
	width = max(width, box->width);
	for (int row = 0; row < box_rows(box); row++) {
		int x = 0;

		for (; i < n && piece[i].row == row; i++) {
			const struct box *b = piece[i].box;

			lines_pad(out, plain, piece[i].x - x);
			for (int k = 0; k < b->repeat; k++)
				lines_put(out, b->style, 0, b->text, b->n_text);
			x = max(x, piece[i].x + b->width);
		}
		lines_pad(out, plain, width - x);
		lines_end(out);
	}
	return lines_status(out);
}
