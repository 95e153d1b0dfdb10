#include "math/layout.h"

#include <string.h>

struct style math_style_of(const struct node *node)
{
	return (struct style){
		.role = node->kind == NODE_UNKNOWN ? ROLE_MARK : ROLE_MATH, .attr = node->attr};
}

static int max(int a, int b)
{
	return a > b ? a : b;
}

static struct box *put_text(const struct canvas *c, const struct node *node, const char *s)
{
	return box_text(c, s, strlen(s), math_style_of(node));
}

static struct box *layout_leaf(const struct canvas *c, const struct node *node)
{
	bool plain = c->ascii && node->plain;

	if (node->kind == NODE_SYMBOL)
		return put_text(c, node, symbol_text(node->symbol, c->ascii));
	return box_text(
		c, plain ? node->plain : node->text, plain ? 1 : node->n_text, math_style_of(node));
}

static bool is_fraction_with_bar(const struct node *node)
{
	node = node_core(node);
	return node->kind == NODE_FRACTION && node->bar;
}

static struct box *stack_fraction(
	const struct canvas *c, const struct node *node, enum math_size size)
{
	struct box *over = layout_node(c, node->kid[OVER], size);
	struct box *under = layout_node(c, node->kid[UNDER], size);
	struct box *box = box_new(c, 0);
	int width;

	if (!over || !under || !box)
		return NULL;
	width = max(1, max(over->width, under->width));
	/* Of two bars above each other the outer one is the longer. */
	if (node->bar && (size != SIZE_SCRIPT || is_fraction_with_bar(node->kid[OVER]) ||
				 is_fraction_with_bar(node->kid[UNDER])))
		width += 2;
	if (node->bar)
		box_put(box, box_rule(c, c->ascii ? "-" : "─", width, math_style_of(node)), 0, 0);
	box_put_centred(box, over, width, -1 - over->below);
	box_put_centred(box, under, width, 1 + under->above);
	box_set_core(box);
	return box;
}

static struct box *layout_fraction(
	const struct canvas *c, const struct node *node, enum math_size size)
{
	const char *text = c->ascii ? NULL : fraction_character(node);
	const struct symbol *left = symbol_of_character("(", 1),
			    *right = symbol_of_character(")", 1);
	bool small = size == SIZE_SCRIPT || (node->sized && node->size == SIZE_TEXT);
	struct box *box;

	if (text && small)
		return put_text(c, node, text);
	box = stack_fraction(c, node, size == SIZE_SCRIPT ? size : SIZE_TEXT);
	if (node->bar)
		return box;
	return layout_between(c, left, box, right, math_style_of(node));
}

/* A script that is nothing but a small fraction: n/2. */
static struct box *layout_slashed(const struct canvas *c, const struct node *node)
{
	const struct node *fraction = node_core(node);
	struct box *box, *over, *under, *slash;
	size_t n;

	if (fraction->kind != NODE_FRACTION || !fraction->bar ||
		!node_single(fraction->kid[OVER], c->ascii, &n) ||
		!node_single(fraction->kid[UNDER], c->ascii, &n))
		return layout_node(c, node, SIZE_SCRIPT);
	over = layout_node(c, fraction->kid[OVER], SIZE_SCRIPT);
	under = layout_node(c, fraction->kid[UNDER], SIZE_SCRIPT);
	slash = put_text(c, fraction, "/");
	box = box_new(c, 0);
	if (!over || !under || !slash || !box)
		return NULL;
	box_put(box, over, 0, 0);
	box_put(box, slash, over->width, 0);
	box_put(box, under, over->width + 1, 0);
	return box;
}

/* sqrt(...): ASCII has no root sign that grows. */
static struct box *root_in_ascii(const struct canvas *c, const struct node *node, struct box *body)
{
	struct box *name = put_text(c, node, "sqrt"), *box = box_new(c, 0);
	struct box *index = NULL;
	struct box *fence = layout_between(c, symbol_of_character("(", 1), body,
		symbol_of_character(")", 1), math_style_of(node));

	if (!name || !box || !fence)
		return NULL;
	if (node->kid[SUP])
		index = layout_node(c, node->kid[SUP], SIZE_SCRIPT);
	if (index)
		box_put(box, index, 0, -1 - index->below);
	box_put(box, name, index ? index->width : 0, 0);
	box_put(box, fence, name->x + name->width, 0);
	return box;
}

/* The sign and the bar to cover `body`; returns the box with the sign's foot
 * at its left. */
static struct box *root_sign(const struct canvas *c, const struct node *node, struct box *body)
{
	struct style style = math_style_of(node);
	struct box *box = box_new(c, 0);
	int top = -body->above - 1;

