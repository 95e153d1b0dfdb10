/* Sections that are lists: key points, follow-up questions, references. */
#include "pack/parse.h"

#include <stdlib.h>
#include <string.h>

static void read_key_point(struct parse *p, cmark_node *item)
{
	struct document *d = p->doc;
	const char **grown = arena_grow(
		p->arena, d->key_points, d->n_key_points, &p->cap_key_points, sizeof(*grown));

	if (!grown)
		return;
	d->key_points = grown;
	grown[d->n_key_points++] =
		parse_markdown(p, cmark_node_first_child(item), cmark_node_last_child(item));
}

static void read_follow_up(struct parse *p, cmark_node *item)
{
	struct document *d = p->doc;
	cmark_node *question = cmark_node_first_child(item), *answer;
	struct follow_up *grown = arena_grow(
		p->arena, d->follow_ups, d->n_follow_ups, &p->cap_follow_ups, sizeof(*grown));

	if (!grown)
		return;
	d->follow_ups = grown;
	answer = question ? cmark_node_next(question) : NULL;
	if (!question || cmark_node_get_type(question) != CMARK_NODE_PARAGRAPH || !answer)
		parse_report(p, parse_block_at(p, item),
			"a follow-up question without an answer; expected a paragraph that asks "
			"and, indented below it, one that answers");
	grown[d->n_follow_ups++] =
		(struct follow_up){.question = parse_markdown(p, question, question),
			.answer = parse_markdown(p, answer, cmark_node_last_child(item)),
			.at = parse_block_at(p, item)};
}

/* "- `key` Authors, title, venue." */
static void read_citation(struct parse *p, cmark_node *item)
{
	struct document *d = p->doc;
	cmark_node *paragraph = cmark_node_first_child(item);
	cmark_node *key = paragraph ? cmark_node_first_child(paragraph) : NULL;
	struct citation citation = {.at = parse_block_at(p, item)}, *grown;

	if (!key || cmark_node_get_type(key) != CMARK_NODE_CODE) {
		parse_report(p, citation.at,
			"a reference without a key; expected it first, as a "
			"code span: - `author2020` ...");
		return;
	}
	grown = arena_grow(
		p->arena, d->citations, d->n_citations, &p->cap_citations, sizeof(*grown));
	citation.key = arena_strdup(p->arena, cmark_node_get_literal(key));
	parse_load(p, paragraph, cmark_node_last_child(item));
	inline_scan(&p->inlines);
	if (!grown || !citation.key || !p->inlines.n_codes)
		return;
	citation.text = inline_copy(&p->inlines, p->inlines.codes[0].close, p->inlines.text.n);
	if (citation.text && !citation.text[0])
		parse_report(p, citation.at,
			"nothing behind the key '%s'; expected authors, title, "
			"venue, year",
			citation.key);
	d->citations = grown;
	grown[d->n_citations++] = citation;
}

static void each_item(
	struct parse *p, cmark_node *heading, void (*read)(struct parse *, cmark_node *))
{
	cmark_node *block = heading, *item;

	while ((block = parse_next_block(block)) != NULL) {
		if (cmark_node_get_type(block) != CMARK_NODE_LIST)
			continue;
		for (item = cmark_node_first_child(block); item; item = cmark_node_next(item))
			read(p, item);
	}
}

static int compare_keys(const void *a, const void *b)
{
	const struct citation *const *x = a, *const *y = b;
	int order = strcmp((*x)->key, (*y)->key);

	return order ? order : (*x > *y) - (*x < *y);
}

static int compare_key(const void *key, const void *item)
{
	const struct citation *const *citation = item;

	return strcmp(key, (*citation)->key);
}

/* Every cite has its reference, every reference a key of its own. */
static void check_keys(struct parse *p)
{
	const struct document *d = p->doc;
	const struct citation **sorted = arena_array(p->arena, d->n_citations, sizeof(*sorted));

	if (!sorted)
		return;
	for (size_t i = 0; i < d->n_citations; i++)
		sorted[i] = &d->citations[i];
	if (d->n_citations)
		qsort(sorted, d->n_citations, sizeof(*sorted), compare_keys);
	for (size_t i = 1; i < d->n_citations; i++)
		if (!strcmp(sorted[i - 1]->key, sorted[i]->key))
			parse_report(p, sorted[i]->at, "the key '%s' is that of line %d too",
				sorted[i]->key, sorted[i - 1]->at.line);
	for (size_t i = 0; i < d->n_references; i++) {
		const struct reference *r = &d->references[i];

		if (r->kind == REFERENCE_CITE && r->target &&
			!bsearch(r->target, sorted, d->n_citations, sizeof(*sorted), compare_key))
			parse_report(p, r->at, "no reference has the key '%s'", r->target);
	}
}

void parse_lists(struct parse *p)
{
	const struct document *d = p->doc;

	for (size_t i = 0; i < d->n_sections; i++) {
		switch (section_role(d->sections[i].title)) {
		case SECTION_KEY_POINTS:
			each_item(p, p->headings[i], read_key_point);
			break;
		case SECTION_FOLLOW_UPS:
			each_item(p, p->headings[i], read_follow_up);
			break;
		case SECTION_REFERENCES:
			each_item(p, p->headings[i], read_citation);
			break;
		default:
			break;
		}
	}
	check_keys(p);
}
