#include "math/items.h"

#include "base/text.h"

#include <string.h>

/* Cells between two classes (The TeXbook, page 170): a cell for any of TeX's
 * three spaces. No row and column for CLASS_N. */
static const uint8_t gaps[CLASS_N][CLASS_N] = {
	[CLASS_ORD] = {0, 1, 1, 1, 0, 0, 0, 1},
	[CLASS_OP] = {1, 1, 1, 1, 0, 0, 0, 1},
	[CLASS_BIN] = {1, 1, 0, 0, 1, 0, 0, 1},
	[CLASS_REL] = {1, 1, 0, 0, 1, 0, 0, 1},
	[CLASS_OPEN] = {0, 0, 0, 0, 0, 0, 0, 0},
	[CLASS_CLOSE] = {0, 1, 1, 1, 0, 0, 0, 1},
	[CLASS_PUNCT] = {1, 1, 0, 1, 1, 1, 1, 1},
	[CLASS_INNER] = {1, 1, 1, 1, 1, 0, 0, 1},
};

/* In scripts only names and fractions keep their distance. */
static const uint8_t script_gaps[CLASS_N][CLASS_N] = {
	[CLASS_ORD] = {0, 1, 0, 0, 0, 0, 0, 1},
	[CLASS_OP] = {1, 1, 0, 0, 0, 0, 0, 1},
	[CLASS_BIN] = {0, 0, 0, 0, 0, 0, 0, 1},
	[CLASS_REL] = {0, 0, 0, 0, 0, 0, 0, 1},
	[CLASS_CLOSE] = {0, 1, 0, 0, 0, 0, 0, 1},
	[CLASS_INNER] = {1, 1, 1, 1, 1, 0, 0, 1},
};

/* The symbol at the heart of a node, under scripts and groups, or NULL. */
static const struct symbol *heart(const struct node *node)
{
	node = node_core(node);
	while (node->kind == NODE_SCRIPTS)
		node = node_core(node->kid[BASE]);
	return node->kind == NODE_SYMBOL ? node->symbol : NULL;
}

static bool begins_operand(int before)
{
	return before == CLASS_N || before == CLASS_BIN || before == CLASS_OP ||
	       before == CLASS_REL || before == CLASS_OPEN || before == CLASS_PUNCT;
}

/* A node's class from either side, before what stands next to it counts. */
static void own_class(struct item *item)
{
	const struct node *node = item->node;

	item->class = item->after = node->class;
	if (node->kind == NODE_FENCE) {
		item->class = node->left ? CLASS_OPEN : CLASS_INNER;
		item->after = node->right ? CLASS_CLOSE : CLASS_INNER;
	} else if (node->kind == NODE_SCRIPTS && node_core(node->kid[BASE])->kind == NODE_FENCE) {
		item->class = CLASS_OPEN;
		item->after = CLASS_CLOSE;
	} else if (node->kind == NODE_FRACTION && fraction_character(node) &&
		   (item->size == SIZE_SCRIPT || (node->sized && node->size == SIZE_TEXT))) {
		item->class = item->after = CLASS_ORD;
	}
}

/* Bias^2 is an operator with its operand: a minus behind it is no sign. */
static bool is_complete(const struct node *node)
{
	return node->kind == NODE_SCRIPTS && node->class == CLASS_OP && node->kid[SUP] &&
	       !node->kid[BASE]->limits;
}

/* | and norm bars open and close by the same sign. What has no partner before
 * the parenthesis closes, as in p(x|z), does neither. */
struct bars {
	struct item *open; /* the last that opened */
	size_t n_open;
};

static void resolve_bar(struct bars *bars, struct item *item, int before)
{
	const struct symbol *symbol = heart(item->node);

	if (item->class == CLASS_CLOSE && bars->n_open) {
		bars->open->class = bars->open->after = CLASS_ORD;
		bars->n_open = 0;
	}
	if (item->class != CLASS_ORD || !symbol || !(symbol->flags & SYMBOL_FENCE))
		return;
	if (begins_operand(before) || !bars->n_open) {
		item->class = item->after = CLASS_OPEN;
		bars->open = item;
		bars->n_open++;
	} else {
		item->class = item->after = CLASS_CLOSE;
		bars->n_open--;
	}
}