	if (!box)
		return NULL;
	if (body->above + body->below == 0) {
		box_put(box, put_text(c, node, "√"), 0, 0);
		box_put(box, box_rule(c, "_", body->width, style), 1, -1);
		box_put(box, body, 1, 0);
		box->core_above = box->core_below = 0;
		return box;
	}
	box_put(box, put_text(c, node, "╲"), 0, body->below);
	for (int y = body->below; y > top; y--)
		box_put(box, put_text(c, node, "│"), 1, y);
	box_put(box, put_text(c, node, "┌"), 1, top);
	box_put(box, box_rule(c, "─", body->width + 1, style), 2, top);
	box_put(box, body, 2, 0);
	box_set_core(box);
	return box;
}

static struct box *layout_root(const struct canvas *c, const struct node *node, enum math_size size)
{
	struct box *body = layout_node(c, node->kid[BASE], size);
	struct box *box = box_new(c, 0), *index = NULL, *sign;
	char text[SCRIPT_BYTES];
	size_t n = node->kid[SUP] ? script_text(node->kid[SUP], true, text) : 0;

	if (!body || !box)
		return NULL;
	if (c->ascii)
		return root_in_ascii(c, node, body);
	if (node_is_plain_radicand(node->kid[BASE]) && body->above + body->below == 0) {
		sign = box_new(c, 0);
		box_put(sign, put_text(c, node, "√"), 0, 0);
		box_put(sign, body, 1, 0);
	} else {
		sign = root_sign(c, node, body);
	}
	if (!sign)
		return NULL;
	if (n)
		index = box_text(c, arena_strndup(c->arena, text, n), n, math_style_of(node));
	else if (node->kid[SUP])
		index = layout_node(c, node->kid[SUP], SIZE_SCRIPT);
	if (index && n)
		box_put(box, index, 0, body->below);
	else if (index)
		box_put(box, index, 0, body->below - 1 - index->below);
	box_put(box, sign, index ? index->width : 0, 0);
	return box;
}

/* `base` with what fits behind it on one line, or NULL where that fails. */
static struct box *scripts_in_line(
	const struct canvas *c, const struct node *node, struct box *base)
{
	struct box *box = box_new(c, 0);
	char text[2 * SCRIPT_BYTES];
	size_t n = 0;

	if (!box || c->ascii || base->above || base->below)
		return NULL;
	for (int which = SUB; which >= SUP; which--) {
		char one[SCRIPT_BYTES];
		size_t n_one =
			node->kid[which] ? script_text(node->kid[which], which == SUP, one) : 0;

		if (!n_one && !node_is_empty(node->kid[which]))
			return NULL;
		memcpy(text + n, one, n_one);
		n += n_one;
	}
	box_put(box, base, 0, 0);
	box_put(box, box_text(c, arena_strndup(c->arena, text, n), n, math_style_of(node)),
		base->width, 0);
	return box;
}

/* A script of a tall base stands at its corner, where a raised character is
 * enough; else it has rows of its own. */
static struct box *corner_script(
	const struct canvas *c, const struct node *node, int which, bool tall)
{
	char text[SCRIPT_BYTES];
	size_t n;

	if (tall && !c->ascii) {
		n = script_text(node->kid[which], which == SUP, text);
		if (n)
			return box_text(
				c, arena_strndup(c->arena, text, n), n, math_style_of(node));
	}
	return layout_slashed(c, node->kid[which]);
}

static struct box *scripts_around(const struct canvas *c, const struct node *node, struct box *base)
{
	struct box *box = box_new(c, 0), *script;

	if (!box)
		return NULL;
	box_put(box, base, 0, 0);
	if (!node_is_empty(node->kid[SUP])) {
		script = corner_script(c, node, SUP, base->core_above > 0);
		if (!script)
			return NULL;
		box_put(box, script, base->width, -max(base->core_above, 1) - script->below);
	}
	if (!node_is_empty(node->kid[SUB])) {
		script = corner_script(c, node, SUB, base->core_below > 0);
		if (!script)
			return NULL;
		box_put(box, script, base->width, max(base->core_below, 1) + script->above);
	}
	box->core_above = max(base->core_above, box->above - 1);
	box->core_below = max(base->core_below, box->below - 1);
	return box;
}

