#include "page/page.h"

#include "page/code.h"
#include "page/figure.h"
#include "page/frame.h"
#include "page/grid.h"
#include "page/inline.h"
#include "page/pipe.h"
#include "page/tree.h"

#include <cmark.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MIN_WIDTH = 10, MAX_WIDTH = 1000, HEADING_MARGIN = 1 };

/* An open container: the document, a quote, a list, an item. */
struct level {
	int frame_n;     /* the frame's prefix outside of it */
	bool is_tight;   /* no blank lines between its blocks */
	bool has_output; /* a block stands in it */
	bool is_ordered; /* of a list: the rest as well */
	bool has_parens; /* 1) instead of 1. */
	int number;      /* of the next item */
	int mark_cells;  /* that its items are indented by */
};

struct layout {
	struct page *page;
	struct inlines in;
	struct frame frame;
	struct source source;
	struct level *levels;
	size_t n_levels, cap_levels;
	size_t cap_headings;
	struct buf lead; /* spoken: what the next text begins with */
	enum status status;
};

static void fail(struct layout *l, enum status status)
{
	if (l->status == STATUS_OK)
		l->status = status;
}

static struct level *top(struct layout *l)
{
	return &l->levels[l->n_levels - 1];
}

static void push_level(struct layout *l, bool is_tight)
{
	size_t cap = l->cap_levels ? l->cap_levels * 2 : 16;
	struct level *grown;

	if (l->n_levels == l->cap_levels) {
		grown = realloc(l->levels, cap * sizeof(*grown));
		if (!grown) {
			fail(l, STATUS_NO_MEMORY);
			return;
		}
		l->levels = grown;
		l->cap_levels = cap;
	}
	l->levels[l->n_levels++] = (struct level){.frame_n = l->frame.n, .is_tight = is_tight};
}

/* Every block begins here: a blank line where one is due. */
static void begin_block(struct layout *l)
{
	struct level *level = top(l);

	if (level->has_output && !level->is_tight)
		frame_blank(&l->frame);
	level->has_output = true;
}

/* An empty flow, or in speech one that begins with what is to be said first. */
static void begin_text(struct layout *l, struct style base)
{
	inlines_begin(&l->in, base);
	inlines_put(&l->in, l->lead.data, l->lead.n);
	buf_clear(&l->lead);
}

/* Writes what the flow has, as a block; nothing if it has none. */
static void end_text(struct layout *l)
{
	struct flow *flow = &l->in.flow;

	flow_trim(flow, 0);
	if (!flow->text.n)
		return;
	begin_block(l);
	frame_write(&l->frame, flow, 0, flow->text.n);
}

/* In speech: what is to be said before a block that isn't text. */
static void write_label(struct layout *l, const char *label)
{
	if (!l->in.options->spoken)
		return;
	buf_puts(&l->lead, label);
	begin_text(l, (struct style){0});
	frame_write(&l->frame, &l->in.flow, 0, l->in.flow.text.n);
}

static void write_table(struct layout *l, cmark_node *paragraph)
{
	struct grid grid = {0};

	begin_block(l);
	write_label(l, "");
	inlines_begin(&l->in, (struct style){0});
	fail(l, pipe_read(&l->in, paragraph, &l->source, &grid));
	fail(l, grid_write(&grid, &l->frame, l->in.options->spoken));
	grid_done(&grid);
}

/* "[ ] " and "[x] " at the beginning of a bullet's text; 0: neither. */
static char read_task(cmark_node *item)
{
	cmark_node *node = cmark_node_first_child(item);
	const char *s;

	if (cmark_node_get_list_type(cmark_node_parent(item)) != CMARK_BULLET_LIST)
		return 0;
	if (!node || cmark_node_get_type(node) != CMARK_NODE_PARAGRAPH)
		return 0;
	node = cmark_node_first_child(node);
	if (!node || cmark_node_get_type(node) != CMARK_NODE_TEXT)
		return 0;
	s = cmark_node_get_literal(node);
	if (s[0] != '[' || !s[1] || !strchr(" xX", s[1]) || s[2] != ']' || s[3] != ' ')
		return 0;
	return s[1] == ' ' ? ' ' : 'x';
}

