#include "mutate/scope.h"

#include <string.h>

enum { MAX_ARGUMENTS = 8 };

/* Calls that compute nothing: parameters, pictures, memory, seeds. */
static const char *const apart[] = {"demo_open", "demo_int", "demo_real", "demo_log", "demo_choice",
	"demo_plot", "demo_plot_title", "demo_range_x", "demo_range_y", "demo_line", "demo_points",
	"demo_steps", "demo_bars", "demo_reference", "demo_band", "demo_histogram", "demo_heat",
	"demo_contour", "demo_table", "demo_progress", "demo_fail", "demo_alloc", "demo_vector",
	"random_new", "thin_log", "grid_even", "grid_log", "sizeof"};

struct scope {
	const struct tokens *tokens;
	bool *on;
	bool *room; /* stands in a tolerance or a limit of a check */
};

static const struct token *at(const struct scope *s, size_t i)
{
	return &s->tokens->items[i];
}

static void set(bool *flags, size_t first, size_t last, bool value)
{
	for (size_t i = first; i <= last; i++)
		flags[i] = value;
}

/* Outside of functions only what stands behind an = counts: tables, constants. */
static void enter_functions(struct scope *s)
{
	bool value = false, body = false;

	for (size_t i = 0; i < s->tokens->n; i++) {
		const struct token *t = at(s, i);

		if (t->depth == 0 && token_is(t, ";"))
			value = body = false;
		else if (t->depth == 0 && token_is(t, "="))
			value = true;
		else if (t->depth == 1 && token_is(t, "{") && i && token_is(t - 1, ")"))
			body = true;
		else if (t->depth == 1 && token_is(t, "}"))
			body = false;
		s->on[i] = t->depth ? body || value : value;
	}
}

static void leave_bodies_of_types(struct scope *s)
{
	for (size_t i = 1; i < s->tokens->n; i++) {
		bool named = i > 1 && token_is_type(s->tokens, i - 1);

		if (token_is(at(s, i), "{") && (named || token_is(at(s, i - 1), "struct") ||
						       token_is(at(s, i - 1), "enum")))
			set(s->on, i, at(s, i)->match, false);
	}
}

/* Where each argument of the call whose ( is at `open` begins; returns how many. */
static size_t find_arguments(const struct scope *s, size_t open, size_t begins[MAX_ARGUMENTS + 1])
{
	size_t end = at(s, open)->match, n = 1;

	begins[0] = open + 1;
	for (size_t i = open + 1; i < end; i++) {
		if (at(s, i)->match > i)
			i = at(s, i)->match;
		else if (token_is(at(s, i), ",") && n < MAX_ARGUMENTS)
			begins[n++] = i + 1;
	}
	begins[n] = end + 1;
	return n;
}

static void leave_room_of_check(struct scope *s, size_t open, size_t argument)
{
	size_t begins[MAX_ARGUMENTS + 1];

	if (find_arguments(s, open, begins) <= argument)
		return;
	set(s->on, begins[argument], begins[argument + 1] - 2, false);
	set(s->room, begins[argument], begins[argument + 1] - 2, true);
}

static void leave_calls(struct scope *s)
{
	for (size_t i = 0; i + 1 < s->tokens->n; i++) {
		const struct token *t = at(s, i);

		if (t->kind != TOKEN_NAME || !token_is(t + 1, "("))
			continue;
		for (size_t k = 0; k < sizeof(apart) / sizeof(apart[0]); k++)
			if (token_is(t, apart[k]))
				set(s->on, i, at(s, i + 1)->match, false);
		if (token_is(t, "demo_check"))
			leave_room_of_check(s, i + 1, 4);
		else if (token_is(t, "demo_check_at_most") || token_is(t, "demo_check_at_least"))
			leave_room_of_check(s, i + 1, 3);
	}
}

/* The end of the statement (or of the list around it) that `i` stands in. */
static size_t end_of_statement(const struct scope *s, size_t i)
{
	for (; i < s->tokens->n; i++) {
		if (token_is(at(s, i), ";"))
			return i;
		if (at(s, i)->match > i)
			i = at(s, i)->match;
		else if (at(s, i)->match < i)
			return i;
	}
	return s->tokens->n - 1;
}

static void leave_grids(struct scope *s)
{
	for (size_t i = 0; i < s->tokens->n; i++) {
		size_t end;

		if (!token_is(at(s, i), "demo_grid"))
			continue;
		end = end_of_statement(s, i);
		if (token_is(at(s, i + 1), ")") && token_is(at(s, i + 2), "{"))
			end = at(s, i + 2)->match;
		set(s->on, i, end, false);
	}
}

static bool begins_statement(const struct scope *s, size_t i)
{
	const struct token *left = i ? at(s, i - 1) : NULL;

	return left && (token_is(left, ";") || token_is(left, "{") || token_is(left, "}") ||
			       token_is(left, "("));
}

/* In a declaration only initial values count, not names, stars and sizes. */
static void leave_declarators(struct scope *s)
{
	for (size_t i = 0; i < s->tokens->n; i++) {
		bool value = false;
		size_t end;

		if (!at(s, i)->depth || !token_is_type(s->tokens, i) || !begins_statement(s, i))
			continue;
		end = end_of_statement(s, i);
		for (size_t k = i; k < end; k++) {
			size_t last = at(s, k)->match > k ? at(s, k)->match : k;

			if (token_is(at(s, k), ","))
				value = false;
			if (!value)
				set(s->on, k, last, false);
			if (token_is(at(s, k), "="))
				value = true;
			k = last;
		}
	}
}

static bool is_assigned(const struct scope *s, size_t i)
{
	static const char *const marks[] = {"=", "+=", "-=", "*=", "/="};

	for (size_t k = 0; i + 1 < s->tokens->n && k < sizeof(marks) / sizeof(marks[0]); k++)
		if (token_is(at(s, i + 1), marks[k]))
			return true;
	return false;
}

static bool same_name(const struct token *a, const struct token *b)
{
	return a->kind == TOKEN_NAME && a->n == b->n && memcmp(a->s, b->s, a->n) == 0;
}

/* A variable that is read in tolerances only is one: what it is set to goes. */
static void leave_named_room(struct scope *s, size_t used)
{
	const struct token *name = at(s, used);

	for (size_t i = 0; i < s->tokens->n; i++)
		if (same_name(at(s, i), name) && !s->room[i] && !is_assigned(s, i) &&
			!token_is_type(s->tokens, i - 1) && s->on[i])
			return;
	for (size_t i = 0; i < s->tokens->n; i++) {
		size_t k = i;

		if (!same_name(at(s, i), name) || s->room[i] || !is_assigned(s, i))
			continue;
		for (; !token_is(at(s, k), ";") && !token_is(at(s, k), ",") && at(s, k)->match >= k;
			k++)
			if (at(s, k)->match > k)
				k = at(s, k)->match;
		set(s->on, i, k - 1, false);
	}
}

bool *scope_find(const struct tokens *tokens, struct arena *arena)
{
	struct scope s = {tokens, arena_array(arena, tokens->n + 1, sizeof(bool)),
		arena_array(arena, tokens->n + 1, sizeof(bool))};

	if (!s.on || !s.room)
		return NULL;
	enter_functions(&s);
	leave_bodies_of_types(&s);
	leave_calls(&s);
	leave_grids(&s);
	leave_declarators(&s);
	for (size_t i = 0; i + 1 < tokens->n; i++)
		if (s.room[i] && at(&s, i)->kind == TOKEN_NAME && !token_is(at(&s, i + 1), "(") &&
			!token_is_type(tokens, i))
			leave_named_room(&s, i);
	return s.on;
}
