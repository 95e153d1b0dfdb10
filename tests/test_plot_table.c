/* Tables of plots, and memory that runs out while a plot is made of anything. */
#include "base/arena.h"
#include "plot/plot.h"
#include "support/memory.h"
#include "support/plot_samples.h"

#include <check.h>

START_TEST(plot_table_has_few_rows_and_both_ends)
{
	struct arena *arena = arena_new();
	struct table t;

	for (size_t i = 0; i < N_PLOT_SAMPLES; i++) {
		const struct plot *plot = plot_sample(arena, i);

		ck_assert_int_eq(plot_table(&t, plot, arena), STATUS_OK);
		ck_assert_uint_ge(t.n_rows, 1);
		ck_assert_uint_le(t.n_rows, PLOT_TABLE_ROWS * plot->n_series);
		ck_assert_uint_ge(t.n_columns, 2);
		for (size_t k = 0; k < t.n_columns; k++)
			ck_assert_ptr_nonnull(t.columns[k]);
	}
	ck_assert_int_eq(plot_table(&t, plot_sample(arena, 0), arena), STATUS_OK);
	ck_assert_uint_eq(t.n_columns, 5);
	ck_assert_uint_eq(t.n_rows, 12);
	ck_assert_str_eq(t.columns[0], "layer");
	ck_assert_str_eq(t.columns[3], "ReLU + He");
	ck_assert_double_eq(t.cells[0].number, 1);
	ck_assert_double_eq(t.cells[11 * 5].number, 20);
	arena_free(arena);
}
END_TEST

START_TEST(plot_survives_every_failing_allocation)
{
	/* Large, so that every kind of scratch comes to need a chunk of its own. */
	const struct plot_options o = {.width = 200, .height = 60, .ascii = _i % 2};
	struct arena *arena = arena_new();
	const struct plot *plot = plot_sample(arena, (size_t)_i);
	bool failed = true;

	for (long n = 0; failed; n++) {
		struct arena *scratch;
		struct lines lines;
		enum status status;
		struct table t;
		struct buf b;

		lines_init(&lines);
		memory_fail_after((size_t)n);
		status = plot_render(&lines, plot, &o);
		failed = memory_restore();
		ck_assert_int_eq(status, failed ? STATUS_NO_MEMORY : STATUS_OK);
		lines_done(&lines);

		buf_init(&b);
		memory_fail_after((size_t)n);
		status = plot_describe(&b, plot);
		ck_assert_int_eq(status, memory_restore() ? STATUS_NO_MEMORY : STATUS_OK);
		buf_done(&b);

		scratch = arena_new();
		memory_fail_after((size_t)n);
		status = plot_table(&t, plot, scratch);
		ck_assert_int_eq(status, memory_restore() ? STATUS_NO_MEMORY : STATUS_OK);
		arena_free(scratch);
	}
	arena_free(arena);
}
END_TEST

Suite *plot_table_suite(void)
{
	Suite *s = suite_create("plot_table");
	TCase *t = tcase_create("plot_table");

	tcase_add_test(t, plot_table_has_few_rows_and_both_ends);
	tcase_add_loop_test(t, plot_survives_every_failing_allocation, 0, N_PLOT_SAMPLES);
	suite_add_tcase(s, t);
	return s;
}
