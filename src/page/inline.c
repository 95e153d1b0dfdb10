#include "page/inline.h"

#include "base/text.h"
#include "math/math.h"

#include <stdlib.h>
#include <string.h>

/* Numbers and formulas up to this wide stay on one line. */
enum { GLUED_CELLS = 24, ANY_WIDTH = 1000 };

static const struct scheme {
	const char *prefix;
	enum page_link_kind kind;
} schemes[] = {
	{"live:", PAGE_LINK_LIVE},
	{"question:", PAGE_LINK_QUESTION},
	{"lesson:", PAGE_LINK_LESSON},
	{"set:", PAGE_LINK_SET},
	{"cite:", PAGE_LINK_CITE},
};

void inlines_init(struct inlines *in, struct page *page, const struct page_options *options)
{
	*in = (struct inlines){.page = page, .options = options};
	flow_init(&in->flow);
	buf_init(&in->scratch);
}

void inlines_done(struct inlines *in)
{
	flow_done(&in->flow);
	buf_done(&in->scratch);
}

void inlines_begin(struct inlines *in, struct style base)
{
	flow_clear(&in->flow);
	in->base = base;
	in->emphasis = in->strong = 0;
	in->link = 0;
	in->is_sample = in->math_next = in->skip_dollar = false;
}

/* The style of text where the walk stands. */
static struct ink current_ink(const struct inlines *in)
{
	struct ink ink = {.style = in->base, .link = in->link};

	if (in->link)
		ink.style.role = ROLE_LINK;
	if (in->is_sample)
		ink.style.role = ROLE_ACCENT;
	if (in->emphasis)
		ink.style.attr |= ATTR_ITALIC;
	if (in->strong)
		ink.style.attr |= ATTR_BOLD;
	return ink;
}

/* Bytes of the relation that s[0..n) begins with; 0 if there is none. */
static size_t relation_bytes(const char *s, size_t n)
{
	static const char *const relations[] = {"=", "<", ">", "≤", "≥", "≈", "≠"};

	for (size_t i = 0; i < sizeof(relations) / sizeof(relations[0]); i++) {
		size_t bytes = strlen(relations[i]);

		if (bytes <= n && memcmp(s, relations[i], bytes) == 0)
			return bytes;
	}
	return 0;
}

/* No line ends beside the sign of "λ = 0.1"; from byte `at` on. */
static void glue_relations(struct buf *text, size_t at)
{
	enum { LONGEST = 5 }; /* a space, a sign and a space */
	size_t bytes;

	for (size_t i = at > LONGEST ? at - LONGEST : 0; i + 2 < text->n; i++) {
		char *s = text->data + i;

		if (s[0] != ' ' && s[0] != FLOW_GLUE)
			continue;
		bytes = relation_bytes(s + 1, text->n - i - 1);
		if (bytes && i + 1 + bytes < text->n && s[1 + bytes] == ' ')
			s[0] = s[1 + bytes] = FLOW_GLUE;
	}
}

void inlines_put(struct inlines *in, const char *s, size_t n)
{
	size_t at = in->flow.text.n;

	flow_put(&in->flow, current_ink(in), s, n);
	glue_relations(&in->flow.text, at);
}

static char *copy_string(struct inlines *in, const char *s)
{
	char *copy = s ? strdup(s) : NULL;

	if (s && !copy)
		in->status = STATUS_NO_MEMORY;
	return copy;
}

uint32_t inlines_add_link(
	struct inlines *in, enum page_link_kind kind, const char *target, const char *text)
{
	struct page *p = in->page;
	size_t cap = in->cap_links ? in->cap_links * 2 : 16;
	struct page_link *grown;

	if (p->n_links == in->cap_links) {
		grown = realloc(p->links, cap * sizeof(*grown));
		if (!grown) {
			in->status = STATUS_NO_MEMORY;
			return 0;
		}
		p->links = grown;
		in->cap_links = cap;
	}
	p->links[p->n_links++] = (struct page_link){.kind = kind,
		.target = copy_string(in, target),
		.text = copy_string(in, text),
		.line = SIZE_MAX};
	return (uint32_t)p->n_links;
}

bool link_is_numbered(const struct page_link *link)
{
	const char *target = link->target;

	if (link->kind != PAGE_LINK_URL || !target || !link->text || !*target)
		return false;
	if (strncmp(target, "mailto:", 7) == 0 && strcmp(target + 7, link->text) == 0)
		return false;
	return strcmp(target, link->text) != 0;
}

void inlines_collect(struct inlines *in, cmark_node *node)
{
	cmark_event_type event;

	buf_clear(&in->scratch);
	while ((event = cmark_iter_next(in->iter)) != CMARK_EVENT_DONE) {
		cmark_node *inner = cmark_iter_get_node(in->iter);
		cmark_node_type type = cmark_node_get_type(inner);

		if (event == CMARK_EVENT_EXIT && inner == node)
			break;
		if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
			buf_puts(&in->scratch, cmark_node_get_literal(inner));
		else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
			buf_putc(&in->scratch, ' ');
	}
	if (buf_status(&in->scratch) != STATUS_OK)
		in->status = STATUS_NO_MEMORY;
}

