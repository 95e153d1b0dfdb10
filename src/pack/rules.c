/* What a question's page and a lesson must have: docs/AUTHORING.md. */
#include "pack/parse.h"

#include <string.h>

enum {
	MIN_KEY_POINTS = 4,
	MAX_KEY_POINTS = 7,
	MIN_FOLLOW_UPS = 3,
	MIN_ITEMS = 3,
	MIN_MISTAKES = 3,
	MIN_DEMO_CLAIMS = 3,
	N_ROLES = SECTION_REFERENCES + 1
};

/* Where each section of a question's page is: 1 + index, 0 if it is missing. */
struct outline {
	size_t at[N_ROLES];
};

static struct position end_of_page(const struct parse *p)
{
	return (struct position){(int)p->source.n_lines, 1};
}

static void check_front(struct parse *p)
{
	const struct front_matter *f = &p->doc->front;
	const struct {
		const char *key;
		struct position at;
	} keys[] = {{"title", f->title_at}, {"level", f->level_at}, {"topics", f->topics_at},
		{"reviewed", f->reviewed_at}};

	if (p->front_is_broken)
		return;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (!keys[i].at.line)
			parse_report(p, (struct position){1, 1},
				"the front matter lacks the key '%s'", keys[i].key);
}

static void find_sections(struct parse *p, struct outline *outline)
{
	const struct document *d = p->doc;
	enum section_role last = SECTION_OTHER;

	for (size_t i = 0; i < d->n_sections; i++) {
		const struct section *s = &d->sections[i];
		enum section_role role = section_role(s->title);

		if (cmark_node_get_heading_level(p->headings[i]) == 1) {
			parse_report(p, s->at,
				"a heading of level 1; expected sections to begin "
				"with '##', the title is in the front matter");
			continue;
		}
		if (role == SECTION_OTHER || role > SECTION_REFERENCES) {
			parse_report(p, s->at,
				"unknown section '%s'; expected Short answer, "
				"Explanation, Demo, In practice, Common mistakes, Key points, "
				"Follow-up questions, Quiz, References",
				s->title);
			continue;
		}
		if (outline->at[role]) {
			parse_report(p, s->at, "a second section '%s'", s->title);
			continue;
		}
		if (role < last)
			parse_report(p, s->at,
				"section '%s' stands behind '%s'; expected it "
				"before",
				s->title, section_role_title(last));
		else
			last = role;
		outline->at[role] = i + 1;
	}
}

/* A missing section is reported where it should stand: at the next one's heading. */
static void check_missing(struct parse *p, const struct outline *outline)
{
	for (int role = SECTION_SHORT_ANSWER; role < N_ROLES; role++) {
		struct position at = end_of_page(p);

		if (outline->at[role])
			continue;
		for (int next = role + 1; next < N_ROLES; next++) {
			if (outline->at[next]) {
				at = p->doc->sections[outline->at[next] - 1].at;
				break;
			}
		}
		parse_report(p, at, "section '%s' is missing; expected it before here",
			section_role_title((enum section_role)role));
	}
}

static void check_empty(struct parse *p)
{
	for (size_t i = 0; i < p->doc->n_sections; i++)
		if (p->doc->sections[i].is_empty &&
			cmark_node_get_heading_level(p->headings[i]) > 1)
			parse_report(p, p->doc->sections[i].at, "section '%s' is empty",
				p->doc->sections[i].title);
}

/* Items of the lists, and headings, of a section. */
static size_t count_points(cmark_node *heading)
{
	cmark_node *block = heading, *item;
	size_t n = 0;

	while ((block = parse_next_block(block)) != NULL) {
		n += cmark_node_get_type(block) == CMARK_NODE_HEADING;
		if (cmark_node_get_type(block) != CMARK_NODE_LIST)
			continue;
		for (item = cmark_node_first_child(block); item; item = cmark_node_next(item))
			n++;
	}
	return n;
}

