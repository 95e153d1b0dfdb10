#include "pack/parse.h"

#include <string.h>

static const char *const titles[] = {
	[SECTION_OTHER] = "",
	[SECTION_SHORT_ANSWER] = "Short answer",
	[SECTION_EXPLANATION] = "Explanation",
	[SECTION_DEMO] = "Demo",
	[SECTION_IN_PRACTICE] = "In practice",
	[SECTION_MISTAKES] = "Common mistakes",
	[SECTION_KEY_POINTS] = "Key points",
	[SECTION_FOLLOW_UPS] = "Follow-up questions",
	[SECTION_QUIZ] = "Quiz",
	[SECTION_REFERENCES] = "References",
	[SECTION_CHECK_YOURSELF] = "Check yourself",
};

enum section_role section_role(const char *title)
{
	for (size_t i = 1; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (!strcmp(titles[i], title))
			return (enum section_role)i;
	return SECTION_OTHER;
}

const char *section_role_title(enum section_role role)
{
	return titles[role];
}

bool section_is_quiz(const char *title)
{
	enum section_role role = section_role(title);

	return role == SECTION_QUIZ || role == SECTION_CHECK_YOURSELF;
}

static bool is_section_heading(cmark_node *block)
{
	return cmark_node_get_type(block) == CMARK_NODE_HEADING &&
	       cmark_node_get_heading_level(block) <= 2;
}

cmark_node *parse_next_block(cmark_node *block)
{
	cmark_node *next = cmark_node_next(block);

	return next && !is_section_heading(next) ? next : NULL;
}

static void add_section(struct parse *p, cmark_node *heading)
{
	struct document *d = p->doc;
	struct section section = {.title = parse_plain_text(p, heading),
		.at = parse_block_at(p, heading),
		.end = d->n,
		.is_empty = !parse_next_block(heading)};
	struct section *grown =
		arena_grow(p->arena, d->sections, d->n_sections, &p->cap_sections, sizeof(*grown));
	cmark_node **headings = arena_grow(
		p->arena, p->headings, d->n_sections, &p->cap_headings, sizeof(*headings));

	if (!grown || !headings || !section.title)
		return;
	section.begin = p->source.line_at[section.at.line - 1];
	if (d->n_sections)
		grown[d->n_sections - 1].end = section.begin;
	d->sections = grown;
	p->headings = headings;
	headings[d->n_sections] = heading;
	grown[d->n_sections++] = section;
}

void parse_sections(struct parse *p)
{
	cmark_node *block = cmark_node_first_child(p->root);

	for (; block; block = cmark_node_next(block))
		if (is_section_heading(block))
			add_section(p, block);
}