/* Takes the "[x] " off a task's text. */
static bool drop_task(struct layout *l, cmark_node *node)
{
	cmark_node *paragraph = cmark_node_parent(node);
	const char *s;
	size_t n;

	if (cmark_node_previous(node) || !paragraph || cmark_node_previous(paragraph) ||
		!cmark_node_parent(paragraph) ||
		cmark_node_get_type(cmark_node_parent(paragraph)) != CMARK_NODE_ITEM ||
		!read_task(cmark_node_parent(paragraph)))
		return false;
	s = inlines_text(&l->in, node, &n);
	inlines_put(&l->in, s + 4, n > 4 ? n - 4 : 0);
	return true;
}

static void write_paragraph(struct layout *l, cmark_node *paragraph)
{
	cmark_event_type event;

	if (pipe_is_table(paragraph)) {
		write_table(l, paragraph);
		return;
	}
	begin_text(l, (struct style){0});
	while ((event = cmark_iter_next(l->in.iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(l->in.iter);
		cmark_node_type type = cmark_node_get_type(node);

		if (event == CMARK_EVENT_EXIT && node == paragraph)
			break;
		if (type == CMARK_NODE_IMAGE && event == CMARK_EVENT_ENTER && !l->in.link &&
			live_target(node)) {
			end_text(l);
			begin_block(l);
			fail(l, figure_write(&l->frame, &l->in, node));
			begin_text(l, (struct style){0});
			continue;
		}
		if (type != CMARK_NODE_TEXT || !drop_task(l, node))
			inlines_event(&l->in, event, node);
	}
	end_text(l);
}

/* `begin`: where its text begins in the flow. */
static void add_heading(struct layout *l, int level, size_t begin)
{
	struct page *p = l->page;
	size_t cap = l->cap_headings ? l->cap_headings * 2 : 16;
	struct page_heading *grown;

	if (p->n_headings == l->cap_headings) {
		grown = realloc(p->headings, cap * sizeof(*grown));
		if (!grown) {
			fail(l, STATUS_NO_MEMORY);
			return;
		}
		p->headings = grown;
		l->cap_headings = cap;
	}
	p->headings[p->n_headings] = (struct page_heading){.level = level,
		.text = flow_text(&l->in.flow, begin, l->in.flow.text.n),
		.line = p->lines.n_lines};
	if (!p->headings[p->n_headings++].text)
		fail(l, STATUS_NO_MEMORY);
}

/* Levels 1 and 2 stand out to the left of the text. */
static void write_heading(struct layout *l, cmark_node *heading)
{
	int level = cmark_node_get_heading_level(heading), n = l->frame.n;
	struct style style = {.role = ROLE_HEADING, .attr = level > 3 ? ATTR_ITALIC : 0};
	cmark_event_type event;
	size_t begin;

	if (l->in.options->spoken)
		buf_puts(&l->lead, "Heading: ");
	begin_text(l, style);
	begin = l->in.flow.text.n;
	while ((event = cmark_iter_next(l->in.iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(l->in.iter);

		if (event == CMARK_EVENT_EXIT && node == heading)
			break;
		inlines_event(&l->in, event, node);
	}
	flow_trim(&l->in.flow, begin);
	if (l->in.flow.text.n == begin)
		return;
	begin_block(l);
	add_heading(l, level, begin);
	if (!l->in.options->spoken && l->n_levels == 1 && level <= 2)
		frame_pop(&l->frame, n < HEADING_MARGIN ? n : HEADING_MARGIN);
	frame_write(&l->frame, &l->in.flow, 0, l->in.flow.text.n);
	frame_pop(&l->frame, n);
}

static bool is_language(const char *info, const char *name)
{
	size_t n = strlen(name);

	return info && strncmp(info, name, n) == 0 && (!info[n] || info[n] == ' ');
}

static void write_code(struct layout *l, cmark_node *node)
{
	const char *info = cmark_node_get_fence_info(node), *s = cmark_node_get_literal(node);
	struct flow *flow = &l->in.flow;

	begin_block(l);
	if (is_language(info, "math")) {
		write_label(l, "");
		inlines_begin(&l->in, (struct style){0});
		fail(l, figure_write_math(&l->frame, &l->in, s));
		return;
	}
	write_label(l, "Code:");
	inlines_begin(&l->in, (struct style){0});
	if (is_language(info, "c") || is_language(info, "h"))
		code_read_c(flow, s, strlen(s));
	else
		code_read_plain(flow, s, strlen(s));
	code_write(&l->frame, flow);
	write_label(l, "End of code.");
}

/* HTML is shown as it is written, but for comments. */
static void write_html(struct layout *l, cmark_node *node)
{
	const char *s = cmark_node_get_literal(node), *end;
	struct ink ink = {.style = {.role = ROLE_DIM}};
	struct flow *flow = &l->in.flow;
	bool may_close = true; /* until a comment is found open to the end */

	begin_text(l, ink.style);
	while (*s) {
		if (may_close && strncmp(s, "<!--", 4) == 0) {
			end = strstr(s + 4, "-->");
			may_close = end != NULL;
			s = end ? end + 3 : s;
			continue;
		}
		if (*s == '\n') {
			flow_break(flow);
			s++;
			continue;
		}
		end = s + 1 + strcspn(s + 1, "<\n");
		flow_put(flow, ink, s, (size_t)(end - s));
		s = end;
	}
	end_text(l);
}

static void write_rule(struct layout *l)
{
	const struct style dim = {.role = ROLE_DIM};

	begin_block(l);
	if (l->in.options->spoken)
		return;
	frame_begin(&l->frame);
	lines_repeat(l->frame.out, dim, l->frame.ascii ? "-" : "─", frame_room(&l->frame));
	lines_end(l->frame.out);
}

static void open_quote(struct layout *l)
{
	begin_block(l);
	push_level(l, false);
	if (l->in.options->spoken)
		buf_puts(&l->lead, "Quote: ");
	else
		frame_push(&l->frame, 2, true);
}

static int count_digits(int n)
{
	char s[16];

	return snprintf(s, sizeof(s), "%d", n);
}

static void open_list(struct layout *l, cmark_node *list)
{
	bool is_ordered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
	int number = cmark_node_get_list_start(list), last = number;
	struct level *level;

	begin_block(l);
	push_level(l, cmark_node_get_list_tight(list));
	if (l->status != STATUS_OK)
		return;
	level = top(l);
	level->is_ordered = is_ordered;
	level->has_parens = cmark_node_get_list_delim(list) == CMARK_PAREN_DELIM;
	level->number = number;
	level->mark_cells = 2;
	if (!is_ordered)
		return;
	for (cmark_node *i = cmark_node_first_child(list); i; i = cmark_node_next(i))
		last += cmark_node_next(i) != NULL;
	level->mark_cells = count_digits(last) + 2;
}

/* What stands before an item's text. */
static void mark_item(struct layout *l, const struct level *list, char task)
{
	bool spoken = l->in.options->spoken, ascii = l->frame.ascii;
	const char *mark = ascii ? "*" : "•";
	char number[16];

	if (task && spoken)
		mark = task == 'x' ? "Checked:" : "Not checked:";
	else if (task && ascii)
		mark = task == 'x' ? "[x]" : "[ ]";
	else if (task)
		mark = task == 'x' ? "☑" : "☐";
	else if (spoken)
		mark = "-";
	if (list->is_ordered) {
		snprintf(number, sizeof(number), list->has_parens ? "%d)" : "%d.", list->number);
		mark = number;
	}
	if (spoken)
		buf_printf(&l->lead, "%s ", mark);
	else
		frame_mark(&l->frame, mark);
}

static void open_item(struct layout *l, cmark_node *item)
{
	char task = read_task(item);
	struct level list;

	begin_block(l);
	list = *top(l);
	top(l)->number++;
	push_level(l, list.is_tight);
	if (task && l->frame.ascii)
		list.mark_cells = 4;
	if (!l->in.options->spoken)
		frame_push(&l->frame, list.mark_cells, false);
	mark_item(l, &list, task);
}

/* A marker that no text came to has a line of its own. */
static void close_level(struct layout *l)
{
	if (l->frame.has_marker) {
		frame_begin(&l->frame);
		lines_end(l->frame.out);
	}
	if (l->lead.n)
		write_label(l, "");
	frame_pop(&l->frame, top(l)->frame_n);
	l->n_levels--;
}

static void write_block(struct layout *l, cmark_node *node)
{
	switch ((int)cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
		open_quote(l);
		break;
	case CMARK_NODE_LIST:
		open_list(l, node);
		break;
	case CMARK_NODE_ITEM:
		open_item(l, node);
		break;
	case CMARK_NODE_PARAGRAPH:
		write_paragraph(l, node);
		break;
	case CMARK_NODE_HEADING:
		write_heading(l, node);
		break;
	case CMARK_NODE_CODE_BLOCK:
		write_code(l, node);
		break;
	case CMARK_NODE_HTML_BLOCK:
		write_html(l, node);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		write_rule(l);
		break;
	default:
		break;
	}
}

/* The targets of links, by number. */
static void write_targets(struct layout *l)
{
	struct page *p = l->page;
	struct flow *flow = &l->in.flow;
	bool spoken = l->in.options->spoken, is_first = true;
	size_t number = 0;

	for (size_t i = 0; i < p->n_links && l->status == STATUS_OK; i++) {
		struct ink ink = {.style = {.role = ROLE_DIM}, .link = (uint32_t)i + 1};
		char mark[32];

		if (!link_is_numbered(&p->links[i]))
			continue;
		if (is_first)
			begin_block(l);
		is_first = false;
		flow_clear(flow);
		snprintf(mark, sizeof(mark), "[%zu] ", ++number);
		if (spoken) {
			flow_put(flow, ink, p->links[i].text, strlen(p->links[i].text));
			flow_put(flow, ink, ": ", 2);
		} else {
			flow_put_glued(flow, ink, mark, strlen(mark));
		}
		ink.solid = true;
		flow_put(flow, ink, p->links[i].target, strlen(p->links[i].target));
		frame_write(&l->frame, flow, 0, flow->text.n);
	}
}

/* Each link's line is that of its first run. */
static void find_link_lines(struct page *p)
{
	size_t before = 0;

	for (size_t i = 0; i < p->lines.n_lines; i++) {
		const struct line *line = &p->lines.line[i];

		for (uint32_t j = 0; j < line->n_runs; j++) {
			uint32_t link = p->lines.runs[line->run + j].link;

			if (link && p->links[link - 1].line == SIZE_MAX)
				p->links[link - 1].line = i;
		}
	}
	/* One that shows nowhere, its text being nothing but a space. */
	for (size_t i = 0; i < p->n_links; i++) {
		if (p->links[i].line == SIZE_MAX)
			p->links[i].line = before;
		before = p->links[i].line;
	}
}

static void check_parts(struct layout *l)
{
	fail(l, l->in.status);
	fail(l, flow_status(&l->in.flow));
	fail(l, lines_status(&l->page->lines));
	fail(l, buf_status(&l->lead));
}

static void write_document(struct layout *l, cmark_node *document)
{
	cmark_event_type event;

	while ((event = cmark_iter_next(l->in.iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(l->in.iter);

		if (node == document)
			continue;
		if (event == CMARK_EVENT_ENTER)
			write_block(l, node);
		else
			close_level(l);
		check_parts(l);
		if (l->status != STATUS_OK)
			return;
	}
	write_targets(l);
	check_parts(l);
}

static void start(struct layout *l, struct page *page, const struct page_options *options)
{
	int width = options->width < MIN_WIDTH   ? MIN_WIDTH
		    : options->width > MAX_WIDTH ? MAX_WIDTH
						 : options->width;
	int margin = options->spoken ? 0 : width >= 40 ? PAGE_MARGIN_CELLS : width >= 20 ? 1 : 0;
	int right = width >= 40 && !options->spoken;

	inlines_init(&l->in, page, options);
	buf_init(&l->lead);
	l->frame.out = &page->lines;
	l->frame.ascii = options->ascii;
	l->frame.width = margin + PAGE_MAX_TEXT_CELLS;
	if (l->frame.width > width - right)
		l->frame.width = width - right;
	l->frame.max = options->spoken ? 0 : l->frame.width / 2;
	frame_push(&l->frame, margin, false);
	push_level(l, false);
}

enum status page_layout(
	struct page *page, const char *markdown, size_t n, const struct page_options *options)
{
	struct layout l = {.page = page, .source = {.s = markdown, .n = n, .line = 1}};
	struct tree tree;

	*page = (struct page){0};
	lines_init(&page->lines);
	l.status = tree_parse(&tree, markdown, n);
	start(&l, page, options);
	l.in.iter = tree.iter;
	if (l.status == STATUS_OK)
		write_document(&l, tree.document);
	tree_done(&tree);
	inlines_done(&l.in);
	buf_done(&l.lead);
	free(l.levels);
	if (l.status != STATUS_OK)
		page_done(page);
	else
		find_link_lines(page);
	return l.status;
}

void page_done(struct page *page)
{
	for (size_t i = 0; i < page->n_links; i++) {
		free(page->links[i].target);
		free(page->links[i].text);
	}
	for (size_t i = 0; i < page->n_headings; i++)
		free(page->headings[i].text);
	free(page->links);
	free(page->headings);
	lines_done(&page->lines);
	*page = (struct page){0};
	lines_init(&page->lines);
}