static void resolve(struct items *items, bool follow)
{
	int before = follow ? CLASS_ORD : CLASS_N;
	struct bars bars = {0};
	struct item *last = NULL;

	for (size_t i = 0; i < items->n; i++) {
		struct item *item = &items->item[i];

		own_class(item);
		resolve_bar(&bars, item, before);
		if (item->class == CLASS_BIN && begins_operand(before)) {
			item->class = CLASS_ORD;
			item->after = CLASS_OPEN; /* a sign keeps close to what it is of */
		}
		if (last && last->after == CLASS_BIN &&
			(item->class == CLASS_REL || item->class == CLASS_CLOSE ||
				item->class == CLASS_PUNCT))
			last->class = last->after = CLASS_ORD;
		before = is_complete(item->node) ? CLASS_ORD : item->after;
		last = item;
	}
	if (last && last->after == CLASS_BIN)
		last->class = last->after = CLASS_ORD;
	if (bars.n_open)
		bars.open->class = bars.open->after = CLASS_ORD;
}

static bool is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The node at the left or right edge of what a node shows. */
static const struct node *edge(const struct node *node, bool right)
{
	for (;;) {
		if (node->kind == NODE_ROW && node->first)
			node = right ? node->last : node->first;
		else if (node->kind == NODE_SCRIPTS || node->kind == NODE_ACCENT)
			node = node->kid[BASE];
		else
			return node;
	}
}

/* The ASCII text of a node without kids. */
static const char *leaf_text(const struct node *node, size_t *n)
{
	const char *s = node->plain ? node->plain : node->text;

	*n = node->plain ? 1 : node->n_text;
	if (node->kind == NODE_SYMBOL) {
		s = symbol_text(node->symbol, true);
		*n = strlen(s);
	}
	return *n ? s : NULL;
}

/* In ASCII "alpha" and "beta" side by side would be one word. */
static bool words_touch(const struct node *left, const struct node *right)
{
	size_t n_a = 0, n_b = 0;
	const char *a = leaf_text(edge(left, true), &n_a), *b = leaf_text(edge(right, false), &n_b);

	return a && b && n_a + n_b > 2 && is_alnum(a[n_a - 1]) && is_alnum(b[0]);
}

/* A sum or the like whose limits don't keep what follows at a distance. */
static bool is_close_sign(const struct item *item, bool ascii)
{
	const struct symbol *symbol = heart(item->node);

	if (item->size == SIZE_DISPLAY && item->node->kind == NODE_SCRIPTS && !ascii)
		return false;
	return symbol && symbol->flags & (SYMBOL_SUM | SYMBOL_PRODUCT | SYMBOL_INTEGRAL);
}

static int gap_between(const struct item *a, const struct item *b, unsigned flags)
{
	int gap =
		b->size == SIZE_SCRIPT ? script_gaps[a->after][b->class] : gaps[a->after][b->class];

	if (b->class == CLASS_OPEN && b->size != SIZE_SCRIPT &&
		is_close_sign(a, flags & ITEMS_ASCII))
		gap = 1; /* a sum is no function that is called */
	if (!gap && (flags & ITEMS_ASCII) && words_touch(a->node, b->node))
		gap = 1;
	return gap;
}

static void set_gaps(struct items *items, unsigned flags)
{
	for (size_t i = 0; i < items->n; i++) {
		struct item *item = &items->item[i];
		int gap = 0;

		if (i)
			gap = gap_between(item - 1, item, flags);
		else if (flags & ITEMS_FOLLOW)
			gap = gaps[CLASS_ORD][item->class];
		if (gap > item->gap)
			item->gap = gap;
	}
}

