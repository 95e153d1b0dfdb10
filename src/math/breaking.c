#include "math/breaking.h"

#include <limits.h>
#include <stddef.h>
#include <string.h>

enum {
	MAX_CELLS = 200000, /* more than any screen shows: the linear form it is */
	MAX_OPENED = 4,     /* fences in fences that may be broken inside */
	INDENT = 2,
	QUAD = 3,   /* cells of space that end a statement */
	QQUAD = 6,  /* cells of space between statements that have little to do with each other */
	DEPTH = 10, /* badness of a break inside one more pair of parentheses */
	NEVER = INT_MAX
};

/* A box of the formula, opened up where a line may end before it. */
struct part {
	struct box *box;
	uint8_t class;
	bool after_punct;
	int gap;
	int depth; /* of parentheses */
};

struct parts {
	const struct canvas *c;
	struct part *part;
	size_t n, cap;
	int width; /* of the line */
	int depth;
	int worst;          /* badness that a break may have */
	int trailing;       /* cells behind the last part of a row */
	bool keep_relation; /* no break before the first one */
	bool failed;
};

struct line_start {
	size_t at;
	int indent;
};

static void add_row(struct parts *p, const struct node *row, unsigned flags, int opened);

static void add_part(struct parts *p, struct box *box, int class, int gap)
{
	struct part *grown = arena_grow(p->c->arena, p->part, p->n, &p->cap, sizeof(*p->part));

	if (!grown || !box) {
		p->failed = true;
		return;
	}
	p->part = grown;
	if (class == CLASS_CLOSE && p->depth)
		p->depth--;
	p->part[p->n] = (struct part){box, (uint8_t) class, false, gap, p->depth};
	p->part[p->n].after_punct = p->n && p->part[p->n - 1].class == CLASS_PUNCT;
	p->n++;
	p->depth += class == CLASS_OPEN;
}

/* A fence too wide for a good line: its delimiters, and what is between. */
static void add_fence(
	struct parts *p, const struct node *fence, const struct box *whole, int gap, int opened)
{
	struct style style = math_style_of(fence);
	int above = whole->core_above, below = whole->core_below;

	add_part(p, layout_delimiter(p->c, fence->left, above, below, style), CLASS_OPEN, gap);
	add_row(p, fence->kid[BASE], 0, opened + 1);
	add_part(p, layout_delimiter(p->c, fence->right, above, below, style), CLASS_CLOSE, 0);
}

static bool has_middle(const struct node *row)
{
	for (const struct node *kid = row->first; kid; kid = kid->next) {
		if (kid->kind == NODE_MIDDLE)
			return true;
	}
	return false;
}

/* Fences have two classes; whole they are one thing, also under scripts. */
static int class_of(const struct item *item)
{
	const struct node *node = item->node;
	bool fence = node->kind == NODE_FENCE ||
		     (node->kind == NODE_SCRIPTS && node_core(node->kid[BASE])->kind == NODE_FENCE);

	return fence ? node->class : item->class;
}

/* A row too wide for a good line: what is in it. */
static void add_inner(struct parts *p, const struct node *row, int gap, int opened)
{
	size_t first = p->n;

	add_row(p, row, 0, opened + 1);
	if (p->n > first && p->part[first].gap < gap)
		p->part[first].gap = gap;
}

static void add_row(struct parts *p, const struct node *row, unsigned flags, int opened)
{
	struct set_row set = layout_items(p->c, row, SIZE_DISPLAY, flags);

	for (size_t i = 0; i < set.items.n && set.box && !p->failed; i++) {
		const struct item *item = &set.items.item[i];
		const struct box *box = set.box[i];
		bool wide = box && box->width > p->width / 2 && opened < MAX_OPENED;

		if (wide && item->node->kind == NODE_FENCE && !has_middle(item->node->kid[BASE])) {
			add_fence(p, item->node, box, item->gap, opened);
		} else if (wide && item->node->kind == NODE_ROW && item->node->class == CLASS_ORD) {
			add_inner(p, item->node, item->gap, opened);
		} else {
			add_part(p, set.box[i], class_of(item), item->gap);
		}
	}
	p->trailing = set.items.trailing;
	if (!set.box)
		p->failed = true;
}

