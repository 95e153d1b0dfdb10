#include "math/layout.h"

#include <string.h>

/* The pieces of delimiters that grow. */
struct pieces {
	const char *text; /* of the delimiter itself */
	const char *top, *middle, *extension, *bottom;
	char ascii[4]; /* the same four */
};

static const struct pieces pieces[] = {
	{"(", "⎛", "⎜", "⎜", "⎝", "/||\\"},
	{")", "⎞", "⎟", "⎟", "⎠", "\\||/"},
	{"[", "⎡", "⎢", "⎢", "⎣", "[[[["},
	{"]", "⎤", "⎥", "⎥", "⎦", "]]]]"},
	{"{", "⎧", "⎨", "⎪", "⎩", "/<|\\"},
	{"}", "⎫", "⎬", "⎪", "⎭", "\\>|/"},
	{"|", "│", "│", "│", "│", "||||"},
	{"‖", "║", "║", "║", "║", "||||"},
	{"⌈", "⎡", "⎢", "⎢", "⎢", "[|||"},
	{"⌉", "⎤", "⎥", "⎥", "⎥", "]|||"},
	{"⌊", "⎢", "⎢", "⎢", "⎣", "|||["},
	{"⌋", "⎥", "⎥", "⎥", "⎦", "|||]"},
	{"⟦", "⎡", "⎢", "⎢", "⎣", "[[[["},
	{"⟧", "⎤", "⎥", "⎥", "⎦", "]]]]"},
	{"∫", "⌠", "⎮", "⎮", "⌡", "/||/"},
};

/* More rows than that are covered as they are, not centred on the axis: else
 * each of many nested fences could double them. */
enum { MAX_CENTRED = 60 };

/* Angle brackets take a cell in width for each of these, so they stay small. */
enum { MAX_ANGLE = 4 };

static int max(int a, int b)
{
	return a > b ? a : b;
}

static struct box *grow(
	const struct canvas *c, const struct pieces *p, int above, int below, struct style style)
{
	struct box *box = box_new(c, 0);

	for (int y = -above; y <= below; y++) {
		int which = y == -above ? 0 : y == below ? 3 : y == (below - above) / 2 ? 1 : 2;
		const char *const text[] = {p->top, p->middle, p->extension, p->bottom};
		const char *s = c->ascii ? &p->ascii[which] : text[which];

		box_put(box, box_text(c, s, c->ascii ? 1 : strlen(s), style), 0, y);
	}
	box_set_core(box);
	return box;
}

/* Angle brackets of two strokes, which take a cell a row. */
static struct box *grow_angle(const struct canvas *c, bool left, int rows, struct style style)
{
	struct box *box = box_new(c, 0);

	for (int y = -rows; y <= rows; y++) {
		int in = y < 0 ? -y : y;
		bool rising = (y < 0) == left;
		const char *s = c->ascii ? (rising ? "/" : "\\") : rising ? "╱" : "╲";

		if (!y)
			s = c->ascii ? (left ? "<" : ">") : left ? "⟨" : "⟩";
		box_put(box, box_text(c, s, strlen(s), style), left ? in : rows - in, y);
	}
	box_set_core(box);
	return box;
}

static const struct pieces *find_pieces(const char *text)
{
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		if (!strcmp(pieces[i].text, text))
			return &pieces[i];
	}
	return NULL;
}

struct box *layout_delimiter(const struct canvas *c, const struct symbol *symbol, int above,
	int below, struct style style)
{
	const struct pieces *p = symbol ? find_pieces(symbol->text) : NULL;
	int rows = max(above, below);
	const char *s;

	if (!symbol)
		return box_new(c, 0);
	s = symbol_text(symbol, c->ascii);
	if (rows > 0 && rows <= MAX_CENTRED)
		above = below = rows;
	if (rows > 0 && rows <= MAX_ANGLE &&
		(!strcmp(symbol->text, "⟨") || !strcmp(symbol->text, "⟩")))
		return grow_angle(c, symbol->class == CLASS_OPEN, rows, style);
	if (!p || above + below == 0)
		return box_text(c, s, strlen(s), style);
	return grow(c, p, above, below, style);
}

