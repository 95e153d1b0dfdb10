#include "math/math.h"

#include "base/text.h"
#include "math/items.h"

#include <string.h>

static void say_node(struct buf *out, const struct node *node);

static bool is_pause(char c)
{
	return c == ',' || c == ';' || c == '.' || c == ':';
}

/* Words; what begins with a pause joins the word before it, and of two pauses
 * the later stays. */
static void say_bytes(struct buf *out, const char *s, size_t n)
{
	char last = out->n ? out->data[out->n - 1] : ' ';

	if (!n)
		return;
	if (is_pause(*s) && last == ',')
		out->data[--out->n] = '\0';
	else if (!is_pause(*s) && last != ' ')
		buf_putc(out, ' ');
	text_clean(out, s, n);
}

static void say(struct buf *out, const char *s)
{
	say_bytes(out, s, strlen(s));
}

/* Is it heard as one thing, so that its end need not be said? */
static bool is_short(const struct node *node)
{
	node = node_core(node);
	return node->kind == NODE_CHARS || node->kind == NODE_SYMBOL || node->kind == NODE_ACCENT;
}

static const struct symbol *symbol_in(const struct node *node)
{
	node = node_core(node);
	return node->kind == NODE_SYMBOL ? node->symbol : NULL;
}

static bool is_text(const struct node *node, const char *text)
{
	node = node_core(node);
	return node->kind == NODE_CHARS && node->n_text == strlen(text) &&
	       !memcmp(node->text, text, node->n_text);
}

static void say_fraction(struct buf *out, const struct node *node)
{
	bool brief = is_short(node->kid[OVER]) && is_short(node->kid[UNDER]);

	if (!brief && node->bar)
		say(out, "the fraction");
	say_node(out, node->kid[OVER]);
	say(out, node->bar ? "over" : "choose");
	say_node(out, node->kid[UNDER]);
	if (!brief && node->bar)
		say(out, ", end fraction,");
}

static void say_root(struct buf *out, const struct node *node)
{
	const struct node *index = node->kid[SUP];

	if (!index || is_text(index, "2")) {
		say(out, "the square root of");
	} else if (is_text(index, "3")) {
		say(out, "the cube root of");
	} else {
		say(out, "the root of order");
		say_node(out, index);
		say(out, "of");
	}
	say_node(out, node->kid[BASE]);
	if (!is_short(node->kid[BASE]))
		say(out, ", end root,");
}

static bool begins_with_equation(const struct node *sub)
{
	for (const struct node *kid = sub->kind == NODE_ROW ? sub->first : NULL; kid;
		kid = kid->next) {
		if (kid->kind == NODE_SYMBOL && !strcmp(kid->symbol->name, "="))
			return true;
	}
	return false;
}

static bool ends_with(const struct buf *out, const char *word)
{
	size_t n = strlen(word);

	return out->n >= n && !memcmp(out->data + out->n - n, word, n);
}

/* The sum from i = 1 to n of, the minimum over x of. */
static void say_operator(struct buf *out, const struct node *node)
{
	const struct symbol *symbol = symbol_in(node->kid[BASE]);
	const struct node *sub = node->kid[SUB], *sup = node->kid[SUP];
	bool limit = symbol && !strncmp(symbol->name, "lim", 3);

	if (!ends_with(out, "arg"))
		say(out, "the");
	say_node(out, node->kid[BASE]);
	if (!node_is_empty(sub)) {
		say(out, limit                                              ? "as"
			 : begins_with_equation(sub) || !node_is_empty(sup) ? "from"
									    : "over");
		say_node(out, sub);
	}
	if (!node_is_empty(sup)) {
		say(out, "to");
		say_node(out, sup);
	}
	say(out, "of");
}

static void say_superscript(struct buf *out, const struct node *sup)
{
	const struct symbol *symbol = symbol_in(sup);

	if (is_text(sup, "2")) {
		say(out, "squared");
	} else if (is_text(sup, "3")) {
		say(out, "cubed");
	} else if (symbol && !strcmp(symbol->name, "top")) {
		say(out, "transpose");
	} else if (symbol && (symbol->class != CLASS_ORD || *symbol_text(symbol, true) == '\'')) {
		say_node(out, sup); /* x star, W dagger, x prime */
	} else {
		say(out, "to the power");
		say_node(out, sup);
		if (!is_short(sup))
			say(out, ", end power,");
	}
}

static void say_label(struct buf *out, const struct node *label)
{
	if (node_is_empty(label))
		return;
	say(out, ", labelled");
	say_node(out, label);
	say(out, ",");
}

