#include "math/linear.h"

#include "base/text.h"
#include "math/items.h"

#include <string.h>

struct linear {
	struct lines *out;
	struct arena *arena;
	bool ascii;
	bool in_word; /* what was put last would swallow a letter or digit */
};

static void emit(struct linear *l, const struct node *node, enum math_size size);

static bool is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (unsigned char)c >= 0x80;
}

static struct style style_of(const struct node *node)
{
	return (struct style){
		.role = node->kind == NODE_UNKNOWN ? ROLE_MARK : ROLE_MATH, .attr = node->attr};
}

static void put(struct linear *l, struct style style, const char *s, size_t n)
{
	struct buf ascii;

	if (!n)
		return;
	if (l->in_word && is_alnum(s[0]))
		lines_pad(l->out, (struct style){.role = ROLE_MATH}, 1);
	l->in_word = false;
	if (!l->ascii) {
		lines_put(l->out, style, 0, s, n);
		return;
	}
	buf_init(&ascii);
	text_to_ascii(&ascii, s, n);
	if (buf_status(&ascii) != STATUS_OK)
		l->out->status = STATUS_NO_MEMORY;
	lines_put(l->out, style, 0, ascii.data, ascii.n);
	buf_done(&ascii);
}

/* Punctuation of this form, not of the formula. */
static void mark(struct linear *l, const char *s)
{
	l->in_word = false;
	put(l, (struct style){.role = ROLE_MATH}, s, strlen(s));
}

static void pad(struct linear *l, int cells)
{
	if (cells <= 0)
		return;
	lines_pad(l->out, (struct style){.role = ROLE_MATH}, cells);
	l->in_word = false;
}

static void emit_between(
	struct linear *l, const struct node *node, enum math_size size, bool parens)
{
	if (parens)
		mark(l, "(");
	emit(l, node, size);
	if (parens)
		mark(l, ")");
}

/* Must a fraction be in parentheses where it stands? a/b c is not (a/b) c. */
static bool is_fraction_at_risk(const struct items *items, size_t i)
{
	const struct item *item = items->item + i;
	const struct node *node = item->node;
	const struct item *next = i + 1 < items->n ? item + 1 : NULL;

	if (node->kind != NODE_FRACTION || !node->bar)
		return false;
	if (i && (item[-1].after == CLASS_OP || (item[-1].node->kind == NODE_SYMBOL &&
							!strcmp(item[-1].node->symbol->name, "/"))))
		return true;
	return next && (next->class == CLASS_ORD || next->class == CLASS_OP ||
			       next->class == CLASS_OPEN || next->class == CLASS_INNER);
}

static void emit_row(struct linear *l, const struct node *row, enum math_size size, unsigned flags)
{
	struct items items = items_of(l->arena, row, size, flags | (l->ascii ? ITEMS_ASCII : 0));

	for (size_t i = 0; i < items.n; i++) {
		bool vulgar = !l->ascii && items.item[i].node->kind == NODE_FRACTION &&
			      fraction_character(items.item[i].node);

		pad(l, items.item[i].gap);
		emit_between(l, items.item[i].node, (enum math_size)items.item[i].size,
			!vulgar && is_fraction_at_risk(&items, i));
	}
	pad(l, items.trailing);
}

/* May a row stand above a slash as it is? Not if it has a sum or the like. */
static bool is_product(const struct items *items)
{
	int depth = 0;

	for (size_t i = 0; i < items->n; i++) {
		const struct item *item = &items->item[i];

		if (item->node->kind == NODE_FENCE)
			continue;
		depth += item->class == CLASS_OPEN;
		depth -= item->class == CLASS_CLOSE && depth;
		if (depth || item->class == CLASS_CLOSE)
			continue;
		if (item->class == CLASS_BIN || item->class == CLASS_REL ||
			item->class == CLASS_PUNCT || item->class == CLASS_OP ||
			item->node->kind == NODE_FRACTION)
			return false;
	}
	return true;
}

static bool is_differential(const struct node *node)
{
	if (node->kind == NODE_SCRIPTS)
		node = node_core(node->kid[BASE]);
	return (node->kind == NODE_SYMBOL && !strcmp(node->symbol->name, "partial")) ||
	       (node->kind == NODE_CHARS && node->n_text == 1 && node->text[0] == 'd');
}

