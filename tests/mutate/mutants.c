#include "mutate/mutants.h"

#include "mutate/scope.h"
#include "mutate/tokens.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct finder {
	const char *source;
	struct arena *arena;
	struct tokens tokens;
	bool *on;
	struct mutants *found;
	size_t n_indices; /* seen: every other one is moved down */
};

struct swap {
	const char *from, *to;
};

static const struct token *at(const struct finder *f, size_t i)
{
	return &f->tokens.items[i];
}

/* Tokens first..last become `with`; NULL stands for memory that ran out. */
static void add(struct finder *f, size_t first, size_t last, const char *with)
{
	const struct token *a = at(f, first), *b = at(f, last);
	struct mutants *m = f->found;

	m->items = arena_grow(f->arena, m->items, m->n, &m->cap, sizeof(*m->items));
	if (!m->items || !with)
		return;
	m->items[m->n++] = (struct mutant){.begin = (size_t)(a->s - f->source),
		.n = (size_t)(b->s - a->s) + b->n,
		.with = with,
		.line = a->line,
		.col = a->col};
}

/* The source from token `first` to token `last`. */
static const char *text_of(struct finder *f, size_t first, size_t last)
{
	const struct token *a = at(f, first), *b = at(f, last);

	return arena_strndup(f->arena, a->s, (size_t)(b->s - a->s) + b->n);
}

static const char *find_swap(const struct swap *swaps, size_t n, const struct token *t)
{
	for (size_t i = 0; i < n; i++)
		if (token_is(t, swaps[i].from))
			return swaps[i].to;
	return NULL;
}

static bool is_one_of(const struct token *t, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (token_is(t, words[i]))
			return true;
	return false;
}

/* ---- operators */

/* The last token of the operand that begins at `i`: "-a.b[i]", "f(x)", "(x + y)". */
static size_t end_of_operand(const struct finder *f, size_t i)
{
	size_t n = f->tokens.n;

	while (i + 1 < n && (token_is(at(f, i), "-") || token_is(at(f, i), "!") ||
				    token_is(at(f, i), "*") || token_is(at(f, i), "&")))
		i++;
	if (token_is(at(f, i), "(")) {
		bool cast = i + 1 < n && token_is_type(&f->tokens, i + 1);

		i = at(f, i)->match;
		if (cast && i + 1 < n)
			return end_of_operand(f, i + 1);
	}
	for (;;) {
		const struct token *next = i + 1 < n ? at(f, i + 1) : NULL;

		if (!next)
			return i;
		if (token_is(next, "(") || token_is(next, "["))
			i = next->match;
		else if (token_is(next, ".") || token_is(next, "->"))
			i += 2;
		else
			return i;
	}
}

static void change_operator(struct finder *f, size_t i)
{
	static const struct swap binary[] = {{"+", "-"}, {"-", "+"}, {"*", "/"}, {"/", "*"},
		{"%", "/"}, {"<", "<="}, {"<=", "<"}, {">", ">="}, {">=", ">"}, {"==", "!="},
		{"!=", "=="}, {"&&", "||"}, {"||", "&&"}, {"+=", "-="}, {"-=", "+="}, {"*=", "/="},
		{"/=", "*="}, {"?", "== 0 ?"}};
	static const struct swap unary[] = {{"-", "+"}, {"!", "!!"}};
	const struct token *t = at(f, i);
	bool is_binary = token_is_binary(&f->tokens, i);
	const char *to = is_binary ? find_swap(binary, sizeof(binary) / sizeof(binary[0]), t)
				   : find_swap(unary, sizeof(unary) / sizeof(unary[0]), t);

	if (to)
		add(f, i, i, to);
	if (is_binary && i + 1 < f->tokens.n && (token_is(t, "*") || token_is(t, "/")))
		add(f, i, end_of_operand(f, i + 1), "");
	if (token_is(t, "++"))
		add(f, i, i, "--");
	if (token_is(t, "--"))
		add(f, i, i, "++");
}

/* ---- numbers, names, indices */

static bool is_index(const struct finder *f, size_t i)
{
	return i && i + 1 < f->tokens.n && token_is(at(f, i - 1), "[") &&
	       token_is(at(f, i + 1), "]");
}

/* 3 becomes 4, 0.5 becomes 0.75. */
static void change_number(struct finder *f, size_t i)
{
	const struct token *t = at(f, i);
	const char *text = text_of(f, i, i);
	size_t n_digits = text ? strspn(text, "0123456789") : 0;
	char *end;
	double x;

	if (!text || is_index(f, i))
		return;
	if (text[n_digits] == '\0' || strchr("uUlL", text[n_digits])) {
		unsigned long number = strtoul(text, &end, 10);

		add(f, i, i, arena_printf(f->arena, "%lu%s", number + 1, end));
		return;
	}
	x = strtod(text, &end);
	if (end != text + t->n)
		return;
	text = arena_printf(f->arena, "%.15g", x == 0 ? 1 : 1.5 * x);
	if (text && !text[strspn(text, "0123456789")])
		text = arena_printf(f->arena, "%s.0", text);
	add(f, i, i, text);
}