/* How bad it is to begin a line with this part; the first relation stays
 * with what stands before it, if it can. */
static int badness(const struct parts *p, size_t i, size_t first_relation)
{
	const struct part *part = &p->part[i];
	int kind = part->gap >= 3             ? 0
		   : part->class == CLASS_REL ? 1
		   : part->class == CLASS_BIN ? 2
		   : part->after_punct        ? 3
					      : 40;

	if (part->class == CLASS_PUNCT || part->class == CLASS_CLOSE || !part->box->width)
		return NEVER;
	if (kind == 40 && (!part->gap || p->part[i - 1].class == CLASS_BIN ||
				  p->part[i - 1].class == CLASS_REL))
		kind = 80;
	if (i == first_relation)
		return p->keep_relation ? NEVER : DEPTH - 1;
	if (i < first_relation && first_relation < p->n)
		kind += 4 * DEPTH; /* what is defined stays in one piece */
	return kind + DEPTH * part->depth;
}

static int width_at(const struct part *part, bool begins)
{
	return (begins ? 0 : part->gap) + part->box->width;
}

/* The part that begins the line after the one from `start`; p->n if all fits,
 * `start` itself if nothing does. */
static size_t end_of_line(const struct parts *p, const struct line_start *start, size_t relation)
{
	size_t best = start->at;
	int x = start->indent, least = p->worst;

	for (size_t i = start->at; i < p->n; i++) {
		x += width_at(&p->part[i], i == start->at);
		if (i > start->at && badness(p, i, relation) <= least) {
			least = badness(p, i, relation);
			best = i;
		}
		if (x > p->width)
			return i == start->at ? start->at : best;
	}
	return p->n;
}

/* Where a line that begins with this part is indented to. */
static int indent_of(const struct parts *p, size_t i, int relation_x)
{
	const struct part *part = &p->part[i];

	if (!part->depth && part->class == CLASS_REL)
		return relation_x;
	return relation_x + INDENT + (part->depth ? INDENT : 0);
}

static struct box *set_line(const struct parts *p, const struct line_start *start, size_t end)
{
	struct box *line = box_new(p->c, 0);
	int x = start->indent;

	for (size_t i = start->at; i < end; i++) {
		x += i == start->at ? 0 : p->part[i].gap;
		box_put(line, p->part[i].box, x, 0);
		x += p->part[i].box->width;
	}
	return line;
}

/* Puts `line` below `last`, the last line of `box` (NULL: there is none), a
 * row apart where either is tall. */
static void stack_line(struct box *box, struct box *line, const struct box *last)
{
	bool apart = last && (last->below > 0 || line->above > 0);

	box_put(box, line, 0, last ? box->below + 1 + apart + line->above : 0);
}

/* All lines in a box; NULL where a part does not fit behind its indent. */
static struct box *set_lines(const struct parts *p, size_t relation, int relation_x)
{
	struct box *box = box_new(p->c, 0), *line, *last = NULL;
	struct line_start start = {0};
	size_t end;

	if (!box || p->failed)
		return NULL;
	while (start.at < p->n) {
		end = end_of_line(p, &start, relation);
		if (end == start.at)
			return NULL;
		line = set_line(p, &start, end);
		if (!line)
			return NULL;
		stack_line(box, line, last);
		last = line;
		start = (struct line_start){end, end < p->n ? indent_of(p, end, relation_x) : 0};
	}
	return box;
}

/* One statement. Tries the first relation's place for those to come, then a
 * small indent that leaves more room; breaks outside of parentheses, then
 * anywhere. */
static struct box *break_statement(struct parts *p)
{
	size_t relation = 0;
	struct box *box = NULL;
	int x = 0;

	for (; relation < p->n; relation++) {
		if (p->part[relation].class == CLASS_REL && !p->part[relation].depth)
			break;
		x += width_at(&p->part[relation], !relation);
	}
	if (relation < p->n)
		x += p->part[relation].gap;
	for (int try = 0; try < 4 && !box; try++) {
		p->worst = try < 2 ? DEPTH - 1 : NEVER - 1;
		p->keep_relation = try % 2 == 0;
		if (p->keep_relation && (relation == p->n || x > p->width / (try ? 4 : 2)))
			continue;
		box = set_lines(p, relation, p->keep_relation ? x : INDENT);
	}
	return box;
}