/* May a row stand below a slash as it is? x, dx, f(...). */
static bool is_factor(const struct items *items)
{
	size_t at = 0;
	int depth = 0;

	if (items->n > 1 && is_differential(items->item[0].node))
		at = 1;
	if (at >= items->n || items->item[at].class == CLASS_OP ||
		items->item[at].node->kind == NODE_FRACTION)
		return at >= items->n;
	for (; at < items->n; at++) {
		const struct item *item = &items->item[at];

		depth += item->class == CLASS_OPEN && item->node->kind != NODE_FENCE;
		depth -= item->class == CLASS_CLOSE;
		if (depth <= 0)
			break;
	}
	/* here is the end of the first factor; f(x) has another, in parentheses */
	if (at + 1 < items->n && items->item[at + 1].class == CLASS_OPEN &&
		items->item[at].class == CLASS_ORD) {
		for (at++, depth = 0; at < items->n; at++) {
			const struct item *item = &items->item[at];

			depth += item->class == CLASS_OPEN && item->node->kind != NODE_FENCE;
			depth -= item->class == CLASS_CLOSE;
			if (depth <= 0)
				break;
		}
	}
	return at + 1 >= items->n;
}

static bool needs_parens(struct linear *l, const struct node *node, bool under)
{
	struct items items = items_of(l->arena, node_core(node), SIZE_TEXT, 0);

	return under ? !is_factor(&items) : !is_product(&items);
}

static void emit_fraction(struct linear *l, const struct node *node, enum math_size size)
{
	const char *one = l->ascii ? NULL : fraction_character(node);

	if (!node->bar) {
		mark(l, "C(");
		emit(l, node->kid[OVER], size);
		mark(l, ", ");
		emit(l, node->kid[UNDER], size);
		mark(l, ")");
	} else if (one) {
		put(l, style_of(node), one, strlen(one));
	} else {
		emit_between(l, node->kid[OVER], size, needs_parens(l, node->kid[OVER], false));
		mark(l, l->ascii && size != SIZE_SCRIPT ? " / " : "/");
		emit_between(l, node->kid[UNDER], size, needs_parens(l, node->kid[UNDER], true));
	}
}

static bool is_one_word(const struct node *node)
{
	node = node_core(node);
	return node->kind == NODE_CHARS || node->kind == NODE_SYMBOL;
}

static void emit_script(struct linear *l, const struct node *node, char sign)
{
	bool bare = is_one_word(node);

	mark(l, sign == '^' ? "^" : "_");
	emit_between(l, node, SIZE_SCRIPT, !bare);
	l->in_word = bare;
}

static void emit_scripts(struct linear *l, const struct node *node, enum math_size size)
{
	const struct node *base = node->kid[BASE], *core = node_core(base);
	char text[2][SCRIPT_BYTES];
	size_t n[2] = {0, 0};
	bool in_line = !l->ascii && base->limits != LIMITS_ALWAYS;
	bool together = base->limits == LIMITS_IN_DISPLAY; /* both limits of a sum, or none */

	for (int which = SUP; which <= SUB; which++) {
		const struct node *script = node->kid[which];

		if (!node_is_empty(script))
			n[which - 1] = script_text(script, which == SUP, text[which - 1]);
		in_line = in_line && (!together || n[which - 1] || node_is_empty(script));
	}
	emit_between(l, base, size,
		core->kind == NODE_FRACTION || core->kind == NODE_BRACE || core->kind == NODE_ROOT);
	for (int which = SUB; which >= SUP; which--) {
		if (node_is_empty(node->kid[which]))
			continue;
		l->in_word = false;
		if (in_line && n[which - 1])
			put(l, style_of(node), text[which - 1], n[which - 1]);
		else
			emit_script(l, node->kid[which], which == SUP ? '^' : '_');
	}
}

static void emit_root(struct linear *l, const struct node *node, enum math_size size)
{
	const struct node *index = node->kid[SUP];
	char text[SCRIPT_BYTES];
	size_t n = index ? script_text(index, true, text) : 0;

	if (index && (l->ascii || !n)) {
		mark(l, "root(");
		emit(l, node->kid[BASE], size);
		mark(l, ", ");
		emit(l, index, size);
		mark(l, ")");
		return;
	}
	put(l, style_of(node), text, n);
	l->in_word = l->in_word && l->ascii;
	put(l, style_of(node), l->ascii ? "sqrt" : "√", l->ascii ? 4 : strlen("√"));
	emit_between(
		l, node->kid[BASE], size, l->ascii || !node_is_plain_radicand(node->kid[BASE]));
}

static void emit_accent(struct linear *l, const struct node *node, enum math_size size)
{
	size_t n;
	const char *single = l->ascii ? NULL : node_single(node->kid[BASE], false, &n);

	if (single) {
		emit(l, node->kid[BASE], size);
		lines_put(l->out, style_of(node_core(node->kid[BASE])), 0, node->accent->combining,
			strlen(node->accent->combining));
		return;
	}
	put(l, style_of(node), node->accent->word, strlen(node->accent->word));
	emit_between(l, node->kid[BASE], size, true);
}

static void emit_symbol(struct linear *l, const struct symbol *symbol, const struct node *node)
{
	const char *s = symbol ? symbol_text(symbol, l->ascii) : "";

	put(l, style_of(node), s, strlen(s));
}