struct items items_of(
	struct arena *arena, const struct node *row, enum math_size size, unsigned flags)
{
	struct items items = {0};
	const struct node *first = row->kind == NODE_ROW ? row->first : row;
	size_t n = 0;

	for (const struct node *node = first; node;
		node = row->kind == NODE_ROW ? node->next : NULL)
		n++;
	items.item = n ? arena_array(arena, n, sizeof(*items.item)) : NULL;
	if (!items.item)
		return items;
	for (const struct node *node = first; n--; node = node->next) {
		if (node->kind == NODE_SPACE) {
			items.trailing += node->count;
		} else if (node->kind == NODE_STYLE) {
			size = size == SIZE_SCRIPT ? size : (enum math_size)node->size;
		} else if (node->kind != NODE_ROW || node->first) {
			items.item[items.n++] = (struct item){
				.node = node, .size = (uint8_t)size, .gap = items.trailing};
			items.trailing = 0;
		}
	}
	resolve(&items, flags & ITEMS_FOLLOW);
	set_gaps(&items, flags);
	return items;
}

struct script {
	char plain;
	const char *super, *sub; /* NULL: none that terminals' fonts commonly have */
};

/* Sorted by character. Greek ones and capital subscripts are left out: few
 * monospaced fonts have them. */
static const struct script scripts[] = {
	{'(', "⁽", NULL},
	{')', "⁾", NULL},
	{'+', "⁺", "₊"},
	{'-', "⁻", "₋"},
	{'0', "⁰", "₀"},
	{'1', "¹", "₁"},
	{'2', "²", "₂"},
	{'3', "³", "₃"},
	{'4', "⁴", "₄"},
	{'5', "⁵", "₅"},
	{'6', "⁶", "₆"},
	{'7', "⁷", "₇"},
	{'8', "⁸", "₈"},
	{'9', "⁹", "₉"},
	{'=', "⁼", "₌"},
	{'A', "ᴬ", NULL},
	{'B', "ᴮ", NULL},
	{'D', "ᴰ", NULL},
	{'E', "ᴱ", NULL},
	{'G', "ᴳ", NULL},
	{'H', "ᴴ", NULL},
	{'I', "ᴵ", NULL},
	{'J', "ᴶ", NULL},
	{'K', "ᴷ", NULL},
	{'L', "ᴸ", NULL},
	{'M', "ᴹ", NULL},
	{'N', "ᴺ", NULL},
	{'O', "ᴼ", NULL},
	{'P', "ᴾ", NULL},
	{'R', "ᴿ", NULL},
	{'T', "ᵀ", NULL},
	{'U', "ᵁ", NULL},
	{'W', "ᵂ", NULL},
	{'a', "ᵃ", "ₐ"},
	{'b', "ᵇ", NULL},
	{'c', "ᶜ", NULL},
	{'d', "ᵈ", NULL},
	{'e', "ᵉ", "ₑ"},
	{'f', "ᶠ", NULL},
	{'g', "ᵍ", NULL},
	{'h', "ʰ", "ₕ"},
	{'i', "ⁱ", "ᵢ"},
	{'j', "ʲ", "ⱼ"},
	{'k', "ᵏ", "ₖ"},
	{'l', "ˡ", "ₗ"},
	{'m', "ᵐ", "ₘ"},
	{'n', "ⁿ", "ₙ"},
	{'o', "ᵒ", "ₒ"},
	{'p', "ᵖ", "ₚ"},
	{'r', "ʳ", "ᵣ"},
	{'s', "ˢ", "ₛ"},
	{'t', "ᵗ", "ₜ"},
	{'u', "ᵘ", "ᵤ"},
	{'v', "ᵛ", "ᵥ"},
	{'w', "ʷ", NULL},
	{'x', "ˣ", "ₓ"},
	{'y', "ʸ", NULL},
	{'z', "ᶻ", NULL},
};

