#include "pack/quiz.h"

#include "pack/names.h"

#include <stdlib.h>
#include <string.h>

/* Finds "<!-- id: x -->" in the heading loaded and scanned: [*begin, *end). */
static const char *find_id(struct parse *p, size_t *begin, size_t *end)
{
	const struct inline_text *t = &p->inlines;
	const char *s = t->text.data, *at = s, *close, *id;

	while ((at = strstr(at, "<!--")) != NULL) {
		close = strstr(at, "-->");
		id = at + 4 + strspn(at + 4, " ");
		if (close && t->mask.data[at - s] == MASK_HTML && !strncmp(id, "id:", 3)) {
			id += 3 + strspn(id + 3, " ");
			*begin = (size_t)(at - s);
			*end = (size_t)(close - s) + 3;
			while (close > id && close[-1] == ' ')
				close--;
			return arena_strndup(p->arena, id, (size_t)(close - id));
		}
		at += 4;
	}
	return NULL;
}

static void append(struct item_reader *r, const char *markdown)
{
	if (!markdown || !markdown[0])
		return;
	if (r->prompt.n)
		buf_puts(&r->prompt, "\n\n");
	buf_puts(&r->prompt, markdown);
}

static void read_heading(struct item_reader *r, cmark_node *heading)
{
	struct parse *p = r->p;
	struct inline_text *t = &p->inlines;
	size_t begin, id_begin, id_end;
	const char *before, *after = "";

	r->item.at = parse_block_at(p, heading);
	parse_load(p, heading, heading);
	inline_scan(t);
	begin = strspn(t->text.data, "# \t");
	id_begin = id_end = t->text.n;
	r->item.id = find_id(p, &id_begin, &id_end);
	before = inline_copy(t, begin, id_begin);
	if (id_end < t->text.n)
		after = inline_copy(t, id_end, t->text.n);
	if (before && after && after[0])
		before = arena_printf(p->arena, "%s %s", before, after);
	append(r, before);
	if (!r->item.id)
		parse_report(p, r->item.at,
			"a quiz item without an id; expected a comment "
			"behind its question: <!-- id: some-name -->");
	else if (!is_slug(r->item.id, strlen(r->item.id)))
		parse_report(p, r->item.at,
			"'%s' is no id; expected lower-case letters, digits "
			"and single hyphens",
			r->item.id);
	if (!r->item.id)
		r->item.id = "";
	if (!r->prompt.n)
		parse_report(p, r->item.at, "a quiz item without a question");
}

static void read_prose(struct item_reader *r, cmark_node *block)
{
	if (r->has_answers)
		parse_report(r->p, parse_block_at(r->p, block),
			"text behind the answers; expected it before them, or as a quote that "
			"explains");
	else
		append(r, parse_markdown(r->p, block, block));
}

static void add_hint(struct item_reader *r, const char *hint)
{
	const char **grown =
		arena_grow(r->p->arena, r->hints, r->item.n_hints, &r->cap_hints, sizeof(*grown));

	if (!grown)
		return;
	r->hints = grown;
	grown[r->item.n_hints++] = hint;
}

/* "> Hint: ..." or, behind the answers, the explanation. */
static void read_quote(struct item_reader *r, cmark_node *quote)
{
	static const char hint[] = "Hint:";
	cmark_node *first = cmark_node_first_child(quote), *last = cmark_node_last_child(quote);
	struct inline_text *t = &r->p->inlines;

	if (first && cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH &&
		parse_begins_with(first, hint)) {
		parse_load(r->p, first, last);
		add_hint(r, inline_copy(t, strlen(hint), t->text.n));
	} else if (!r->has_answers) {
		read_prose(r, quote);
	} else if (r->item.kind == ITEM_NUMERIC || r->item.kind == ITEM_ORDER) {
		r->item.explanation = parse_markdown(r->p, first, last);
	} else {
		parse_report(r->p, parse_block_at(r->p, quote),
			"a quote behind the options; "
			"expected each option's explanation indented below it");
	}
}

static void read_list(struct item_reader *r, cmark_node *list)
{
	bool is_ordered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;

	if (r->has_answers && r->item.kind == ITEM_NUMERIC && !is_ordered)
		quiz_read_wrong(r, list);
	else if (r->has_answers)
		parse_report(
			r->p, parse_block_at(r->p, list), "a second list of answers; expected one");
	else if (is_ordered || quiz_is_task_list(list))
		quiz_read_choices(r, list);
	else
		read_prose(r, list);
}