const char *live_target(cmark_node *node)
{
	const char *url = cmark_node_get_url(node);

	return url && strncmp(url, "live:", 5) == 0 ? url + 5 : NULL;
}

struct live_item live_find(
	const struct page_options *options, const char *target, const char *written)
{
	struct live_item item = {.state = LIVE_UNKNOWN};

	if (options->live)
		options->live(options->live_context, target, written, &item);
	return item;
}

static void put_number(struct inlines *in, struct ink ink, enum role role, const char *s)
{
	size_t n = strlen(s);

	if (in->options->live)
		ink.style.role = (uint8_t)role;
	ink.solid = true;
	if (text_cells(s, n) <= GLUED_CELLS)
		flow_put_glued(&in->flow, ink, s, n);
	else
		flow_put(&in->flow, ink, s, n);
}

static void put_live(struct inlines *in, const char *written, const struct live_item *item)
{
	static const enum role roles[] = {
		[LIVE_UNKNOWN] = ROLE_BAD,
		[LIVE_PENDING] = ROLE_PENDING,
		[LIVE_VERIFIED] = ROLE_LIVE,
		[LIVE_STALE] = ROLE_STALE,
		[LIVE_COMPUTED] = ROLE_LIVE,
		[LIVE_FAILED] = ROLE_BAD,
	};
	struct ink ink = current_ink(in), aside = ink;
	bool is_stale = item->state == LIVE_STALE && item->now;
	bool is_now = is_stale || (item->state == LIVE_COMPUTED && item->now);

	ink.style.role = in->base.role;
	aside.style.role = ROLE_DIM;
	put_number(in, ink, roles[item->state], is_now ? item->now : written);
	if (is_stale) {
		flow_put(&in->flow, aside, " (the text says ", 16);
		put_number(in, aside, ROLE_DIM, written);
		flow_put(&in->flow, aside, ")", 1);
	} else if (in->options->live && roles[item->state] == ROLE_BAD) {
		flow_put_glued(&in->flow, aside, " (not verified)", 15);
	}
}

/* A live number: what is written decides nothing but the text. */
static void read_live(struct inlines *in, cmark_node *node)
{
	const char *target = live_target(node);
	struct live_item item;

	inlines_collect(in, node);
	if (in->status != STATUS_OK)
		return;
	item = live_find(in->options, target, in->scratch.data);
	in->link = inlines_add_link(in, PAGE_LINK_LIVE, target, in->scratch.data);
	put_live(in, in->scratch.data, &item);
	in->link = 0;
}

static void open_link(struct inlines *in, cmark_node *node)
{
	const char *url = cmark_node_get_url(node);
	enum page_link_kind kind = PAGE_LINK_URL;

	if (strncmp(url, "live:", 5) == 0) {
		read_live(in, node);
		return;
	}
	if (strncmp(url, "param:", 6) == 0) {
		in->is_sample = true;
		return;
	}
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		size_t n = strlen(schemes[i].prefix);

		if (strncmp(url, schemes[i].prefix, n) == 0) {
			kind = schemes[i].kind;
			url += n;
			break;
		}
	}
	in->link = inlines_add_link(in, kind, url, NULL);
	in->link_begin = in->flow.text.n;
}

static void close_link(struct inlines *in)
{
	struct page_link *link = in->link ? &in->page->links[in->link - 1] : NULL;
	char number[32];
	struct ink ink = current_ink(in);

	in->is_sample = false;
	if (!link || !link->target)
		return;
	if (in->flow.text.n == in->link_begin)
		inlines_put(in, link->target, strlen(link->target));
	link->text = flow_text(&in->flow, in->link_begin, in->flow.text.n);
	if (!link->text)
		in->status = STATUS_NO_MEMORY;
	if (link_is_numbered(link) && !in->options->spoken) {
		size_t n = (size_t)snprintf(number, sizeof(number), "[%zu]", ++in->n_numbered);

		ink.style = (struct style){.role = ROLE_DIM};
		ink.solid = true;
		flow_put_glued(&in->flow, ink, number, n);
	}
	in->link = 0;
}

/* A formula in one row; if it can't be, or isn't TeX, its source. */
static void put_math_row(struct inlines *in, struct ink ink, const char *tex, size_t n)
{
	struct math_options options = {MATH_INLINE, ANY_WIDTH, in->options->ascii};
	struct lines box;
	int baseline = 0;

	lines_init(&box);
	if (math_render(&box, tex, n, &options, &baseline, NULL) != STATUS_OK)
		in->status = STATUS_NO_MEMORY;
	if (box.n_lines != 1) {
		flow_put(&in->flow, ink, tex, n);
	} else {
		bool glued = box.line[0].n_cells <= GLUED_CELLS;

		for (uint32_t i = 0; i < box.line[0].n_runs; i++) {
			const struct run *r = &box.runs[box.line[0].run + i];
			const char *s = lines_run_text(&box, r);

			ink.style.role = r->style.role;
			ink.style.attr = r->style.attr | in->base.attr;
			(glued ? flow_put_glued : flow_put)(&in->flow, ink, s, r->n_bytes);
		}
	}
	lines_done(&box);
}

