/*
 * The tool that makes mistakes in demos: what it takes for a token, what it
 * changes and what it leaves alone, and what it finds in tests/data/packs/loose.
 */
#include "base/paths.h"
#include "mutate/output.h"
#include "mutate/report.h"
#include "mutate/tokens.h"
#include "support/golden.h"

#include <check.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The tokens with a | behind each. */
static char *list_tokens(const char *source)
{
	struct arena *arena = arena_new();
	struct tokens tokens;
	struct buf out;

	buf_init(&out);
	ck_assert(tokens_read(&tokens, arena, source));
	for (size_t i = 0; i < tokens.n; i++)
		buf_printf(&out, "%.*s|", (int)tokens.items[i].n, tokens.items[i].s);
	arena_free(arena);
	return buf_take(&out);
}

static const struct {
	const char *name, *source, *tokens;
} token_cases[] = {
	{"arrow", "a->b-c", "a|->|b|-|c|"},
	{"steps", "i+++ +j--", "i|++|+|+|j|--|"},
	{"numbers", "1e-3-.5+0x1e+2u-1.", "1e-3|-|.5|+|0x1e|+|2u|-|1.|"},
	{"string", "f(\"a /* b \\\" c\", '\"')", "f|(|\"a /* b \\\" c\"|,|'\"'|)|"},
	{"comments", "a /* + \" */ // - '\n b", "a|b|"},
	{"directive", " # define A + \\\n - 1\nb # c", "b|#|c|"},
	{"longest", "a<<=b<=c<d", "a|<<=|b|<=|c|<|d|"},
};

START_TEST(source_falls_into_tokens)
{
	char *got = list_tokens(token_cases[_i].source);

	ck_assert_msg(
		strcmp(got, token_cases[_i].tokens) == 0, "%s: %s", token_cases[_i].name, got);
	free(got);
}
END_TEST

START_TEST(tokens_know_their_place_and_their_partner)
{
	struct arena *arena = arena_new();
	struct tokens tokens;

	ck_assert(tokens_read(&tokens, arena, "/*\n*/ f(a\n\t[1]) { }"));
	ck_assert_int_eq(tokens.items[0].line, 2);
	ck_assert_int_eq(tokens.items[0].col, 4);
	ck_assert_int_eq(tokens.items[3].line, 3);
	ck_assert_int_eq(tokens.items[3].col, 2);
	ck_assert_uint_eq(tokens.items[1].match, 6);
	ck_assert_uint_eq(tokens.items[6].match, 1);
	ck_assert_int_eq(tokens.items[6].depth, 0);
	ck_assert_int_eq(tokens.items[7].depth, 1);
	ck_assert(!tokens_read(&tokens, arena, "f(a]"));
	ck_assert(!tokens_read(&tokens, arena, "f(a"));
	arena_free(arena);
}
END_TEST

/* What a function with this body becomes, one line a change. */
static char *list_mutants(const char *body)
{
	struct arena *arena = arena_new();
	const char *source = arena_printf(arena, "int main(void)\n{%s}\n", body);
	struct mutants mutants;
	struct buf out;

	buf_init(&out);
	ck_assert(mutants_find(&mutants, arena, source));
	for (size_t i = 0; i < mutants.n; i++) {
		const struct mutant *m = &mutants.items[i];

		buf_printf(&out, "%.*s>%s|", (int)m->n, source + m->begin, m->with);
	}
	arena_free(arena);
	return buf_take(&out);
}