static const char *script_character(char c, bool super)
{
	size_t low = 0, high = sizeof(scripts) / sizeof(scripts[0]);

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (scripts[middle].plain == c)
			return super ? scripts[middle].super : scripts[middle].sub;
		if (scripts[middle].plain < c)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* Symbols that are scripts by themselves, or have one. */
static const char *script_symbol(const struct symbol *symbol, bool super)
{
	static const struct {
		const char *name, *super;
	} special[] = {
		{"top", "ᵀ"},
		{"ast", "*"},
		{"*", "*"},
		{"star", "*"},
		{"dagger", "†"},
		{"ddagger", "‡"},
		{"circ", "°"},
		{"degree", "°"},
		{"prime", "′"},
		{"dprime", "″"},
		{"trprime", "‴"},
	};

	if (symbol->name[0] && !symbol->name[1] && symbol->name[0] != '*')
		return script_character(symbol->name[0], super);
	for (size_t i = 0; super && i < sizeof(special) / sizeof(special[0]); i++) {
		if (!strcmp(special[i].name, symbol->name))
			return special[i].super;
	}
	return NULL;
}

static bool add(char *out, size_t *n, const char *s)
{
	size_t more = s ? strlen(s) : SCRIPT_BYTES;

	if (*n + more >= SCRIPT_BYTES)
		return false;
	while (*s)
		out[(*n)++] = *s++;
	return true;
}

static bool add_node(char *out, size_t *n, const struct node *node, bool super)
{
	switch (node->kind) {
	case NODE_ROW:
		for (const struct node *kid = node->first; kid; kid = kid->next) {
			if (!add_node(out, n, kid, super))
				return false;
		}
		return true;
	case NODE_SPACE:
		return node->count == 0;
	case NODE_SYMBOL:
		return add(out, n, script_symbol(node->symbol, super));
	case NODE_CHARS:
		for (size_t i = 0; i < node->n_text; i++) {
			if (node->attr || node->plain ||
				!add(out, n, script_character(node->text[i], super)))
				return false;
		}
		return true;
	default:
		return false;
	}
}

size_t script_text(const struct node *node, bool super, char out[SCRIPT_BYTES])
{
	size_t n = 0;

	return add_node(out, &n, node, super) && text_cells(out, n) <= 8 ? n : 0;
}

static char digit_of(const struct node *node)
{
	node = node_core(node);
	return node->kind == NODE_CHARS && node->n_text == 1 ? node->text[0] : '\0';
}

const char *fraction_character(const struct node *fraction)
{
	static const struct {
		char over, under;
		const char *text;
	} known[] = {
		{'1', '2', "½"},
		{'1', '3', "⅓"},
		{'2', '3', "⅔"},
		{'1', '4', "¼"},
		{'3', '4', "¾"},
		{'1', '5', "⅕"},
		{'1', '6', "⅙"},
		{'1', '8', "⅛"},
	};
	char over = digit_of(fraction->kid[OVER]), under = digit_of(fraction->kid[UNDER]);

	for (size_t i = 0; fraction->bar && i < sizeof(known) / sizeof(known[0]); i++) {
		if (known[i].over == over && known[i].under == under)
			return known[i].text;
	}
	return NULL;
}

const char *node_single(const struct node *node, bool ascii, size_t *n)
{
	const char *s;

	node = node_core(node);
	if (node->kind != NODE_SYMBOL && node->kind != NODE_CHARS)
		return NULL;
	if (ascii)
		return leaf_text(node, n);
	s = node->kind == NODE_SYMBOL ? node->symbol->text : node->text;
	*n = node->kind == NODE_SYMBOL ? strlen(s) : node->n_text;
	return text_cells(s, *n) == 1 ? s : NULL;
}

bool node_is_plain_radicand(const struct node *node)
{
	size_t n;

	node = node_core(node);
	if (node->kind == NODE_SCRIPTS && node_is_empty(node->kid[SUP]))
		node = node_core(node->kid[BASE]);
	if (node->kind == NODE_ACCENT)
		node = node_core(node->kid[BASE]);
	return node_single(node, false, &n) != NULL;
}
