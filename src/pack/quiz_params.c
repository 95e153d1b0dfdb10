#include "pack/quiz.h"

#include <string.h>

enum { MAX_PARAMS = 3 };

struct param_reader {
	struct parse *p;
	const struct reference *reference;
	struct drawn_param param;
	bool has_from, has_to;
	bool failed; /* and said so */
};

static void fail(struct param_reader *r, const char *what)
{
	if (!r->failed)
		parse_report(r->p, r->reference->at,
			"%s; expected a parameter like [12](param:depth?from=4&to=30)", what);
	r->failed = true;
}

static bool is_integer(const char *s)
{
	s += *s == '-';
	return *s && !s[strspn(s, "0123456789")];
}

static bool read_real(const char *s, double *value)
{
	return quiz_read_real(&s, value) && !*s;
}

/* One "key=value" of the query. */
static void read_option(struct param_reader *r, const char *key, const char *value)
{
	struct drawn_param *q = &r->param;

	if (!strcmp(key, "from")) {
		if (!read_real(value, &q->from))
			fail(r, "'from' is no number");
		r->has_from = true;
	} else if (!strcmp(key, "to")) {
		if (!read_real(value, &q->to))
			fail(r, "'to' is no number");
		r->has_to = true;
	} else if (!strcmp(key, "scale")) {
		q->is_log = !strcmp(value, "log");
		if (!q->is_log && strcmp(value, "linear") != 0)
			fail(r, "'scale' is neither log nor linear");
	} else {
		fail(r, "an unknown setting");
	}
	if (key[0] != 's' && !is_integer(value))
		q->is_integer = false;
}

static bool is_name(const char *s, size_t n)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
				      "0123456789";

	return n && (s[0] < '0' || s[0] > '9') && strspn(s, letters) >= n;
}

static void check_range(struct param_reader *r)
{
	const struct drawn_param *q = &r->param;
	double sample;

	if (!read_real(q->sample, &sample))
		fail(r, "the sample is no number");
	else if (!r->has_from || !r->has_to)
		fail(r, "'from' or 'to' is missing");
	else if (!(q->from < q->to))
		fail(r, "'from' is not below 'to'");
	else if (q->is_log && !(q->from > 0))
		fail(r, "'from' is not above 0, but the scale is log");
	else if (!(sample >= q->from && sample <= q->to))
		fail(r, "the sample is not between 'from' and 'to'");
}

static void read_param(struct param_reader *r)
{
	const char *target = r->reference->target;
	size_t n = strcspn(target, "?");
	char *query = arena_strdup(r->p->arena, target[n] ? target + n + 1 : ""), *next;

	r->param = (struct drawn_param){.name = arena_strndup(r->p->arena, target, n),
		.sample = r->reference->text,
		.at = r->reference->at,
		.is_integer = is_integer(r->reference->text)};
	if (!query || !r->param.name)
		return;
	if (!is_name(target, n))
		fail(r, "no name of a parameter");
	for (; *query; query = next) {
		size_t end = strcspn(query, "&"), equals = strcspn(query, "=&");

		next = query + end + (query[end] == '&');
		query[end] = '\0';
		if (equals == end)
			fail(r, "a setting without a value");
		else
			query[equals] = '\0';
		if (equals < end)
			read_option(r, query, query + equals + 1);
	}
	check_range(r);
}

/* Does the target's query hold name=sample? */
static bool target_uses(const char *target, const struct drawn_param *q)
{
	const char *at = strchr(target, '?');
	size_t n = strlen(q->name), n_sample = strlen(q->sample);

	while (at) {
		at++;
		if (!strncmp(at, q->name, n) && at[n] == '=' &&
			!strncmp(at + n + 1, q->sample, n_sample) &&
			(!at[n + 1 + n_sample] || at[n + 1 + n_sample] == '&'))
			return true;
		at = strchr(at, '&');
	}
	return false;
}

static void add_param(struct parse *p, struct quiz_item *item, size_t *cap, struct drawn_param q)
{
	struct drawn_param *grown;

	if (item->n_params == MAX_PARAMS) {
		parse_report(
			p, q.at, "one drawn parameter too many; expected at most %d", MAX_PARAMS);
		return;
	}
	grown = arena_grow(p->arena, item->params, item->n_params, cap, sizeof(*grown));
	if (!grown)
		return;
	item->params = grown;
	grown[item->n_params++] = q;
	if (item->kind == ITEM_NUMERIC && item->answer_target && item->answer_target[0] &&
		!target_uses(item->answer_target, &q))
		parse_report(p, q.at,
			"the answer does not depend on it; expected %s=%s in its "
			"target",
			q.name, q.sample);
	for (size_t i = 0; i + 1 < item->n_params; i++)
		if (!strcmp(grown[i].name, q.name))
			parse_report(p, q.at, "the parameter '%s' is drawn twice", q.name);
}

static bool is_before(struct position a, struct position b)
{
	return a.line < b.line || (a.line == b.line && a.col < b.col);
}

void parse_params(struct parse *p)
{
	struct document *d = p->doc;
	size_t item = 0, cap = 0;

	for (size_t i = 0; i < d->n_references; i++) {
		struct param_reader r = {.p = p, .reference = &d->references[i]};

		if (r.reference->kind != REFERENCE_PARAM)
			continue;
		while (item < d->n_items && !is_before(r.reference->at, d->items[item].at)) {
			item++;
			cap = 0;
		}
		if (!item || !section_is_quiz(r.reference->section)) {
			parse_report(
				p, r.reference->at, "a drawn parameter outside of a quiz item");
			continue;
		}
		read_param(&r);
		if (!r.failed && r.param.name)
			add_param(p, &d->items[item - 1], &cap, r.param);
	}
}