static void change_name(struct finder *f, size_t i)
{
	static const struct swap calls[] = {{"sin", "cos"}, {"cos", "sin"}, {"fmin", "fmax"},
		{"fmax", "fmin"}, {"exp", "expm1"}, {"expm1", "exp"}, {"log", "log1p"},
		{"log1p", "log"}, {"floor", "ceil"}, {"ceil", "floor"}, {"sqrt", "cbrt"},
		{"fabs", ""}, {"tanh", "atan"}, {"sinh", "cosh"}, {"cosh", "sinh"},
		{"hypot", "fmax"}, {"sigmoid", "softplus"}, {"softplus", "sigmoid"}};
	static const struct swap words[] = {{"true", "false"}, {"false", "true"}, {"M_PI", "M_E"}};
	const struct token *t = at(f, i);
	bool is_call = i + 1 < f->tokens.n && token_is(at(f, i + 1), "(");
	const char *to = is_call ? find_swap(calls, sizeof(calls) / sizeof(calls[0]), t)
				 : find_swap(words, sizeof(words) / sizeof(words[0]), t);

	if (to)
		add(f, i, i, to);
}

/* a[i] becomes a[i + 1] or a[i - 1]. */
static void move_index(struct finder *f, size_t i)
{
	size_t end = at(f, i)->match;
	const char *index;

	if (end == i + 1 || !token_is_binary(&f->tokens, i))
		return;
	index = text_of(f, i + 1, end - 1);
	add(f, i + 1, end - 1,
		index ? arena_printf(f->arena, "%s %c 1", index, f->n_indices++ % 2 ? '-' : '+')
		      : NULL);
}

/* ---- conditions and statements */

static void negate_condition(struct finder *f, size_t i)
{
	size_t open = i + 1, end;
	const char *condition;

	if (open >= f->tokens.n || !token_is(at(f, open), "("))
		return;
	end = at(f, open)->match;
	condition = text_of(f, open, end);
	add(f, open, end, condition ? arena_printf(f->arena, "(!%s)", condition) : NULL);
}

/* Can a statement begin at `i`? Behind if (...), for (...) and else, too. */
static bool begins_statement(const struct finder *f, size_t i)
{
	static const char *const headers[] = {"if", "for", "while"};
	const struct token *left = at(f, i - 1);

	if (token_is(left, ";"))
		return at(f, i)->depth > 0;
	if (token_is(left, ")") && left->match > 0)
		return is_one_of(at(f, left->match - 1), headers, 3);
	return token_is(left, "{") || token_is(left, "}") || token_is(left, "else") ||
	       token_is(left, "do");
}

/* The semicolon that ends the statement at `i`; 0 if a bracket closes first. */
static size_t find_end(const struct finder *f, size_t i)
{
	for (; i < f->tokens.n && at(f, i)->match >= i; i++) {
		if (token_is(at(f, i), ";"))
			return i;
		i = at(f, i)->match;
	}
	return 0;
}

static bool does_something(const struct finder *f, size_t first, size_t last)
{
	static const char *const marks[] = {"=", "+=", "-=", "*=", "/=", "%=", "++", "--"};
	static const char *const jumps[] = {"break", "continue"};

	if (is_one_of(at(f, first), jumps, 2))
		return true;
	if (at(f, first)->kind == TOKEN_NAME && token_is(at(f, first + 1), "("))
		return strncmp(at(f, first)->s, "demo_", 5) != 0;
	for (size_t i = first; i < last; i++) {
		if (is_one_of(at(f, i), marks, sizeof(marks) / sizeof(marks[0])))
			return true;
		if (at(f, i)->match > i)
			i = at(f, i)->match;
	}
	return false;
}

static void drop_statement(struct finder *f, size_t i)
{
	static const char *const others[] = {
		"if", "for", "while", "do", "else", "return", "switch", "case", "default", "goto"};
	size_t end;

	if (!i || !begins_statement(f, i) || token_is_type(&f->tokens, i) ||
		is_one_of(at(f, i), others, sizeof(others) / sizeof(others[0])))
		return;
	end = find_end(f, i);
	if (end && end > i && does_something(f, i, end))
		add(f, i, end, ";");
}

static void change_token(struct finder *f, size_t i)
{
	const struct token *t = at(f, i);

	drop_statement(f, i);
	if (token_is(t, "if") || token_is(t, "while"))
		negate_condition(f, i);
	else if (t->kind == TOKEN_NAME)
		change_name(f, i);
	else if (t->kind == TOKEN_NUMBER)
		change_number(f, i);
	else if (token_is(t, "["))
		move_index(f, i);
	else if (t->kind == TOKEN_MARK)
		change_operator(f, i);
}

bool mutants_find(struct mutants *mutants, struct arena *arena, const char *source)
{
	struct finder f = {.source = source, .arena = arena, .found = mutants};

	*mutants = (struct mutants){0};
	if (!tokens_read(&f.tokens, arena, source))
		return false;
	f.on = scope_find(&f.tokens, arena);
	for (size_t i = 0; f.on && i < f.tokens.n; i++)
		if (f.on[i])
			change_token(&f, i);
	return arena_status(arena) == STATUS_OK;
}

void mutants_sample(struct mutants *mutants, size_t n)
{
	for (size_t i = 0; n < mutants->n && i < n; i++)
		mutants->items[i] = mutants->items[(2 * i + 1) * mutants->n / (2 * n)];
	if (n < mutants->n)
		mutants->n = n;
}

void mutant_write(const struct mutant *mutant, const char *source, struct buf *out)
{
	buf_add(out, source, mutant->begin);
	buf_puts(out, mutant->with);
	buf_puts(out, source + mutant->begin + mutant->n);
}