/* The part behind the statement from `from` on, which a space of `quad` cells ends. */
static size_t end_of_statement(const struct parts *p, size_t from, size_t end, int quad)
{
	size_t i = from + 1;

	while (i < end && (p->part[i].depth || p->part[i].gap < quad))
		i++;
	return i;
}

static int width_of(const struct parts *p, size_t from, size_t end)
{
	int width = 0;

	for (size_t i = from; i < end; i++)
		width += width_at(&p->part[i], i == from);
	return width;
}

/* Behind the statements that go on the line from `from` on: as many as fit. No line ends with
 * an arrow that has a line to lead to. */
static size_t end_of_group(const struct parts *p, size_t from, size_t end)
{
	size_t last = end_of_statement(p, from, end, QUAD);

	while (last < end) {
		size_t next = end_of_statement(p, last, end, QUAD);

		if (next == last + 1 && p->part[last].class == CLASS_REL && next < end)
			next = end_of_statement(p, next, end, QUAD);
		if (width_of(p, from, next) > p->width)
			break;
		last = next;
	}
	return last;
}

/* Statements between which there is much space get lines of their own, others
 * share one while they fit. */
static struct box *break_parts(const struct parts *all)
{
	struct box *box = box_new(all->c, 0), *last = NULL, *lines;
	size_t end_of_line = 0;

	for (size_t i = 0, end; i < all->n; i = end) {
		struct parts p = *all;

		if (i == end_of_line)
			end_of_line = end_of_statement(all, i, all->n, QQUAD);
		end = end_of_group(all, i, end_of_line);
		p.part += i;
		p.n = end - i;
		lines = width_of(all, i, end) <= all->width
				? set_line(&p, &(struct line_start){0}, p.n)
				: break_statement(&p);
		if (!lines || !box)
			return NULL;
		stack_line(box, lines, last);
		last = lines;
	}
	return box;
}

/* The only table of an alignment, or NULL. */
static const struct node *only_alignment(const struct node *root)
{
	root = node_core(root);
	return root->kind == NODE_TABLE && root->environment->kind == TABLE_ALIGNED ? root : NULL;
}

/* A row's cells one behind the other, those of two pairs of columns a quad apart. */
static void add_cells(struct parts *p, const struct node *table, const struct node *row)
{
	size_t cycle = strlen(table->environment->columns), column = 0;
	int gap = 0;

	for (const struct node *cell = row->first; cell; cell = cell->next, column++) {
		size_t first = p->n;

		gap = column && column % cycle == 0 && gap < QUAD ? QUAD : gap;
		add_row(p, cell, column ? ITEMS_FOLLOW : 0, 0);
		if (p->n == first)
			continue;
		p->part[first].gap = gap > p->part[first].gap ? gap : p->part[first].gap;
		gap = p->trailing;
	}
}

/* Each row of an alignment as a formula of its own. */
static struct box *break_alignment(const struct canvas *c, const struct node *table, int width)
{
	struct box *box = box_new(c, 0), *line, *last = NULL;

	for (const struct node *row = table->first; row; row = row->next) {
		struct parts p = {.c = c, .width = width};

		add_cells(&p, table, row);
		line = p.failed ? NULL : break_parts(&p);
		if (!line || !box)
			return NULL;
		stack_line(box, line, last);
		last = line;
	}
	return box;
}

static bool fits(const struct box *box, int width)
{
	return box && box->width <= width && (long)box->width * box_rows(box) <= MAX_CELLS;
}

struct box *break_formula(const struct canvas *c, const struct node *root, int width)
{
	struct box *box = layout_node(c, root, SIZE_DISPLAY);
	struct parts p = {.c = c, .width = width};

	if (!box || fits(box, width))
		return box;
	if ((long)box->width * box_rows(box) > MAX_CELLS)
		return NULL;
	if (only_alignment(root)) {
		box = break_alignment(c, only_alignment(root), width);
	} else {
		add_row(&p, root, 0, 0);
		box = break_parts(&p);
	}
	return fits(box, width) ? box : NULL;
}
