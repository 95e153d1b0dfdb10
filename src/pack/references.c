/* What stands in the text of any block: links, formulas, numbers, excerpts. */
#include "pack/parse.h"

#include <string.h>

/* Links that cmark knows and we do not find as written (autolinks, `[a][b]`)
 * must not make us look through all of the block for each. */
enum { LOOK_AHEAD = 8 };

static const struct {
	const char *scheme;
	enum reference_kind kind;
	bool is_number; /* its text may be a number */
} schemes[] = {
	{"live:", REFERENCE_CLAIM, true},
	{"cite:", REFERENCE_CITE, true},
	{"set:", REFERENCE_SET, true},
	{"param:", REFERENCE_PARAM, true},
	{"question:", REFERENCE_QUESTION, false},
	{"lesson:", REFERENCE_LESSON, false},
};
enum { N_SCHEMES = sizeof(schemes) / sizeof(schemes[0]) };

static size_t find_scheme(const char *url)
{
	size_t i = 0;

	while (i < N_SCHEMES && strncmp(url, schemes[i].scheme, strlen(schemes[i].scheme)) != 0)
		i++;
	return i;
}

/* Is the link written here the one that leads to `url`? */
static bool is_same_target(
	const struct inline_text *t, const struct link_span *span, const char *url)
{
	const char *s = t->text.data + span->target;
	size_t n = span->target_end - span->target;

	if (n >= 2 && s[0] == '<') {
		s++;
		n -= 2;
	}
	if (strlen(url) == n && !memcmp(s, url, n))
		return true;
	/* Escapes and entities: cmark has replaced them. */
	return memchr(s, '\\', n) || memchr(s, '&', n);
}

/* The span of a link; *next is where to look first. NULL if it is not found. */
static const struct link_span *find_span(const struct inline_text *t, size_t *next, const char *url)
{
	for (size_t i = *next; i < t->n_links && i < *next + LOOK_AHEAD; i++) {
		if (is_same_target(t, &t->links[i], url)) {
			*next = i + 1;
			return &t->links[i];
		}
	}
	return NULL;
}

static void add_reference(struct parse *p, struct reference reference)
{
	struct document *d = p->doc;
	struct reference *grown = arena_grow(
		p->arena, d->references, d->n_references, &p->cap_references, sizeof(*grown));

	if (!grown)
		return;
	d->references = grown;
	grown[d->n_references++] = reference;
}

/* A link or image of the block that is loaded and scanned. */
static void read_link(
	struct parse *p, cmark_node *block, cmark_node *link, const char *section, size_t *next)
{
	bool is_image = cmark_node_get_type(link) == CMARK_NODE_IMAGE;
	const char *url = cmark_node_get_url(link);
	size_t scheme = find_scheme(url);
	const struct link_span *span = find_span(&p->inlines, next, url);
	struct reference r = {.kind = REFERENCE_URL,
		.text = parse_plain_text(p, link),
		.section = section,
		.at = parse_block_at(p, block)};

	if (span)
		r.at = inline_position(&p->inlines, span->open - (is_image ? 1 : 0));
	if (scheme < N_SCHEMES) {
		url += strlen(schemes[scheme].scheme);
		r.kind = schemes[scheme].kind;
		if (!span)
			parse_report(p, r.at,
				"the link to '%s%s' is not written in full; expected "
				"[text](%s%s)",
				schemes[scheme].scheme, url, schemes[scheme].scheme, url);
		else if (schemes[scheme].is_number)
			memset(p->inlines.mask.data + span->open, MASK_TARGET,
				span->end - span->open);
	}
	if (is_image && r.kind == REFERENCE_CLAIM)
		r.kind = REFERENCE_FIGURE;
	r.target = arena_strdup(p->arena, url);
	add_reference(p, r);
}

static void read_links(struct parse *p, cmark_node *block, const char *section)
{
	cmark_iter *iter = cmark_iter_new(block);
	cmark_event_type event;
	size_t next = 0;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);

		if (event == CMARK_EVENT_ENTER &&
			(type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE))
			read_link(p, block, node, section, &next);
	}
	cmark_iter_free(iter);
}