static void emit_table(struct linear *l, const struct node *table, enum math_size size)
{
	const struct environment *e = table->environment;
	bool round = e->left && *e->left == '(';
	bool aligned = e->kind == TABLE_ALIGNED;

	if (e->left || e->right)
		mark(l, round ? "[" : e->left ? e->left : "{");
	for (const struct node *row = table->first; row; row = row->next) {
		for (const struct node *cell = row->first; cell; cell = cell->next) {
			bool follows = cell != row->first;

			if (follows && (e->kind == TABLE_MATRIX || e->kind == TABLE_CASES))
				mark(l, ", ");
			emit_row(l, cell, size, follows && aligned ? ITEMS_FOLLOW : 0);
		}
		if (row->next)
			mark(l, e->kind == TABLE_STACK ? ", " : "; ");
	}
	if (e->left || e->right)
		mark(l, round ? "]" : e->right ? e->right : "}");
}

static void emit_chars(struct linear *l, const struct node *node)
{
	bool plain = l->ascii && node->plain;

	put(l, style_of(node), plain ? node->plain : node->text, plain ? 1 : node->n_text);
}

static void emit(struct linear *l, const struct node *node, enum math_size size)
{
	switch (node->kind) {
	case NODE_ROW:
		emit_row(l, node, size, 0);
		break;
	case NODE_CHARS:
	case NODE_UNKNOWN:
		emit_chars(l, node);
		break;
	case NODE_SYMBOL:
	case NODE_DELIMITER:
	case NODE_MIDDLE:
		emit_symbol(l, node->symbol, node);
		break;
	case NODE_SPACE:
		pad(l, node->count);
		break;
	case NODE_FRACTION:
		emit_fraction(l, node, size);
		break;
	case NODE_ROOT:
		emit_root(l, node, size);
		break;
	case NODE_SCRIPTS:
		emit_scripts(l, node, size);
		break;
	case NODE_ACCENT:
		emit_accent(l, node, size);
		break;
	case NODE_FENCE:
		emit_symbol(l, node->left, node);
		emit(l, node->kid[BASE], size);
		emit_symbol(l, node->right, node);
		break;
	case NODE_TABLE:
		emit_table(l, node, size);
		break;
	case NODE_TAG:
		mark(l, "  (");
		emit(l, node->kid[BASE], size);
		mark(l, ")");
		break;
	case NODE_BRACE:
	case NODE_BOXED:
		emit(l, node->kid[BASE], size);
		break;
	case NODE_STYLE:
	case NODE_PHANTOM:
		break;
	}
}

void linear_put(struct lines *out, struct arena *arena, const struct node *node, bool ascii)
{
	struct linear l = {.out = out, .arena = arena, .ascii = ascii};

	emit(&l, node, SIZE_TEXT);
	if (arena_status(arena) != STATUS_OK)
		out->status = STATUS_NO_MEMORY;
}

/* Bytes of s[0..n) that go on a line of `cells`; *skip: spaces behind them. */
static size_t wrap_at(const char *s, size_t n, size_t cells, size_t *skip)
{
	size_t fit = text_fit(s, n, cells, NULL), at = fit;

	*skip = 0;
	if (fit >= n)
		return n;
	if (!fit) /* not even one character: it goes over the edge */
		fit = at = text_fit(s, n, 2, NULL);
	if (!fit)
		fit = at = 1;
	while (at && s[at] != ' ')
		at--;
	if (!at)
		return fit;
	while (at + *skip < n && s[at + *skip] == ' ')
		++*skip;
	return at;
}

/* Appends bytes [at, end) of the text of `from`, in their styles; *run is the
 * run that `at` is in. */
static void copy_range(
	struct lines *out, const struct lines *from, size_t at, size_t end, size_t *run)
{
	while (at < end) {
		const struct run *r = &from->runs[*run];
		size_t stop = r->at + r->n_bytes;

		if (at >= stop) {
			++*run;
			continue;
		}
		stop = stop < end ? stop : end;
		lines_put(out, r->style, 0, from->text.data + at, stop - at);
		at = stop;
	}
}

void linear_wrap(struct lines *out, const struct lines *from, int width)
{
	const struct style style = {.role = ROLE_MATH};
	int cells = (int)from->line[0].n_cells, indent = 0;
	size_t at = 0, run = 0, n, skip;

	if (cells > width)
		cells = width > 4 ? width : 4;
	do {
		n = wrap_at(
			from->text.data + at, from->text.n - at, (size_t)(cells - indent), &skip);
		lines_pad(out, style, indent);
		copy_range(out, from, at, at + n, &run);
		lines_pad(out, style, cells - lines_open_cells(out));
		lines_end(out);
		at += n + skip;
		indent = 2;
	} while (at < from->text.n && lines_status(out) == STATUS_OK);
}
