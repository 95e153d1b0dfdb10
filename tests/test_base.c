#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/lines.h"
#include "base/text.h"
#include "base/theme.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

START_TEST(text_clean_replaces_control_characters_and_bad_utf8)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{"plain", "plain"},
		{"a\033[31mb", "a\xEF\xBF\xBD[31mb"},
		{"\xC2\x9B"
		 "31m",
			"\xEF\xBF\xBD"
			"31m"},
		{"a\xE2\x80\xAE"
		 "b",
			"a\xEF\xBF\xBD"
			"b"},
		{"\xC0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD"},
		{"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
		{"\xE6\x97", "\xEF\xBF\xBD\xEF\xBF\xBD"},
		{"\xE6\x97\xA5", "\xE6\x97\xA5"},
		{"\xEF\xBF\xBD", "\xEF\xBF\xBD"},
		{"tab\there\n", "tab\xEF\xBF\xBDhere\xEF\xBF\xBD"},
	};
	struct buf b;

	buf_init(&b);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		buf_clear(&b);
		text_clean(&b, rows[i].in, strlen(rows[i].in));
		ck_assert_str_eq(b.data, rows[i].out);
	}
	buf_done(&b);
}
END_TEST

START_TEST(text_is_measured_in_cells)
{
	ck_assert_uint_eq(text_cells("abc", 3), 3);
	ck_assert_uint_eq(text_cells("日本", strlen("日本")), 4);
	ck_assert_uint_eq(text_cells("e\xCC\x81", 3), 1);
	ck_assert_uint_eq(text_cells("\033", 1), 1);
}
END_TEST

START_TEST(text_fit_never_cuts_a_cluster)
{
	size_t used;

	ck_assert_uint_eq(text_fit("日本", strlen("日本"), 3, &used), 3);
	ck_assert_uint_eq(used, 2);
	ck_assert_uint_eq(text_fit("ae\xCC\x81z", 5, 2, &used), 4);
	ck_assert_uint_eq(used, 2);
	ck_assert_uint_eq(text_fit("abc", 3, 10, &used), 3);
	ck_assert_uint_eq(text_fit("abc", 3, 0, &used), 0);
}
END_TEST

START_TEST(text_has_an_ascii_form)
{
	struct buf b;
	const char *s = "naïve – “θ ≤ λ” 日 → é";

	buf_init(&b);
	text_to_ascii(&b, s, strlen(s));
	ck_assert_str_eq(b.data, "naive - \"theta <= lambda\" ? -> e");
	buf_done(&b);
}
END_TEST

START_TEST(text_fold_ignores_case_and_accents)
{
	struct buf b;

	buf_init(&b);
	text_fold(&b, "ÉCOLE Straße", strlen("ÉCOLE Straße"));
	ck_assert_str_eq(b.data, "ecole straße");
	buf_done(&b);
}
END_TEST

START_TEST(text_distance_counts_edits)
{
	ck_assert_int_eq(text_distance("adam", "adam"), 0);
	ck_assert_int_eq(text_distance("adma", "adam"), 1);
	ck_assert_int_eq(text_distance("", "adam"), 4);
	ck_assert_int_eq(text_distance("huber", "hubris"), 3);
}
END_TEST

START_TEST(lines_join_runs_of_one_style_and_count_cells)
{
	const struct style plain = {0}, bold = {.attr = ATTR_BOLD};
	struct lines l;

	lines_init(&l);
	lines_puts(&l, plain, "ab");
	lines_puts(&l, plain, "cd");
	lines_puts(&l, bold, "日");
	ck_assert_int_eq(lines_open_cells(&l), 6);
	lines_end(&l);
	lines_end(&l);
	ck_assert_uint_eq(l.n_lines, 2);
	ck_assert_uint_eq(l.line[0].n_runs, 2);
	ck_assert_uint_eq(l.line[0].n_cells, 6);
	ck_assert_uint_eq(l.line[1].n_runs, 0);
	lines_done(&l);
}
END_TEST

static char *written(const struct lines *l, struct output_style style)
{
	struct buf b;

	buf_init(&b);
	lines_write(&b, l, &style);
	return buf_take(&b);
}

START_TEST(lines_write_makes_plain_text_and_ansi)
{
	const struct style plain = {0}, bold = {.attr = ATTR_BOLD};
	struct lines l;
	char *s;

	lines_init(&l);
	lines_puts(&l, plain, "a ");
	lines_puts(&l, bold, "b\033");
	lines_pad(&l, plain, 3);
	lines_end(&l);
	s = written(&l, (struct output_style){0});
	ck_assert_str_eq(s, "a b\xEF\xBF\xBD\n");
	free(s);
	s = written(&l, (struct output_style){.attributes = true, .depth = COLOR_16});
	ck_assert_str_eq(s, "a \033[0;1mb\xEF\xBF\xBD\033[0m\n");
	free(s);
	s = written(&l, (struct output_style){.ascii = true});
	ck_assert_str_eq(s, "a b?\n");
	free(s);
	lines_done(&l);
}
END_TEST

