#include "pack/quiz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char live[] = "live:";

bool quiz_read_real(const char **s, double *value)
{
	const char *at = *s + strspn(*s, "+-");
	size_t digits = strspn(at, "0123456789.");
	char *end;

	/* strtod would take "inf", "nan" and hexadecimal as well. */
	if (at - *s > 1 || !strpbrk(at, "0123456789") || !digits || at[digits] == 'x')
		return false;
	*value = strtod(*s, &end);
	if (end == *s || !isfinite(*value))
		return false;
	*s = end;
	return true;
}

static const char *skip_blank(const char *s)
{
	return s + strspn(s, " \t\n");
}

/* " ± 20 %" up to the paragraph's end. */
static bool read_tolerance(struct quiz_item *item, const char *s)
{
	static const char *const signs[] = {"±", "+-", "+/-"};
	size_t i;

	s = skip_blank(s);
	for (i = 0; i < 3 && strncmp(s, signs[i], strlen(signs[i])) != 0; i++)
		;
	if (i == 3)
		return false;
	s = skip_blank(s + strlen(signs[i]));
	if (!quiz_read_real(&s, &item->tolerance) || !(item->tolerance >= 0))
		return false;
	s = skip_blank(s);
	item->tolerance_is_relative = *s == '%';
	if (item->tolerance_is_relative) {
		item->tolerance /= 100;
		s++;
	}
	return !*skip_blank(s);
}

/* The first link of a paragraph that leads to a live value, loaded and
 * scanned; NULL if something else than `before` stands in front of it. */
static const struct link_span *find_live(
	struct parse *p, cmark_node *paragraph, const char *before, cmark_node **link)
{
	const struct link_span *span;
	cmark_node *node = cmark_node_first_child(paragraph);
	const char *s;

	parse_load(p, paragraph, paragraph);
	inline_scan(&p->inlines);
	while (node && cmark_node_get_type(node) != CMARK_NODE_LINK)
		node = cmark_node_next(node);
	span = p->inlines.n_links ? &p->inlines.links[0] : NULL;
	if (!node || !span || strncmp(cmark_node_get_url(node), live, strlen(live)) != 0)
		return NULL;
	s = p->inlines.text.data;
	if (strncmp(s, before, strlen(before)) != 0)
		return NULL;
	*link = node;
	return skip_blank(s + strlen(before)) == s + span->open ? span : NULL;
}

void quiz_read_numeric(struct item_reader *r, cmark_node *paragraph)
{
	struct parse *p = r->p;
	struct position at = parse_block_at(p, paragraph);
	const struct link_span *span;
	cmark_node *link;

	if (r->has_answers) {
		parse_report(p, at, "a second answer; expected one");
		return;
	}
	r->has_answers = true;
	r->item.kind = ITEM_NUMERIC;
	span = find_live(p, paragraph, "=", &link);
	if (!span) {
		parse_report(
			p, at, "no answer that is computed; expected = [value](live:name) ± 5 %%");
		r->item.answer_text = r->item.answer_target = "";
		return;
	}
	r->item.answer_text = parse_plain_text(p, link);
	r->item.answer_target = arena_strdup(p->arena, cmark_node_get_url(link) + strlen(live));
	if (!read_tolerance(&r->item, p->inlines.text.data + span->end))
		parse_report(p, inline_position(&p->inlines, span->end),
			"no tolerance behind the answer; expected one like ± 5 %% or ± 0.01, and "
			"nothing more");
}

static void read_wrong(struct item_reader *r, cmark_node *item)
{
	struct parse *p = r->p;
	struct wrong_answer wrong = {.at = parse_block_at(p, item)}, *grown;
	cmark_node *paragraph = cmark_node_first_child(item), *link;
	const struct link_span *span = NULL;

	if (paragraph && cmark_node_get_type(paragraph) == CMARK_NODE_PARAGRAPH)
		span = find_live(p, paragraph, "", &link);
	if (!span) {
		parse_report(p, wrong.at,
			"no wrong answer; expected - [value](live:name) and "
			"what went wrong");
		return;
	}
	wrong.text = parse_plain_text(p, link);
	wrong.target = arena_strdup(p->arena, cmark_node_get_url(link) + strlen(live));
	wrong.at = inline_position(&p->inlines, span->open);
	wrong.explanation = inline_copy(&p->inlines, span->end, p->inlines.text.n);
	if (wrong.explanation && !wrong.explanation[0])
		parse_report(p, wrong.at,
			"a wrong answer without a word; expected what went wrong "
			"behind it");
	grown = arena_grow(p->arena, r->item.wrong, r->item.n_wrong, &r->cap_wrong, sizeof(*grown));
	if (!grown)
		return;
	r->item.wrong = grown;
	grown[r->item.n_wrong++] = wrong;
}

void quiz_read_wrong(struct item_reader *r, cmark_node *list)
{
	cmark_node *item = cmark_node_first_child(list);

	for (; item; item = cmark_node_next(item))
		read_wrong(r, item);
}
