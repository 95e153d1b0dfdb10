#include "base/text.h"
#include "math/math.h"
#include "support/formulas.h"
#include "support/memory.h"
#include "support/tex_soup.h"

#include <check.h>
#include <string.h>
#include <time.h>

/* What holds of every result, whatever the source. */
static void check_box(
	const struct lines *l, int baseline, const struct math_options *options, const char *tex)
{
	ck_assert_msg(baseline >= 0 && (size_t)baseline < l->n_lines, "baseline of %s", tex);
	if (options->style == MATH_INLINE)
		ck_assert_msg(l->n_lines == 1, "%zu rows inline: %s", l->n_lines, tex);
	for (size_t i = 0; i < l->n_lines; i++) {
		const struct line *line = &l->line[i];
		size_t cells = 0;

		for (uint32_t k = 0; k < line->n_runs; k++) {
			const struct run *r = &l->runs[line->run + k];

			cells += text_cells(lines_run_text(l, r), r->n_bytes);
		}
		ck_assert_msg(cells == line->n_cells, "cells of row %zu: %s", i, tex);
		ck_assert_msg(line->n_cells == l->line[0].n_cells, "width of row %zu: %s", i, tex);
		/* Two cells of indent and the widest character need four. */
		if (options->style == MATH_DISPLAY && options->width >= 4)
			ck_assert_msg((int)line->n_cells <= options->width, "%u cells, not %d: %s",
				line->n_cells, options->width, tex);
	}
}

static bool is_same(const struct lines *a, const struct lines *b)
{
	return a->text.n == b->text.n && !memcmp(a->text.data, b->text.data, a->text.n) &&
	       a->n_lines == b->n_lines && a->n_runs == b->n_runs;
}

static void check_all_forms(const char *tex, size_t n)
{
	static const int widths[] = {0, 1, 4, 20, 40, 80, 1000};
	struct math_options options;
	struct lines l, again;
	struct buf words;
	int baseline;

	for (unsigned form = 0; form < 4; form++) {
		for (size_t w = 0; w < (form & 1 ? 1 : sizeof(widths) / sizeof(widths[0])); w++) {
			options = (struct math_options){
				form & 1 ? MATH_INLINE : MATH_DISPLAY, widths[w], form & 2};
			lines_init(&l);
			lines_init(&again);
			ck_assert_int_eq(
				math_render(&l, tex, n, &options, &baseline, NULL), STATUS_OK);
			check_box(&l, baseline, &options, tex);
			if (w % 4 == 0) {
				ck_assert_int_eq(
					math_render(&again, tex, n, &options, &baseline, NULL),
					STATUS_OK);
				ck_assert_msg(is_same(&l, &again), "not the same again: %s", tex);
			}
			lines_done(&l);
			lines_done(&again);
		}
	}
	buf_init(&words);
	ck_assert_int_eq(math_speak(&words, tex, n), STATUS_OK);
	buf_done(&words);
}

START_TEST(every_formula_makes_a_true_rectangle_at_every_width)
{
	struct formulas f;

	formulas_load(&f);
	for (size_t i = 0; i < f.n; i++)
		check_all_forms(f.item[i].tex, strlen(f.item[i].tex));
	formulas_done(&f);
}
END_TEST

START_TEST(token_soup_makes_a_true_rectangle)
{
	uint64_t seed = 1;
	struct buf tex;

	buf_init(&tex);
	for (int i = 0; i < 1500; i++) {
		buf_clear(&tex);
		soup_tokens(&tex, &seed, 1 + i % 40);
		check_all_forms(tex.data, tex.n);
	}
	buf_done(&tex);
}
END_TEST

START_TEST(mutated_formulas_make_a_true_rectangle)
{
	uint64_t seed = 2;
	struct formulas f;
	struct buf tex;

	buf_init(&tex);
	formulas_load(&f);
	for (size_t i = 0; i < 10 * f.n; i++) {
		buf_clear(&tex);
		soup_mutate(&tex, &seed, f.item[i % f.n].tex);
		check_all_forms(tex.data, tex.n);
	}
	formulas_done(&f);
	buf_done(&tex);
}
END_TEST

static int count_letter(const struct lines *l, char letter)
{
	int n = 0;

	for (size_t i = 0; i < l->text.n; i++)
		n += l->text.data[i] == letter;
	return n;
}

/* Q has no raised or lowered form and is in no name. */
START_TEST(no_letter_of_the_source_is_lost)
{
	uint64_t seed = 3;
	struct buf tex;

	buf_init(&tex);
	for (unsigned i = 0; i < 2000; i++) {
		struct math_options options = {
			i & 1 ? MATH_INLINE : MATH_DISPLAY, i & 4 ? 30 : 200, i & 2};
		struct math_error error;
		struct lines l;
		int baseline, count = 0;

		buf_clear(&tex);
		soup_formula(&tex, &seed, 5, &count);
		lines_init(&l);
		ck_assert_int_eq(
			math_render(&l, tex.data, tex.n, &options, &baseline, &error), STATUS_OK);
		ck_assert_msg(count_letter(&l, 'Q') == count, "%d of %d Q in %s",
			count_letter(&l, 'Q'), count, tex.data);
		check_box(&l, baseline, &options, tex.data);
		lines_done(&l);
	}
	buf_done(&tex);
}
END_TEST