static struct box *scripts_as_limits(
	const struct canvas *c, const struct node *node, struct box *base)
{
	struct box *box = box_new(c, 0), *sup = NULL, *sub = NULL;
	int width = base->width;

	if (!box)
		return NULL;
	if (!node_is_empty(node->kid[SUP]))
		sup = layout_node(c, node->kid[SUP], SIZE_SCRIPT);
	if (!node_is_empty(node->kid[SUB]))
		sub = layout_node(c, node->kid[SUB], SIZE_SCRIPT);
	width = max(width, sup ? sup->width : 0);
	width = max(width, sub ? sub->width : 0);
	/* The words at two braces that stand side by side must not read as one. */
	if (node->kid[BASE]->kind == NODE_BRACE && width > base->width)
		width += 2;
	box_put_centred(box, base, width, 0);
	if (sup)
		box_put_centred(box, sup, width, -base->above - 1 - sup->below);
	if (sub)
		box_put_centred(box, sub, width, base->below + 1 + sub->above);
	return box;
}

static struct box *set_scripts(
	const struct canvas *c, const struct node *node, struct box *base, enum math_size size)
{
	int limits = node->kid[BASE]->limits;
	struct box *box;

	if (!base)
		return NULL;
	if (limits == LIMITS_ALWAYS || (limits == LIMITS_IN_DISPLAY && size == SIZE_DISPLAY))
		return scripts_as_limits(c, node, base);
	box = scripts_in_line(c, node, base);
	return box ? box : scripts_around(c, node, base);
}

static struct box *layout_accent(
	const struct canvas *c, const struct node *node, enum math_size size)
{
	const struct accent *accent = node->accent;
	struct box *base = layout_node(c, node->kid[BASE], size), *mark, *box;
	size_t n = 0, n_mark = strlen(accent->combining);
	const char *single = c->ascii ? NULL : node_single(node->kid[BASE], false, &n);
	char *text;

	if (!base)
		return NULL;
	if (single && !accent->rare) {
		text = arena_alloc(c->arena, n + n_mark);
		if (!text)
			return NULL;
		memcpy(text, single, n);
		memcpy(text + n, accent->combining, n_mark);
		return box_text(c, text, n + n_mark, math_style_of(node_core(node->kid[BASE])));
	}
	box = box_new(c, 0);
	mark = put_text(c, node, c->ascii ? accent->ascii : accent->above);
	if (mark && accent->stretches)
		mark = box_rule(c, mark->text, base->width, math_style_of(node));
	if (!mark || !box)
		return NULL;
	box_put_centred(box, base, mark->width, 0);
	box_put_centred(box, mark, base->width, accent->below ? base->below + 1 : -base->above - 1);
	box->core_above = base->core_above;
	box->core_below = base->core_below;
	return box;
}

static struct box *layout_boxed(
	const struct canvas *c, const struct node *node, enum math_size size)
{
	struct box *body = layout_node(c, node->kid[BASE], size), *box = box_new(c, 0);
	struct style style = {.role = ROLE_MATH};
	int top, bottom, right;

	if (!body || !box)
		return NULL;
	top = -body->above - 1;
	bottom = body->below + 1;
	right = body->width + 3;
	for (int y = top; y <= bottom; y += bottom - top) {
		box_put(box, box_rule(c, c->ascii ? "-" : "─", right - 1, style), 1, y);
		box_put(box, put_text(c, node, y == top ? "┌" : "└"), 0, y);
		box_put(box, put_text(c, node, y == top ? "┐" : "┘"), right, y);
	}
	for (int y = top + 1; y < bottom; y++) {
		box_put(box, put_text(c, node, "│"), 0, y);
		box_put(box, put_text(c, node, "│"), right, y);
	}
	box_put(box, body, 2, 0);
	box_set_core(box);
	return box;
}

static struct box *layout_phantom(
	const struct canvas *c, const struct node *node, enum math_size size)
{
	const struct box *body = layout_node(c, node->kid[BASE], size);

	return body ? box_new(c, body->width) : NULL;
}

static struct box *layout_tag(const struct canvas *c, const struct node *node, enum math_size size)
{
	struct box *box = box_new(c, 0), *body = layout_node(c, node->kid[BASE], size);

	if (!body)
		return NULL;
	box_put(box, put_text(c, node, "  ("), 0, 0);
	box_put(box, body, 3, 0);
	box_put(box, put_text(c, node, ")"), 3 + body->width, 0);
	return box;
}