static void put_math(struct inlines *in, const char *tex)
{
	struct ink ink = {.style = {.role = ROLE_MATH, .attr = in->base.attr}, .solid = true};
	size_t n = strlen(tex);

	if (in->options->spoken) {
		buf_clear(&in->scratch);
		if (math_speak(&in->scratch, tex, n) != STATUS_OK)
			in->status = STATUS_NO_MEMORY;
		inlines_put(in, in->scratch.data, in->scratch.n);
		return;
	}
	ink.link = in->link ? in->link : inlines_add_link(in, PAGE_LINK_MATH, tex, tex);
	put_math_row(in, ink, tex, n);
}

void inlines_put_code(struct inlines *in, const char *s, size_t n)
{
	struct ink ink = current_ink(in);

	if (!in->link)
		ink.style.role = ROLE_CODE;
	ink.solid = true;
	flow_put(&in->flow, ink, s, n);
}

static void read_code(struct inlines *in, const char *s)
{
	if (!in->math_next) {
		inlines_put_code(in, s, strlen(s));
		return;
	}
	in->math_next = false;
	in->skip_dollar = true;
	put_math(in, s);
}

static bool is_text_from_dollar(cmark_node *node)
{
	return node && cmark_node_get_type(node) == CMARK_NODE_TEXT &&
	       cmark_node_get_literal(node)[0] == '$';
}

const char *inlines_text(struct inlines *in, cmark_node *node, size_t *n)
{
	const char *s = cmark_node_get_literal(node);
	cmark_node *next;

	*n = strlen(s);
	if (in->skip_dollar) {
		in->skip_dollar = false;
		s++;
		--*n;
	}
	if (!*n || s[*n - 1] != '$')
		return s;
	next = cmark_node_next(node);
	if (next && cmark_node_get_type(next) == CMARK_NODE_CODE &&
		is_text_from_dollar(cmark_node_next(next))) {
		in->math_next = true;
		--*n;
	}
	return s;
}

/* Comments are for authors, other tags are shown: nothing here reads HTML. */
static void put_html(struct inlines *in, const char *s)
{
	struct ink ink = current_ink(in);

	if (strncmp(s, "<!--", 4) == 0)
		return;
	ink.style.role = ROLE_DIM;
	flow_put(&in->flow, ink, s, strlen(s));
}

/* A character of a script that is written without spaces. Korean is not. */
static bool is_unspaced(uint32_t cp)
{
	return text_cp_cells(cp) == 2 && cp >= 0x2E80 && cp < 0x1F000 &&
	       !(cp >= 0xAC00 && cp <= 0xD7FF);
}

/* The end of a source line is a space, but not between two such characters. */
static void put_soft_break(struct inlines *in, cmark_node *node)
{
	const struct buf *text = &in->flow.text;
	cmark_node *next = cmark_node_next(node);
	uint32_t before = ' ', after = ' ';
	size_t n;

	if (text->n >= 3 && next && cmark_node_get_type(next) == CMARK_NODE_TEXT) {
		const char *s = cmark_node_get_literal(next);

		n = strlen(s);
		text_decode(text->data + text->n - 3, 3, &before);
		if (n)
			text_decode(s, n, &after);
	}
	if (!is_unspaced(before) || !is_unspaced(after))
		inlines_put(in, " ", 1);
}

static void leave(struct inlines *in, cmark_node_type type)
{
	if (type == CMARK_NODE_EMPH)
		in->emphasis--;
	else if (type == CMARK_NODE_STRONG)
		in->strong--;
	else if (type == CMARK_NODE_LINK)
		close_link(in);
}

void inlines_event(struct inlines *in, cmark_event_type event, cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);
	const char *s;
	size_t n;

	if (event == CMARK_EVENT_EXIT) {
		leave(in, type);
		return;
	}
	switch ((int)type) {
	case CMARK_NODE_TEXT:
		s = inlines_text(in, node, &n);
		inlines_put(in, s, n);
		break;
	case CMARK_NODE_SOFTBREAK:
		put_soft_break(in, node);
		break;
	case CMARK_NODE_LINEBREAK:
		flow_break(&in->flow);
		break;
	case CMARK_NODE_CODE:
		read_code(in, cmark_node_get_literal(node));
		break;
	case CMARK_NODE_HTML_INLINE:
		put_html(in, cmark_node_get_literal(node));
		break;
	case CMARK_NODE_EMPH:
		in->emphasis++;
		break;
	case CMARK_NODE_STRONG:
		in->strong++;
		break;
	case CMARK_NODE_LINK:
		open_link(in, node);
		break;
	default: /* an image that isn't live: its alt text follows */
		break;
	}
}