/* A line "= [..." must be a paragraph of its own; CommonMark makes it a part
 * of the one above, or of the quote above, if no empty line is between. */
static void check_swallowed(struct item_reader *r, cmark_node *block)
{
	struct inline_text *t = &r->p->inlines;
	const char *found;

	parse_load(r->p, block, block);
	found = strstr(t->text.data, "\n= [");
	if (found)
		parse_report(r->p, inline_position(t, (size_t)(found - t->text.data) + 1),
			"the answer is part of the text above; expected an empty line before it");
}

static void read_block(struct item_reader *r, cmark_node *block)
{
	cmark_node_type type = cmark_node_get_type(block);

	if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_BLOCK_QUOTE)
		check_swallowed(r, block);
	if (type == CMARK_NODE_BLOCK_QUOTE)
		read_quote(r, block);
	else if (type == CMARK_NODE_LIST)
		read_list(r, block);
	else if (type == CMARK_NODE_PARAGRAPH && parse_begins_with(block, "="))
		quiz_read_numeric(r, block);
	else
		read_prose(r, block);
}

static void check_item(struct item_reader *r)
{
	const struct quiz_item *item = &r->item;

	if (!r->has_answers) {
		parse_report(r->p, item->at,
			"a quiz item without answers; expected a task list "
			"(- [x] right, - [ ] wrong), a numbered list to put in order, or a line "
			"= [value](live:name) ± 5 %%");
		return;
	}
	if (item->kind != ITEM_NUMERIC)
		quiz_check_choices(r);
	if ((item->kind == ITEM_NUMERIC || item->kind == ITEM_ORDER) &&
		(!item->explanation || !item->explanation[0]))
		parse_report(r->p, item->at,
			"the item is not explained; expected a quote "
			"(> ...) behind its answers");
}

static bool is_item_heading(cmark_node *block)
{
	return cmark_node_get_type(block) == CMARK_NODE_HEADING &&
	       cmark_node_get_heading_level(block) == 3;
}

/* Reads the item of this heading; returns its last block. */
static cmark_node *read_item(struct parse *p, cmark_node *heading)
{
	struct item_reader r = {.p = p};
	struct document *d = p->doc;
	cmark_node *last = heading, *next;
	struct quiz_item *grown;

	buf_init(&r.prompt);
	read_heading(&r, heading);
	while ((next = parse_next_block(last)) != NULL && !is_item_heading(next)) {
		last = next;
		read_block(&r, last);
	}
	check_item(&r);
	r.item.hints = r.hints;
	r.item.prompt = arena_strdup(p->arena, r.prompt.data);
	if (buf_status(&r.prompt) != STATUS_OK)
		p->diags->status = STATUS_NO_MEMORY;
	buf_done(&r.prompt);
	grown = arena_grow(p->arena, d->items, d->n_items, &p->cap_items, sizeof(*grown));
	if (grown) {
		d->items = grown;
		grown[d->n_items++] = r.item;
	}
	return last;
}

static int compare_ids(const void *a, const void *b)
{
	const struct quiz_item *const *x = a, *const *y = b;
	int order = strcmp((*x)->id, (*y)->id);

	return order ? order : (*x > *y) - (*x < *y);
}

static void check_ids(struct parse *p)
{
	size_t n = p->doc->n_items;
	const struct quiz_item **sorted = arena_array(p->arena, n, sizeof(*sorted));

	if (!sorted || !n)
		return;
	for (size_t i = 0; i < n; i++)
		sorted[i] = &p->doc->items[i];
	qsort(sorted, n, sizeof(*sorted), compare_ids);
	for (size_t i = 1; i < n; i++)
		if (sorted[i]->id[0] && !strcmp(sorted[i - 1]->id, sorted[i]->id))
			parse_report(p, sorted[i]->at, "the id '%s' is that of line %d too",
				sorted[i]->id, sorted[i - 1]->at.line);
}

void parse_quiz(struct parse *p)
{
	for (size_t i = 0; i < p->doc->n_sections; i++) {
		cmark_node *block = p->headings[i];

		if (!section_is_quiz(p->doc->sections[i].title))
			continue;
		while ((block = parse_next_block(block)) != NULL)
			if (is_item_heading(block))
				block = read_item(p, block);
	}
	check_ids(p);
}