struct box *layout_node(const struct canvas *c, const struct node *node, enum math_size size)
{
	switch (node->kind) {
	case NODE_ROW:
		return layout_row(c, node, size, 0);
	case NODE_SYMBOL:
	case NODE_CHARS:
	case NODE_UNKNOWN:
		return layout_leaf(c, node);
	case NODE_SPACE:
		return box_new(c, node->count);
	case NODE_FRACTION:
		return layout_fraction(c, node, node->sized ? (enum math_size)node->size : size);
	case NODE_ROOT:
		return layout_root(c, node, size);
	case NODE_SCRIPTS:
		return set_scripts(c, node, layout_node(c, node->kid[BASE], size), size);
	case NODE_ACCENT:
		return layout_accent(c, node, size);
	case NODE_BRACE:
		return layout_brace(c, node, size);
	case NODE_FENCE:
		return layout_fence(c, node, size);
	case NODE_DELIMITER:
		return layout_delimiter(
			c, node->symbol, node->count / 2, node->count / 2, math_style_of(node));
	case NODE_TABLE:
		return layout_table(c, node, size);
	case NODE_PHANTOM:
		return layout_phantom(c, node, size);
	case NODE_BOXED:
		return layout_boxed(c, node, size);
	case NODE_TAG:
		return layout_tag(c, node, size);
	case NODE_STYLE:
	case NODE_MIDDLE:
		break;
	}
	return box_new(c, 0);
}

/* The sign of a sum, product or integral that may grow, or NULL. */
static const struct node *growing_sign(const struct item *item)
{
	const struct node *node = item->node;

	if (node->kind == NODE_SCRIPTS)
		node = node->kid[BASE];
	if (item->size != SIZE_DISPLAY || node->kind != NODE_SYMBOL ||
		!(node->symbol->flags & (SYMBOL_SUM | SYMBOL_PRODUCT | SYMBOL_INTEGRAL)))
		return NULL;
	return node;
}

static bool is_tall(const struct box *box)
{
	return box->core_above + box->core_below > 0;
}

static bool is_fence(const struct item *item, int class)
{
	return item->node->kind == NODE_DELIMITER && item->class == class;
}

/* A script that hangs low would touch the tall thing that follows, and a tall
 * delimiter's pieces what they enclose. */
static void separate(struct set_row *set)
{
	for (size_t i = 1; i < set->items.n; i++) {
		const struct box *a = set->box[i - 1], *b = set->box[i];
		struct item *item = &set->items.item[i];

		if (!a || !b || item->gap)
			continue;
		if ((is_tall(b) && (is_fence(item, CLASS_CLOSE) || a->above + a->below > 0)) ||
			(is_tall(a) && is_fence(item - 1, CLASS_OPEN)))
			item->gap = 1;
	}
}

/* A sign would lengthen the bar of a fraction that it stands at: a cell between. */
static void part_sign_from_bar(const struct set_row *set, size_t i)
{
	struct item *item = &set->items.item[i];
	const struct item *sign = i ? item - 1 : NULL;

	if (sign && !item->gap && sign->node->kind == NODE_SYMBOL && sign->class == CLASS_ORD &&
		sign->after == CLASS_OPEN && is_fraction_with_bar(item->node) &&
		set->box[i]->above > 0)
		item->gap = 1;
}

struct set_row layout_items(
	const struct canvas *c, const struct node *row, enum math_size size, unsigned flags)
{
	struct set_row set = {
		.items = items_of(c->arena, row, size, flags | (c->ascii ? ITEMS_ASCII : 0))};
	int above = 0, below = 0; /* of what follows, up to the end of a term */

	set.box = arena_array(c->arena, set.items.n + 1, sizeof(struct box *));
	for (size_t i = set.items.n; set.box && i-- > 0;) {
		const struct item *item = &set.items.item[i];
		const struct node *sign = growing_sign(item);
		const struct box *measured;
		struct box *box;

		if (sign)
			box = layout_operator(c, sign, above, below);
		else
			box = layout_node(c, item->node, (enum math_size)item->size);
		measured = box;
		if (sign && item->node != sign)
			box = set_scripts(c, item->node, box, SIZE_DISPLAY);
		set.box[i] = box;
		if (!box)
			continue;
		part_sign_from_bar(&set, i);
		if (item->class == CLASS_REL || item->class == CLASS_BIN ||
			item->class == CLASS_CLOSE || item->class == CLASS_PUNCT)
			above = below = 0;
		/* Limits do not count: of two sums neither grows for the other's. */
		if (item->class == CLASS_OP && !sign)
			continue;
		above = max(above, measured->core_above);
		below = max(below, measured->core_below);
	}
	if (set.box)
		separate(&set);
	return set;
}

struct box *layout_row(
	const struct canvas *c, const struct node *row, enum math_size size, unsigned flags)
{
	struct set_row set = layout_items(c, row, size, flags);
	struct box *box = box_new(c, 0);
	int x = 0;

	if (!box || !set.box)
		return NULL;
	for (size_t i = 0; i < set.items.n; i++) {
		if (!set.box[i])
			return NULL;
		x += set.items.item[i].gap;
		box_put(box, set.box[i], x, 0);
		x += set.box[i]->width;
	}
	box->width = x + set.items.trailing;
	return box;
}
