#include "page/pipe.h"

#include <string.h>

/* Reads one cell of a row of dashes, as ":---:"; NULL if it is none, else what
 * follows. */
static const char *read_dashes(const char *s, enum align *align)
{
	bool left, right;

	s += strspn(s, " \t");
	left = *s == ':';
	s += left;
	if (*s != '-')
		return NULL;
	s += strspn(s, "-");
	right = *s == ':';
	s += right;
	s += strspn(s, " \t");
	*align = !right ? ALIGN_LEFT : left ? ALIGN_CENTER : ALIGN_RIGHT;
	return s;
}

/* Columns of a row of dashes, 0 if it is none. The first `room` aligns are
 * kept. */
static size_t read_rule(const char *s, enum align *aligns, size_t room)
{
	size_t n = 0;
	enum align align;

	s += strspn(s, " \t");
	s += *s == '|';
	do {
		s = read_dashes(s, &align);
		if (!s || (*s && *s != '|'))
			return 0;
		if (n < room)
			aligns[n] = align;
		n++;
		s += *s == '|';
	} while (*s);
	return n;
}

static bool is_break(cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);

	return type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK;
}

/* The paragraph's row of dashes, NULL if it has none. */
static cmark_node *find_rule(cmark_node *paragraph)
{
	cmark_node *node = cmark_node_first_child(paragraph), *next;

	while (node && !is_break(node))
		node = cmark_node_next(node);
	node = node ? cmark_node_next(node) : NULL;
	if (!node || cmark_node_get_type(node) != CMARK_NODE_TEXT)
		return NULL;
	next = cmark_node_next(node);
	return next && !is_break(next) ? NULL : node;
}

static bool has_pipe(cmark_node *node)
{
	return cmark_node_get_type(node) == CMARK_NODE_TEXT &&
	       strchr(cmark_node_get_literal(node), '|');
}

bool pipe_is_table(cmark_node *paragraph)
{
	cmark_node *rule = find_rule(paragraph);
	cmark_node *node = cmark_node_first_child(paragraph);

	if (!rule || !read_rule(cmark_node_get_literal(rule), NULL, 0))
		return false;
	while (!is_break(node) && !has_pipe(node))
		node = cmark_node_next(node);
	return !is_break(node) || has_pipe(rule);
}

/* The row being read. */
struct row {
	struct inlines *in;
	struct grid *grid;
	const char *source; /* its line, from the last pipe on */
	size_t n_source;
	size_t n_cells;
	size_t begin;      /* of the open cell, in the flow */
	size_t after_pipe; /* where the text after the last pipe begins */
	bool has_pipe;
};

static const char *read_line(struct source *s, int line, size_t *n)
{
	const char *end;

	while (s->line < line && s->at < s->n) {
		end = memchr(s->s + s->at, '\n', s->n - s->at);
		s->at = end ? (size_t)(end - s->s) + 1 : s->n;
		s->line++;
	}
	end = memchr(s->s + s->at, '\n', s->n - s->at);
	*n = end ? (size_t)(end - s->s) - s->at : s->n - s->at;
	return s->s + s->at;
}

/* Goes to the row's next pipe in the source. Is it escaped? */
static bool next_pipe(struct row *r)
{
	static const char entity[] = "&#124;";
	const char *s = r->source;
	size_t i = 0;

	while (i < r->n_source && s[i] != '|') {
		bool is_escape = s[i] == '\\' && i + 1 < r->n_source;
		size_t left = r->n_source - i;

		if ((is_escape && s[i + 1] == '|') ||
			(left >= sizeof(entity) - 1 && !memcmp(s + i, entity, sizeof(entity) - 1)))
			break;
		i += is_escape ? 2 : 1;
	}
	if (i >= r->n_source) {
		r->n_source = 0;
		return false;
	}
	r->source += i;
	r->n_source -= i;
	i = s[i] == '|' ? 1 : s[i] == '\\' ? 2 : sizeof(entity) - 1;
	r->source += i;
	r->n_source -= i;
	return i > 1;
}

/* Passes the pipes that stand in code or a target and mean nothing there. */
static void skip_pipes(struct row *r, const char *s)
{
	for (; s && (s = strchr(s, '|')); s++)
		next_pipe(r);
}

static bool is_blank(const struct buf *b, size_t begin, size_t end)
{
	while (begin < end && b->data[begin] == ' ')
		begin++;
	return begin == end;
}

static void end_cell(struct row *r)
{
	const struct buf *b = &r->in->flow.text;
	size_t begin = r->begin, end = b->n;

	while (begin < end && b->data[begin] == ' ')
		begin++;
	while (end > begin && b->data[end - 1] == ' ')
		end--;
	grid_add(r->grid, begin, end);
	r->n_cells++;
	r->begin = b->n;
}