static const struct {
	const char *body, *changes;
} mutant_cases[] = {
	{"return a + b;", "+>-|"},
	{"return -a - -b;", "->+|->+|->+|"},
	{"return (double)-a;", "->+|"},
	{"return (a) - b;", "->+|"},
	{"return a * f(b)[c].d;", "*>/|* f(b)[c].d>|c>c + 1|"},
	{"return a / (double)(b);", "/>*|/ (double)(b)>|"},
	{"return f(*p, &q);", ""},
	{"x -= eta;", "x -= eta;>;|-=>+=|"},
	{"a->b = c.d;", "a->b = c.d;>;|"},
	{"step(x);", "step(x);>;|"},
	{"if (a < b) break;", "(a < b)>(!(a < b))|<><=|break;>;|"},
	{"while (!a) ++b;", "(!a)>(!(!a))|!>!!|++b;>;|++>--|"},
	{"for (int i = 0; i < n; i++) ;", "0>1|<><=|++>--|"},
	{"return a ? 3 : 0.5;", "?>== 0 ?|3>4|0.5>0.75|"},
	{"return 2. + 3u;", "2.>3.0|+>-|3u>4u|"},
	{"return fmin(a[i], b[2]);", "fmin>fmax|i>i + 1|2>2 - 1|"},
	{"return sin;", ""},
	/* What is no computation. */
	{"/* a + 1 */ f(\"a + 1\");", "f(\"a + 1\");>;|"},
	{"int n = demo_int(d, \"n\", 2, 1, 5, \"n\");", ""},
	{"double a[2 + N], *b = c, d[3] = {1};", "1>2|"},
	{"struct a { int b[3]; }; enum { C = 3 };", ""},
	{"demo_plot(d, \"p\", \"x\", \"y\", 1 + 2); demo_range_y(p, -1, 1);", ""},
	{"demo_heat(p, \"z\", z, (struct demo_grid){3, 4, -1, 1, 0, 2});", ""},
	{"struct demo_grid g = {3, 4, -1, 1, 0, 2};", ""},
	{"demo_line(p, \"a\", x + 1, y, n - 1);", ""},
	{"demo_value(d, \"x\", a + b, \"sum\");", "+>-|"},
	{"demo_check(d, \"x\", a, b, 1e-9 * c, \"m\");", ""},
	{"demo_check(d, \"x\", a + 1, f(b, 2), 1e-9, \"m\");", "+>-|1>2|2>3|"},
	{"demo_check_at_most(d, \"x\", a * b, 1 + c, \"m\");", "*>/|* b>|"},
	{"double t = 3 * s; demo_check(d, \"x\", a, b, 2 * t, \"m\");", ""},
	{"double t = 3; f(t); demo_check(d, \"x\", a, b, t, \"m\");", "3>4|f(t);>;|"},
	{"case 3: return random_new(d, 1);", "3>4|"},
};

START_TEST(mistakes_are_made_in_computations_only)
{
	char *got = list_mutants(mutant_cases[_i].body);

	ck_assert_str_eq(got, mutant_cases[_i].changes);
	free(got);
}
END_TEST

START_TEST(a_mutant_is_the_source_with_one_change)
{
	const char *source = "int f(int a)\n{\n\treturn a + 1; /* + */\n}\n";
	struct arena *arena = arena_new();
	struct mutants mutants;
	struct buf out;

	buf_init(&out);
	ck_assert(mutants_find(&mutants, arena, source));
	ck_assert_uint_eq(mutants.n, 2);
	ck_assert_int_eq(mutants.items[1].line, 3);
	ck_assert_int_eq(mutants.items[1].col, 13);
	mutant_write(&mutants.items[1], source, &out);
	ck_assert_str_eq(out.data, "int f(int a)\n{\n\treturn a + 2; /* + */\n}\n");
	buf_done(&out);
	arena_free(arena);
}
END_TEST

START_TEST(a_sample_is_even)
{
	struct mutant items[10];
	struct mutants mutants = {items, 10, 10};

	for (int i = 0; i < 10; i++)
		items[i].line = i;
	mutants_sample(&mutants, 20);
	ck_assert_uint_eq(mutants.n, 10);
	mutants_sample(&mutants, 3);
	ck_assert_uint_eq(mutants.n, 3);
	ck_assert_int_eq(items[0].line, 1);
	ck_assert_int_eq(items[1].line, 5);
	ck_assert_int_eq(items[2].line, 8);
}
END_TEST

static const struct {
	const char *a, *b, *what; /* what: NULL where they show the same */
} output_cases[] = {
	{"value\tx\t1\tone\nend\n", "value\tx\t1\tone\nend\n", NULL},
	{"value\tx\t1\tone\nend\n", "value\tx\t1.0000000001\tone\nend\n", NULL},
	{"value\tx\t1\tone\nend\n", "value\tx\t1.00000001\tone\nend\n", "value x"},
	{"value\tx\t1e-30\tone\n", "value\tx\t2e-30\tone\n", "value x"},
	{"text\tx\ta\tone\n", "text\tx\tb\tone\n", "text x"},
	{"progress\t0.5\nend\n", "range\tx\t0\t1\nend\n", NULL},
	{"check\tc\tequal\t1\t1\t1e-9\tm\n", "check\tc\tequal\t1\t2\t3\tm\n", NULL},
	{"check\tc\tequal\t1\t1\t1e-9\tm\n", "end\n", "check c"},
	{"plot\tp\tx\ty\nseries\tline\ta\t1\np\t0\t1\n",
		"plot\tp\tx\ty\nseries\tline\ta\t1\np\t0\tnan\n", "plot p"},
	{"table\tt\tT\ta\nrow\t1\t2\n", "table\tt\tT\ta\nrow\t1\n", "table t"},
	{"value\tx\t1\tone\nend\n", "value\tx\t1\tone\n", "value x"},
};