START_TEST(lines_wrap_breaks_at_spaces_below_its_beginning)
{
	const struct style plain = {0};
	struct lines l;
	char *s;

	lines_init(&l);
	lines_puts(&l, plain, "7 ");
	lines_wrap(&l, plain, "one two three  unbreakable", 7);
	ck_assert_int_eq(lines_open_cells(&l), 6); /* the last row is open */
	lines_end(&l);
	lines_wrap(&l, plain, "", 7);
	ck_assert_int_eq(lines_open_cells(&l), 0);
	s = written(&l, (struct output_style){0});
	ck_assert_str_eq(s, "7 one two\n  three\n  unbreak\n  able\n");
	free(s);
	lines_done(&l);
}
END_TEST

/* Where there are only 16 colors: none stands for two series, none is that of axes. */
START_TEST(series_have_16_colors_of_their_own)
{
	static const enum background backgrounds[] = {BACKGROUND_DARK, BACKGROUND_LIGHT};

	for (int i = 0; i < 2; i++) {
		int dim = theme_color(backgrounds[i], ROLE_DIM)->ansi16;

		for (int a = 0; a < ROLE_N_SERIES; a++) {
			int color = theme_color(backgrounds[i], ROLE_SERIES + (enum role)a)->ansi16;

			ck_assert_int_ne(color, dim);
			for (int b = 0; b < a; b++)
				ck_assert_int_ne(color,
					theme_color(backgrounds[i], ROLE_SERIES + (enum role)b)
						->ansi16);
		}
	}
}
END_TEST

START_TEST(diags_are_sorted_unique_and_safe)
{
	struct diags d;
	struct buf b;

	diags_init(&d);
	buf_init(&b);
	diags_add(&d, "b.md", 2, 1, "second");
	diags_add(&d, "a.md", 10, 2, "x\033y");
	diags_add(&d, "b.md", 2, 1, "second");
	diags_add(&d, "a.md", 0, 0, "whole file");
	diags_sort(&d);
	diags_write(&d, &b);
	ck_assert_str_eq(b.data, "a.md: error: whole file\n"
				 "a.md:10:2: error: x\xEF\xBF\xBDy\n"
				 "b.md:2:1: error: second\n");
	diags_done(&d);
	buf_done(&b);
}
END_TEST

START_TEST(arena_gives_aligned_zeroed_memory)
{
	struct arena *a = arena_new();
	size_t cap = 0;
	int *list = NULL;
	char *big;

	ck_assert_ptr_nonnull(a);
	for (size_t i = 0; i < 1000; i++) {
		list = arena_grow(a, list, i, &cap, sizeof(*list));
		ck_assert_ptr_nonnull(list);
		ck_assert_int_eq(list[i], 0);
		list[i] = (int)i;
	}
	ck_assert_int_eq(list[999], 999);
	big = arena_alloc(a, 1 << 20);
	ck_assert_uint_eq((size_t)big % 16, 0);
	ck_assert_str_eq(arena_printf(a, "%s-%d", "x", 7), "x-7");
	ck_assert_ptr_null(arena_array(a, SIZE_MAX / 2, 16));
	ck_assert_int_eq(arena_status(a), STATUS_NO_MEMORY);
	arena_free(a);
}
END_TEST

START_TEST(buf_grows_takes_and_reads_files)
{
	struct buf b;
	char *s;

	buf_init(&b);
	ck_assert_str_eq(b.data, "");
	for (int i = 0; i < 1000; i++)
		buf_printf(&b, "%d,", i % 10);
	ck_assert_uint_eq(b.n, 2000);
	s = buf_take(&b);
	ck_assert_uint_eq(strlen(s), 2000);
	free(s);
	ck_assert_int_eq(buf_read_file(&b, "/nonexistent", 10), STATUS_IO);
	ck_assert_int_eq(buf_read_file(&b, "/proc/self/status", 10), STATUS_LIMIT);
	ck_assert_int_eq(buf_read_file(&b, "/proc/self/status", 100000), STATUS_OK);
	ck_assert_ptr_nonnull(strstr(b.data, "Name:"));
	buf_done(&b);
}
END_TEST

Suite *base_suite(void)
{
	Suite *s = suite_create("base");
	TCase *t = tcase_create("base");

	tcase_add_test(t, text_clean_replaces_control_characters_and_bad_utf8);
	tcase_add_test(t, text_is_measured_in_cells);
	tcase_add_test(t, text_fit_never_cuts_a_cluster);
	tcase_add_test(t, text_has_an_ascii_form);
	tcase_add_test(t, text_fold_ignores_case_and_accents);
	tcase_add_test(t, text_distance_counts_edits);
	tcase_add_test(t, lines_join_runs_of_one_style_and_count_cells);
	tcase_add_test(t, lines_write_makes_plain_text_and_ansi);
	tcase_add_test(t, lines_wrap_breaks_at_spaces_below_its_beginning);
	tcase_add_test(t, series_have_16_colors_of_their_own);
	tcase_add_test(t, diags_are_sorted_unique_and_safe);
	tcase_add_test(t, arena_gives_aligned_zeroed_memory);
	tcase_add_test(t, buf_grows_takes_and_reads_files);
	suite_add_tcase(s, t);
	return s;
}