/* A pipe between cells. Those past the last column are text. */
static void put_pipe(struct row *r)
{
	struct buf *b = &r->in->flow.text;
	bool is_outer = !r->n_cells && !r->has_pipe && is_blank(b, r->begin, b->n);

	r->has_pipe = true;
	if (is_outer)
		r->begin = b->n;
	else if (r->n_cells + 1 < r->grid->n_columns)
		end_cell(r);
	else
		inlines_put(r->in, "|", 1);
	r->after_pipe = b->n;
}

static void end_row(struct row *r)
{
	struct buf *b = &r->in->flow.text;

	/* The outer pipe at the end was taken for text, or for a cell's end. */
	if (r->has_pipe && r->n_cells + 1 == r->grid->n_columns && r->after_pipe > r->begin &&
		is_blank(b, r->after_pipe, b->n)) {
		flow_trim(&r->in->flow, r->after_pipe);
		b->data[r->after_pipe - 1] = ' ';
	}
	if (r->n_cells < r->grid->n_columns && !is_blank(b, r->begin, b->n))
		end_cell(r);
	grid_fill(r->grid);
	r->begin = b->n;
	r->n_cells = 0;
	r->has_pipe = false;
	r->after_pipe = 0;
}

static void put_text(struct row *r, cmark_node *node)
{
	size_t n, piece;
	const char *s = inlines_text(r->in, node, &n);
	const char *pipe;

	while ((pipe = memchr(s, '|', n))) {
		piece = (size_t)(pipe - s);
		if (next_pipe(r) || r->in->link) {
			inlines_put(r->in, s, piece + 1);
		} else {
			inlines_put(r->in, s, piece);
			put_pipe(r);
		}
		s += piece + 1;
		n -= piece + 1;
	}
	inlines_put(r->in, s, n);
}

/* Code in a cell: forges read \| as | there too. */
static void put_code(struct row *r, cmark_event_type event, cmark_node *node)
{
	const char *s = cmark_node_get_literal(node), *escape;

	skip_pipes(r, s);
	if (r->in->math_next) {
		inlines_event(r->in, event, node);
		return;
	}
	while ((escape = strstr(s, "\\|"))) {
		inlines_put_code(r->in, s, (size_t)(escape - s));
		s = escape + 1;
	}
	inlines_put_code(r->in, s, strlen(s));
}

static void read_event(struct row *r, cmark_event_type event, cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);
	bool is_live = type == CMARK_NODE_LINK && live_target(node);

	if (type == CMARK_NODE_TEXT) {
		put_text(r, node);
		return;
	}
	if (type == CMARK_NODE_CODE) {
		put_code(r, event, node);
		return;
	}
	inlines_event(r->in, event, node);
	if (type == CMARK_NODE_HTML_INLINE)
		skip_pipes(r, cmark_node_get_literal(node));
	if (is_live)
		skip_pipes(r, r->in->scratch.data);
	if (is_live || (event == CMARK_EVENT_EXIT &&
			       (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE)))
		skip_pipes(r, cmark_node_get_url(node));
}

enum status pipe_read(
	struct inlines *in, cmark_node *paragraph, struct source *source, struct grid *grid)
{
	cmark_node *rule = find_rule(paragraph), *node;
	const char *dashes = cmark_node_get_literal(rule);
	int line = cmark_node_get_start_line(paragraph);
	struct row row = {.in = in, .grid = grid};
	struct style base = in->base;
	cmark_event_type event;
	bool in_rule = false;

	if (grid_init(grid, &in->flow, read_rule(dashes, NULL, 0)) != STATUS_OK)
		return grid->status;
	read_rule(dashes, grid->aligns, grid->n_columns);
	row.source = read_line(source, line, &row.n_source);
	in->base.attr |= ATTR_BOLD;
	while ((event = cmark_iter_next(in->iter)) != CMARK_EVENT_DONE) {
		node = cmark_iter_get_node(in->iter);
		if (event == CMARK_EVENT_EXIT && node == paragraph)
			break;
		if (!is_break(node)) {
			if (node != rule)
				read_event(&row, event, node);
			continue;
		}
		if (!in_rule)
			end_row(&row);
		in_rule = cmark_node_next(node) == rule;
		if (!in_rule)
			in->base = base;
		row.source = read_line(source, ++line, &row.n_source);
	}
	if (cmark_node_next(rule))
		end_row(&row);
	return grid->status;
}