static double milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* The promise is 100 ms; the tests also run under sanitizers and coverage,
 * which slow it about tenfold, on machines that do other things. */
enum { MAX_MS = 2000 };

START_TEST(hostile_input_costs_bounded_time)
{
	static const size_t sizes[] = {1 << 20, 32 * 1024};
	size_t n;
	const char *unit = soup_hostile(&n)[_i / 2];
	struct math_options options = {MATH_DISPLAY, 80, false};
	struct buf tex, words;
	double start = milliseconds();

	buf_init(&tex);
	buf_init(&words);
	while (tex.n + strlen(unit) <= sizes[_i % 2])
		buf_puts(&tex, unit);
	for (int form = 0; form < 2; form++) {
		struct lines l;
		int baseline;

		lines_init(&l);
		options.style = form ? MATH_INLINE : MATH_DISPLAY;
		ck_assert_int_eq(
			math_render(&l, tex.data, tex.n, &options, &baseline, NULL), STATUS_OK);
		check_box(&l, baseline, &options, unit);
		lines_done(&l);
	}
	ck_assert_int_eq(math_speak(&words, tex.data, tex.n), STATUS_OK);
	ck_assert_msg(milliseconds() - start < MAX_MS, "%.0f ms for many %s",
		milliseconds() - start, unit);
	buf_done(&tex);
	buf_done(&words);
}
END_TEST

START_TEST(nesting_too_deep_shows_the_source)
{
	struct math_options options = {MATH_DISPLAY, 80, false};
	struct math_error error;
	struct lines l;
	struct buf tex;
	int baseline;

	buf_init(&tex);
	lines_init(&l);
	for (int i = 0; i < 100; i++)
		buf_puts(&tex, "\\frac{1}{");
	buf_putc(&tex, 'x');
	buf_fill(&tex, '}', 100);
	ck_assert_int_eq(math_render(&l, tex.data, tex.n, &options, &baseline, &error), STATUS_OK);
	ck_assert_str_eq(error.message, "nested too deeply");
	ck_assert_int_eq(l.runs[0].style.role, ROLE_MARK);
	lines_done(&l);
	buf_done(&tex);
}
END_TEST

/* Fails allocation after allocation; the result is NO_MEMORY or complete. */
START_TEST(running_out_of_memory_is_reported)
{
	static const char tex[] =
		"\\hat{a}\\begin{pmatrix}\\mathbb{R}&\\text{é $x$}\\\\\\sqrt[n]{\\"
		"frac{a}{b}}\\end{pmatrix}"
		"=\\sum_{i}^n\\left(\\frac{x^{i^2}}{2}\\middle|y\\right)+b+c+d+e";
	bool failed = true;

	for (size_t i = 0; failed; i++) {
		struct math_options options = {_i & 1 ? MATH_INLINE : MATH_DISPLAY, 30, _i & 2};
		struct lines l;
		struct buf words;
		enum status drawn, spoken;
		int baseline;

		lines_init(&l);
		buf_init(&words);
		memory_fail_after(i);
		drawn = math_render(&l, tex, sizeof(tex) - 1, &options, &baseline, NULL);
		failed = memory_restore();
		ck_assert_int_eq(drawn, failed ? STATUS_NO_MEMORY : STATUS_OK);
		memory_fail_after(i);
		spoken = math_speak(&words, tex, sizeof(tex) - 1);
		ck_assert_int_eq(spoken, memory_restore() ? STATUS_NO_MEMORY : STATUS_OK);
		lines_done(&l);
		buf_done(&words);
	}
}
END_TEST

Suite *math_hostile_suite(void)
{
	Suite *s = suite_create("math_hostile");
	TCase *t = tcase_create("hostile");
	size_t n;

	soup_hostile(&n);
	tcase_add_test(t, every_formula_makes_a_true_rectangle_at_every_width);
	tcase_add_test(t, token_soup_makes_a_true_rectangle);
	tcase_add_test(t, mutated_formulas_make_a_true_rectangle);
	tcase_add_test(t, no_letter_of_the_source_is_lost);
	tcase_add_loop_test(t, hostile_input_costs_bounded_time, 0, 2 * (int)n);
	tcase_add_test(t, nesting_too_deep_shows_the_source);
	tcase_add_loop_test(t, running_out_of_memory_is_reported, 0, 4);
	suite_add_tcase(s, t);
	return s;
}