static void say_scripts(struct buf *out, const struct node *node)
{
	const struct node *base = node->kid[BASE];
	const struct symbol *symbol = symbol_in(base);
	bool is_sum = symbol && symbol->flags & (SYMBOL_SUM | SYMBOL_PRODUCT | SYMBOL_INTEGRAL);

	if (is_sum || (base->class == CLASS_OP && base->limits)) {
		say_operator(out, node);
		return;
	}
	say_node(out, base);
	if (base->limits == LIMITS_ALWAYS) {
		say_label(out, node->kid[SUB]);
		say_label(out, node->kid[SUP]);
		return;
	}
	if (!node_is_empty(node->kid[SUB])) {
		say(out, "sub");
		say_node(out, node->kid[SUB]);
		if (!is_short(node->kid[SUB]))
			say(out, ", end sub,");
	}
	if (!node_is_empty(node->kid[SUP]))
		say_superscript(out, node->kid[SUP]);
}

static void say_accent(struct buf *out, const struct node *node)
{
	if (is_short(node->kid[BASE]) && strcmp(node->accent->name, "not") != 0) {
		say_node(out, node->kid[BASE]);
		say(out, node->accent->spoken);
		return;
	}
	say(out, node->accent->spoken);
	if (!is_short(node->kid[BASE]))
		say(out, "over");
	say_node(out, node->kid[BASE]);
	if (!is_short(node->kid[BASE]))
		say(out, ", end,");
}

static void say_table(struct buf *out, const struct node *table)
{
	enum table_kind kind = table->environment->kind;

	if (kind == TABLE_MATRIX)
		say(out, "the matrix");
	if (kind == TABLE_CASES)
		say(out, "by cases");
	for (const struct node *row = table->first; row; row = row->next) {
		for (const struct node *cell = row->first; cell; cell = cell->next) {
			say_node(out, cell);
			if (cell->next && kind != TABLE_ALIGNED)
				say(out, ",");
		}
		if (row->next)
			say(out, ";");
	}
	if (kind == TABLE_MATRIX)
		say(out, ", end matrix,");
	if (kind == TABLE_CASES)
		say(out, ", end cases,");
}

static void say_row(struct buf *out, const struct node *row)
{
	for (const struct node *kid = row->first; kid; kid = kid->next)
		say_node(out, kid);
}

static void say_symbol(struct buf *out, const struct symbol *symbol)
{
	if (symbol)
		say(out, symbol_spoken(symbol));
}

static void say_node(struct buf *out, const struct node *node)
{
	switch (node->kind) {
	case NODE_ROW:
		say_row(out, node);
		break;
	case NODE_SYMBOL:
	case NODE_DELIMITER:
	case NODE_MIDDLE:
		say_symbol(out, node->symbol);
		break;
	case NODE_CHARS:
		say_bytes(out, node->plain ? node->plain : node->text,
			node->plain ? 1 : node->n_text);
		break;
	case NODE_UNKNOWN:
		say_bytes(out, node->text, node->n_text);
		break;
	case NODE_FRACTION:
		say_fraction(out, node);
		break;
	case NODE_ROOT:
		say_root(out, node);
		break;
	case NODE_SCRIPTS:
		say_scripts(out, node);
		break;
	case NODE_ACCENT:
		say_accent(out, node);
		break;
	case NODE_FENCE:
		say_symbol(out, node->left);
		say_node(out, node->kid[BASE]);
		say_symbol(out, node->right);
		break;
	case NODE_TABLE:
		say_table(out, node);
		break;
	case NODE_TAG:
		say(out, ", equation");
		say_node(out, node->kid[BASE]);
		break;
	case NODE_BRACE:
	case NODE_BOXED:
		say_node(out, node->kid[BASE]);
		break;
	case NODE_SPACE:
	case NODE_STYLE:
	case NODE_PHANTOM:
		break;
	}
}

enum status math_speak(struct buf *out, const char *tex, size_t n)
{
	struct math_error error = {0};
	struct arena *arena = arena_new();
	const struct node *root;
	struct buf words;

	if (!arena)
		return STATUS_NO_MEMORY;
	root = math_parse(arena, tex, n, &error);
	if (!root && arena_status(arena) != STATUS_OK) {
		arena_free(arena);
		return STATUS_NO_MEMORY;
	}
	buf_init(&words);
	if (root)
		say_node(&words, root);
	else
		text_clean(&words, tex, n);
	/* A pause at the very end is none. */
	while (root && words.n && words.data[words.n - 1] == ',')
		words.data[--words.n] = '\0';
	buf_add(out, words.data, words.n);
	if (buf_status(&words) != STATUS_OK)
		out->status = STATUS_NO_MEMORY;
	buf_done(&words);
	arena_free(arena);
	return buf_status(out);
}