struct box *layout_between(const struct canvas *c, const struct symbol *left, struct box *body,
	const struct symbol *right, struct style style)
{
	struct box *open, *close, *box = box_new(c, 0);
	int pad;

	if (!body || !box)
		return NULL;
	open = layout_delimiter(c, left, body->core_above, body->core_below, style);
	close = layout_delimiter(c, right, body->core_above, body->core_below, style);
	if (!open || !close)
		return NULL;
	/* A tall delimiter's pieces would touch bars and letters. */
	pad = body->core_above + body->core_below > 0;
	box_put(box, open, 0, 0);
	box_put(box, body, open->width + (left ? pad : 0), 0);
	box_put(box, close, body->x + body->width + (right ? pad : 0), 0);
	return box;
}

struct box *layout_fence(const struct canvas *c, const struct node *node, enum math_size size)
{
	struct set_row set = layout_items(c, node->kid[BASE], size, 0);
	struct box *body = box_new(c, 0);
	int x = 0, above = 0, below = 0;

	if (!body || !set.box)
		return NULL;
	for (size_t i = 0; i < set.items.n; i++) {
		above = max(above, set.box[i] ? set.box[i]->core_above : 0);
		below = max(below, set.box[i] ? set.box[i]->core_below : 0);
	}
	for (size_t i = 0; i < set.items.n; i++) {
		const struct node *kid = set.items.item[i].node;
		struct box *box = set.box[i];

		if (kid->kind == NODE_MIDDLE)
			box = layout_delimiter(c, kid->symbol, above, below, math_style_of(kid));
		if (!box)
			return NULL;
		x += set.items.item[i].gap;
		box_put(body, box, x, 0);
		x += box->width;
	}
	body->width = x + set.items.trailing;
	return layout_between(c, node->left, body, node->right, math_style_of(node));
}

/* A sum or product of three rows. */
static struct box *draw_sign(const struct canvas *c, const struct node *node)
{
	static const char *const signs[2][2][3] = {
		{{"╲▔▔", " ⟩ ", "╱▁▁"}, {"┬─┬", "│ │", "┴ ┴"}},
		{{"\\--", " > ", "/__"}, {"+-+", "| |", "| |"}},
	};
	bool is_product = node->symbol->flags & SYMBOL_PRODUCT;
	struct box *box = box_new(c, 0);

	for (int row = 0; row < 3; row++) {
		const char *s = signs[c->ascii][is_product][row];

		box_put(box, box_text(c, s, strlen(s), math_style_of(node)), 0, row - 1);
	}
	box_set_core(box);
	return box;
}

struct box *layout_operator(const struct canvas *c, const struct node *node, int above, int below)
{
	const char *s = symbol_text(node->symbol, c->ascii);

	if (above < 1 || below < 1)
		return box_text(c, s, strlen(s), math_style_of(node));
	if (node->symbol->flags & SYMBOL_INTEGRAL)
		return layout_delimiter(c, node->symbol, above, below, math_style_of(node));
	return draw_sign(c, node);
}

struct box *layout_brace(const struct canvas *c, const struct node *node, enum math_size size)
{
	struct box *base = layout_node(c, node->kid[BASE], size), *box = box_new(c, 0);
	struct style style = math_style_of(node);
	const char *left = node->above ? "╭" : "╰", *right = node->above ? "╮" : "╯";
	const char *middle = node->above ? "┴" : "┬";
	int width, y, x;

	if (!base || !box)
		return NULL;
	width = max(base->width, 3);
	y = node->above ? -base->above - 1 : base->below + 1;
	x = (width - 1) / 2;
	if (c->ascii) {
		left = node->above ? "/" : "\\";
		right = node->above ? "\\" : "/";
		middle = "+";
	}
	box_put_centred(box, base, width, 0);
	box_put(box, box_text(c, left, strlen(left), style), 0, y);
	box_put(box, box_rule(c, c->ascii ? "-" : "─", x - 1, style), 1, y);
	box_put(box, box_text(c, middle, strlen(middle), style), x, y);
	box_put(box, box_rule(c, c->ascii ? "-" : "─", width - x - 2, style), x + 1, y);
	box_put(box, box_text(c, right, strlen(right), style), width - 1, y);
	return box;
}