START_TEST(outputs_are_compared_as_a_reader_would)
{
	const char *a = output_cases[_i].a, *b = output_cases[_i].b;
	struct buf what;
	bool same;

	buf_init(&what);
	same = output_is_same(a, strlen(a), b, strlen(b), &what);
	ck_assert_int_eq(same, output_cases[_i].what == NULL);
	ck_assert_str_eq(what.data, same ? "" : output_cases[_i].what);
	buf_done(&what);
}
END_TEST

/* ---- a demo that its page does not hold fast */

struct world {
	char folder[32];
	struct paths paths;
	struct library library;
	struct runner *runner;
	struct arena *arena;
	struct buf source;
	struct diags diags;
	struct subject subject;
};

static void open_world(struct world *w)
{
	struct page_ref page;

	*w = (struct world){.folder = "/tmp/gradus-mutate-XXXXXX"};
	w->arena = arena_new();
	buf_init(&w->source);
	diags_init(&w->diags);
	ck_assert_ptr_nonnull(mkdtemp(w->folder));
	ck_assert_int_eq(setenv("GRADUS_ROOT", ".", 1), 0);
	ck_assert_int_eq(paths_init(&w->paths), STATUS_OK);
	free(w->paths.cache);
	w->paths.cache = strdup(w->folder);
	ck_assert_int_eq(library_open(&w->library, &w->paths, &w->diags), STATUS_OK);
	ck_assert_int_eq(runner_new(&w->runner, &w->paths), STATUS_OK);
	ck_assert(library_find(&w->library, NULL, "tests/data/packs/loose/001-circle.c", &page));
	ck_assert_int_eq(buf_read_file(&w->source, page.demo, 10000), STATUS_OK);
	ck_assert_int_eq(
		subject_init(&w->subject, &w->library, w->runner, &page, w->arena, &w->diags),
		STATUS_OK);
	ck_assert_uint_eq(w->diags.n, 0);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

static void close_world(struct world *w)
{
	nftw(w->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	subject_done(&w->subject);
	runner_free(w->runner);
	library_done(&w->library);
	paths_done(&w->paths);
	diags_done(&w->diags);
	buf_done(&w->source);
	arena_free(w->arena);
}

START_TEST(mistakes_that_nothing_catches_are_named)
{
	struct mutants mutants;
	struct finding *findings;
	struct trials trials;
	struct world w;
	struct buf out;

	open_world(&w);
	trials = (struct trials){&w.subject, &mutants, w.source.data, w.folder, 0};
	ck_assert(mutants_find(&mutants, w.arena, w.source.data));
	findings = arena_array(w.arena, mutants.n, sizeof(*findings));
	ck_assert_int_eq(trials_run(&trials, findings), STATUS_OK);
	buf_init(&out);
	report_write(&trials, findings, &out);
	golden_check("tests/golden/mutate.circle.txt", out.data, out.n);
	ck_assert(!report_is_good(&mutants, findings));
	buf_done(&out);
	close_world(&w);
}
END_TEST

Suite *mutate_suite(void)
{
	Suite *s = suite_create("mutate");
	TCase *t = tcase_create("mutate");

	tcase_add_loop_test(t, source_falls_into_tokens, 0,
		(int)(sizeof(token_cases) / sizeof(token_cases[0])));
	tcase_add_test(t, tokens_know_their_place_and_their_partner);
	tcase_add_loop_test(t, mistakes_are_made_in_computations_only, 0,
		(int)(sizeof(mutant_cases) / sizeof(mutant_cases[0])));
	tcase_add_test(t, a_mutant_is_the_source_with_one_change);
	tcase_add_test(t, a_sample_is_even);
	tcase_add_loop_test(t, outputs_are_compared_as_a_reader_would, 0,
		(int)(sizeof(output_cases) / sizeof(output_cases[0])));
	suite_add_tcase(s, t);
	t = tcase_create("trials");
	tcase_set_timeout(t, 120); /* some thirty compilations */
	tcase_add_test(t, mistakes_that_nothing_catches_are_named);
	suite_add_tcase(s, t);
	return s;
}