static size_t count_references(
	const struct parse *p, enum section_role role, enum reference_kind kind)
{
	const char *title = section_role_title(role);
	size_t n = 0;

	for (size_t i = 0; i < p->doc->n_references; i++)
		n += p->doc->references[i].kind == kind &&
		     !strcmp(p->doc->references[i].section, title);
	return n;
}

static void need(struct parse *p, const struct outline *o, enum section_role role, size_t n,
	size_t least, const char *what)
{
	if (o->at[role] && n < least)
		parse_report(p, p->doc->sections[o->at[role] - 1].at,
			"section '%s' has %zu %s; expected %zu or more", section_role_title(role),
			n, what, least);
}

static size_t count_drawn(const struct document *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n_items; i++)
		n += d->items[i].kind == ITEM_NUMERIC && d->items[i].n_params > 0;
	return n;
}

static size_t count_choices(const struct document *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n_items; i++)
		n += d->items[i].kind == ITEM_SINGLE || d->items[i].kind == ITEM_MULTIPLE;
	return n;
}

static void check_counts(struct parse *p, const struct outline *o)
{
	const struct document *d = p->doc;
	size_t mistakes = o->at[SECTION_MISTAKES];

	need(p, o, SECTION_SHORT_ANSWER, count_references(p, SECTION_SHORT_ANSWER, REFERENCE_CLAIM),
		1, "live numbers");
	need(p, o, SECTION_DEMO, count_references(p, SECTION_DEMO, REFERENCE_FIGURE), 1,
		"plots or tables");
	need(p, o, SECTION_DEMO, count_references(p, SECTION_DEMO, REFERENCE_CLAIM),
		MIN_DEMO_CLAIMS, "live numbers");
	need(p, o, SECTION_DEMO, d->n_excerpts, 1, "excerpts of the demo");
	if (mistakes)
		need(p, o, SECTION_MISTAKES, count_points(p->headings[mistakes - 1]), MIN_MISTAKES,
			"list items");
	need(p, o, SECTION_KEY_POINTS, d->n_key_points, MIN_KEY_POINTS, "list items");
	if (d->n_key_points > MAX_KEY_POINTS && o->at[SECTION_KEY_POINTS])
		parse_report(p, d->sections[o->at[SECTION_KEY_POINTS] - 1].at,
			"section 'Key points' has %zu list items; expected at most %d",
			d->n_key_points, MAX_KEY_POINTS);
	need(p, o, SECTION_FOLLOW_UPS, d->n_follow_ups, MIN_FOLLOW_UPS, "list items");
	need(p, o, SECTION_QUIZ, d->n_items, MIN_ITEMS, "items");
	need(p, o, SECTION_QUIZ, count_choices(d), 1, "items to choose from");
	need(p, o, SECTION_QUIZ, count_drawn(d), 1, "numeric items with a drawn parameter");
	need(p, o, SECTION_REFERENCES, d->n_citations, 1, "references");
}

static void check_lesson(struct parse *p)
{
	const struct document *d = p->doc;
	const struct section *check = NULL;

	if (!d->front.title &&
		(!d->n_sections || cmark_node_get_heading_level(p->headings[0]) != 1))
		parse_report(p, (struct position){1, 1},
			"a lesson without a title; expected one in its front matter, or '# Title' "
			"first");
	for (size_t i = 0; i < d->n_sections; i++)
		if (section_role(d->sections[i].title) == SECTION_CHECK_YOURSELF)
			check = &d->sections[i];
	if (!check)
		parse_report(p, end_of_page(p), "section 'Check yourself' is missing");
	else if (d->n_items < MIN_ITEMS)
		parse_report(p, check->at,
			"section 'Check yourself' has %zu items; expected %d or "
			"more",
			d->n_items, MIN_ITEMS);
}

void parse_check_rules(struct parse *p)
{
	struct outline outline = {0};

	if (p->doc->kind == DOCUMENT_QUESTION) {
		check_front(p);
		find_sections(p, &outline);
		check_missing(p, &outline);
		check_counts(p, &outline);
	} else {
		check_lesson(p);
	}
	check_empty(p);
}