static void add_formula(struct parse *p, struct formula formula)
{
	struct document *d = p->doc;
	struct formula *grown =
		arena_grow(p->arena, d->formulas, d->n_formulas, &p->cap_formulas, sizeof(*grown));

	if (!grown || !formula.tex)
		return;
	d->formulas = grown;
	grown[d->n_formulas++] = formula;
}

static void read_formulas(struct parse *p)
{
	struct inline_text *t = &p->inlines;

	for (size_t i = 0; i < t->n_codes; i++)
		if (t->mask.data[t->codes[i].open] == MASK_MATH)
			add_formula(p, (struct formula){.tex = inline_code(t, &t->codes[i]),
					       .at = inline_position(t, t->codes[i].begin)});
}

static void read_numbers(struct parse *p)
{
	struct document *d = p->doc;
	size_t at = 0, begin, end;

	while (inline_next_decimal(&p->inlines, &at, &begin, &end)) {
		struct bare_number *grown =
			arena_grow(p->arena, d->bare, d->n_bare, &p->cap_bare, sizeof(*grown));

		if (!grown)
			return;
		d->bare = grown;
		grown[d->n_bare++] = (struct bare_number){
			inline_copy(&p->inlines, begin, end), inline_position(&p->inlines, begin)};
	}
}

/* Options of a quiz item may be wrong numbers, on purpose. */
static bool is_option(cmark_node *block, const char *section)
{
	return section_is_quiz(section) &&
	       cmark_node_get_type(cmark_node_parent(block)) == CMARK_NODE_ITEM &&
	       (parse_begins_with(block, "[ ] ") || parse_begins_with(block, "[x] "));
}

/* An answer is a live number and its tolerance, which is the author's choice. */
static bool is_answer(cmark_node *block, const char *section)
{
	return section_is_quiz(section) && parse_begins_with(block, "=");
}

static void read_text(struct parse *p, cmark_node *block, const char *section)
{
	parse_load(p, block, block);
	inline_scan(&p->inlines);
	if (buf_status(&p->inlines.mask) != STATUS_OK || !p->inlines.n_pieces)
		return;
	read_links(p, block, section);
	read_formulas(p);
	if (section_role(section) != SECTION_REFERENCES && !is_option(block, section) &&
		!is_answer(block, section))
		read_numbers(p);
}

static void add_excerpt(struct parse *p, cmark_node *block, const char *name)
{
	struct document *d = p->doc;
	struct excerpt *grown =
		arena_grow(p->arena, d->excerpts, d->n_excerpts, &p->cap_excerpts, sizeof(*grown));

	if (!grown)
		return;
	d->excerpts = grown;
	grown[d->n_excerpts++] = (struct excerpt){arena_strdup(p->arena, name),
		arena_strdup(p->arena, cmark_node_get_literal(block)), parse_block_at(p, block)};
}

static void read_code_block(struct parse *p, cmark_node *block)
{
	static const char demo[] = "c demo:";
	const char *info = cmark_node_get_fence_info(block);
	struct position at = parse_block_at(p, block);

	if (!strcmp(info, "math")) {
		at.line++;
		add_formula(
			p, (struct formula){arena_strdup(p->arena, cmark_node_get_literal(block)),
				   true, at});
	} else if (!strncmp(info, demo, strlen(demo)) && info[strlen(demo)] &&
		   !strpbrk(info + strlen(demo), " \t")) {
		add_excerpt(p, block, info + strlen(demo));
	} else if (strstr(info, "demo:")) {
		parse_report(p, at, "'%s' is no excerpt; expected 'c demo:name'", info);
	}
}

static void read_block(struct parse *p, cmark_node *top, const char *section)
{
	cmark_iter *iter = cmark_iter_new(top);
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);

		if (event != CMARK_EVENT_ENTER)
			continue;
		if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING)
			read_text(p, node, section);
		else if (type == CMARK_NODE_CODE_BLOCK)
			read_code_block(p, node);
	}
	cmark_iter_free(iter);
}

void parse_inlines(struct parse *p)
{
	const char *section = "";
	size_t next = 0;

	for (cmark_node *top = cmark_node_first_child(p->root); top; top = cmark_node_next(top)) {
		if (next < p->doc->n_sections && p->headings[next] == top)
			section = p->doc->sections[next++].title;
		read_block(p, top, section);
	}
}
