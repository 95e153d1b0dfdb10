#include "base/text.h"
#include "base/theme.h"
#include "page/page.h"
#include "support/golden.h"
#include "support/page_live.h"
#include "support/page_text.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILE_BYTES = 1 << 20 };

static char *render(const char *markdown, int width)
{
	struct page_options options = {.width = width, .plot_height = 10, .live = page_live_sample};

	return page_text(markdown, strlen(markdown), &options);
}

static void assert_renders(const char *markdown, int width, const char *expected)
{
	char *text = render(markdown, width);

	ck_assert_str_eq(text, expected);
	free(text);
}

/* ---- golden files */

static const char *const goldens[] = {
	"text", "lists", "code", "tables", "live", "unicode", "maths"};

enum { N_GOLDENS = sizeof(goldens) / sizeof(goldens[0]) };

static void check_golden(const char *name, const char *suffix, struct page_options options)
{
	char path[128];
	struct buf file;
	char *text;

	options.plot_height = 10;
	options.live = page_live_sample;
	buf_init(&file);
	snprintf(path, sizeof(path), "tests/golden/page/%s.md", name);
	ck_assert_int_eq(buf_read_file(&file, path, MAX_FILE_BYTES), STATUS_OK);
	text = page_text(file.data, file.n, &options);
	snprintf(path, sizeof(path), "tests/golden/page/%s.%s.txt", name, suffix);
	golden_check(path, text, strlen(text));
	free(text);
	buf_done(&file);
}

START_TEST(page_looks_as_expected_at_80_columns)
{
	check_golden(goldens[_i], "80", (struct page_options){.width = 80});
}
END_TEST

START_TEST(page_looks_as_expected_at_40_columns)
{
	check_golden(goldens[_i], "40", (struct page_options){.width = 40});
}
END_TEST

START_TEST(page_reads_aloud_as_expected)
{
	check_golden(goldens[_i], "spoken", (struct page_options){.width = 80, .spoken = true});
}
END_TEST

/* ---- text */

START_TEST(page_breaks_japanese_at_any_character_but_keeps_stops_off_line_starts)
{
	static const char sentence[] =
		"日本語の長い段落は、空白がなくても行の終わりで折り返される。";
	char line[4096] = "", *text;
	struct page_options options = {.width = 31};
	size_t n_lines = 0;

	for (int i = 0; i < 10; i++)
		strcat(line, sentence);
	text = page_text(line, strlen(line), &options);
	for (char *s = text; *s; s += strcspn(s, "\n") + 1, n_lines++) {
		size_t n = strcspn(s, "\n");

		ck_assert_uint_le(text_cells(s, n), 31);
		/* No line is shorter than it must be: two cells a character, and a
		 * character may move down with the stop behind it. */
		if (s[n + 1])
			ck_assert_uint_ge(text_cells(s, n), 31 - 3);
		ck_assert_int_ne(strncmp(s + 1, "。", 3), 0);
		ck_assert_int_ne(strncmp(s + 1, "、", 3), 0);
	}
	ck_assert_uint_ge(n_lines, 20);
	free(text);
}
END_TEST

START_TEST(page_cuts_overlong_words_between_clusters)
{
	char *text;

	assert_renders("aaaaaaaaaabbbbbbbbbbccccc", 10, "aaaaaaaaaa\nbbbbbbbbbb\nccccc\n");
	assert_renders("e\xCC\x81"
		       "e\xCC\x81"
		       "e\xCC\x81"
		       "e\xCC\x81"
		       "e\xCC\x81"
		       "e\xCC\x81"
		       "e\xCC\x81"
		       "e\xCC\x81"
		       "e\xCC\x81"
		       "e\xCC\x81"
		       "e\xCC\x81",
		10,
		"e\xCC\x81"
		"e\xCC\x81"
		"e\xCC\x81"
		"e\xCC\x81"
		"e\xCC\x81"
		"e\xCC\x81"
		"e\xCC\x81"
		"e\xCC\x81"
		"e\xCC\x81"
		"e\xCC\x81\n"
		"e\xCC\x81\n");
	text = render(
		"👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 10);
	ck_assert_ptr_nonnull(strstr(text, "👩‍👩‍👧‍👦\n"));
	free(text);
}
END_TEST

START_TEST(page_breaks_at_spaces_and_hyphens_between_letters)
{
	assert_renders("one two-three", 10, "one two-\nthree\n");
	assert_renders("one two--three", 10, "one\ntwo--three\n");
	assert_renders("one `two-three`", 10, "one\ntwo-three\n");
	assert_renders("one 1.2e-1343", 10, "one\n1.2e-1343\n");
	assert_renders("exactly 10 cells is", 10, "exactly 10\ncells is\n");
	/* bars stand around what is measured */
	assert_renders("one more |λ|² is", 10, "one more\n|λ|² is\n");
}
END_TEST

START_TEST(page_keeps_live_numbers_and_punctuation_together)
{
	assert_renders("aaaa [12 %](live:ok).", 10, "aaaa 12 %.\n");
	assert_renders("aaaaa [12 %](live:ok).", 10, "aaaaa\n12 %.\n");
}
END_TEST

START_TEST(page_keeps_punctuation_at_formulas)
{
	assert_renders("aaaaaaa $`x`$, b", 10, "aaaaaaa x,\nb\n");
	assert_renders("aaaaaaaa $`x`$, b", 10, "aaaaaaaa\nx, b\n");
	assert_renders("$`a`$`b`$ c", 80, "   ab$ c\n");
	assert_renders("a $5 and `code` cost $", 80, "   a $5 and code cost $\n");
}
END_TEST

START_TEST(page_width_is_clamped_and_text_is_at_most_90_wide)
{
	char *text, word[] = "word ", markdown[2001] = "";
	struct page_options options = {.width = 1 << 30};
	struct page page;

	for (size_t i = 0; i < 400; i++)
		memcpy(markdown + 5 * i, word, 5);
	ck_assert_int_eq(page_layout(&page, markdown, 2000, &options), STATUS_OK);
	ck_assert_uint_le(page.lines.line[0].n_cells, PAGE_MAX_TEXT_CELLS + 3);
	ck_assert_uint_ge(page.lines.line[0].n_cells, PAGE_MAX_TEXT_CELLS - 5);
	page_done(&page);
	options.width = -5;
	ck_assert_int_eq(page_layout(&page, markdown, 2000, &options), STATUS_OK);
	ck_assert_uint_eq(page.lines.line[0].n_cells, 9);
	page_done(&page);
	text = render("", 80);
	ck_assert_str_eq(text, "");
	free(text);
}
END_TEST

/* ---- links and headings */

START_TEST(page_lists_links_of_every_kind_with_their_lines)
{
	static const struct {
		enum page_link_kind kind;
		const char *target, *text;
		size_t line;
	} rows[] = {
		{PAGE_LINK_URL, "https://example.org", "a b", 0},
		{PAGE_LINK_QUESTION, "huber", "Huber", 1},
		{PAGE_LINK_LESSON, "gd", "GD", 1},
		{PAGE_LINK_LIVE, "x?d=1", "0.25", 1},
		{PAGE_LINK_SET, "d=2", "two", 1},
		{PAGE_LINK_CITE, "key", "0.3", 1},
		{PAGE_LINK_MATH, "x^2", "x^2", 1},
		{PAGE_LINK_LIVE, "plot", "Alt *text*", 3},
		{PAGE_LINK_MATH, "y\n", "y\n", 13},
	};
	static const char markdown[] =
		"[a *b*](https://example.org)  \n"
		"[Huber](question:huber) [GD](lesson:gd) [0.25](live:x?d=1) [two](set:d=2)\n"
		"[0.3](cite:key) $`x^2`$ [1](param:p)\n\n![Alt \\*text\\*](live:plot)\n\n"
		"```math\ny\n```\n";
	struct page_options options = {.width = 80, .plot_height = 9, .live = page_live_sample};
	struct page page;

	ck_assert_int_eq(page_layout(&page, markdown, sizeof(markdown) - 1, &options), STATUS_OK);
	page_assert_promises(&page, &options, "links");
	ck_assert_uint_eq(page.n_links, sizeof(rows) / sizeof(rows[0]));
	for (size_t i = 0; i < page.n_links; i++) {
		ck_assert_int_eq(page.links[i].kind, rows[i].kind);
		ck_assert_str_eq(page.links[i].target, rows[i].target);
		ck_assert_str_eq(page.links[i].text, rows[i].text);
		ck_assert_uint_eq(page.links[i].line, rows[i].line);
	}
	page_done(&page);
}
END_TEST

START_TEST(page_lists_headings_with_their_lines)
{
	static const char markdown[] =
		"# One `code` <!-- id: x -->\n\ntext\n\n###\n\n> ### *Two*\n";
	struct page_options options = {.width = 80};
	struct page page;

	ck_assert_int_eq(page_layout(&page, markdown, sizeof(markdown) - 1, &options), STATUS_OK);
	ck_assert_uint_eq(page.n_headings, 2);
	ck_assert_str_eq(page.headings[0].text, "One code");
	ck_assert_int_eq(page.headings[0].level, 1);
	ck_assert_uint_eq(page.headings[0].line, 0);
	ck_assert_str_eq(page.headings[1].text, "Two");
	ck_assert_int_eq(page.headings[1].level, 3);
	ck_assert_uint_eq(page.headings[1].line, 4);
	page_done(&page);
}
END_TEST

/* The style of the first run that has this text. */
static struct style find_style(const struct page *page, const char *text)
{
	const struct lines *l = &page->lines;

	for (size_t i = 0; i < l->n_runs; i++)
		if (l->runs[i].n_bytes == strlen(text) &&
			!memcmp(lines_run_text(l, &l->runs[i]), text, strlen(text)))
			return l->runs[i].style;
	ck_abort_msg("no run '%s'", text);
}

START_TEST(page_shows_the_value_now_in_place_of_a_sample)
{
	static const char markdown[] = "[7](live:drawn)";
	struct page_options options = {.width = 90, .live = page_live_sample};
	struct page page;

	ck_assert_int_eq(page_layout(&page, markdown, sizeof(markdown) - 1, &options), STATUS_OK);
	ck_assert_int_eq(find_style(&page, "4.2e-13").role, ROLE_LIVE);
	for (size_t i = 0; i < page.lines.n_runs; i++)
		ck_assert_ptr_null(memchr(lines_run_text(&page.lines, &page.lines.runs[i]), '7',
			page.lines.runs[i].n_bytes));
	page_done(&page);
}
END_TEST

START_TEST(page_live_numbers_show_their_state)
{
	static const char markdown[] = "[1](live:ok) a [2](live:stale) b [3](live:pending) c "
				       "[4](live:failed) d [5](live:unknown) e [6](param:p)";
	struct page_options options = {.width = 90, .live = page_live_sample};
	struct page page;

	ck_assert_int_eq(page_layout(&page, markdown, sizeof(markdown) - 1, &options), STATUS_OK);
	ck_assert_int_eq(find_style(&page, "1").role, ROLE_LIVE);
	ck_assert_int_eq(find_style(&page, "4.2e-13").role, ROLE_STALE);
	ck_assert_int_eq(find_style(&page, " (the text says 2)").role, ROLE_DIM);
	ck_assert_int_eq(find_style(&page, "3").role, ROLE_PENDING);
	ck_assert_int_eq(find_style(&page, "4").role, ROLE_BAD);
	ck_assert_int_eq(find_style(&page, "5").role, ROLE_BAD);
	ck_assert_int_eq(find_style(&page, "6").role, ROLE_ACCENT);
	page_done(&page);
	options.live = NULL;
	ck_assert_int_eq(page_layout(&page, "[1](live:ok)", 12, &options), STATUS_OK);
	ck_assert_int_eq(find_style(&page, "1").role, ROLE_TEXT);
	page_done(&page);
}
END_TEST

/* ---- code */

START_TEST(page_highlight_c_tells_tokens_apart)
{
	static const char source[] = "#include <x.h>\nstatic int f = 0x1e+3; // note\n\t\"s\\\"\";";
	static const struct {
		const char *text;
		enum role role;
	} rows[] = {
		{"#include", ROLE_PREPROC},
		{"<x.h>", ROLE_STRING},
		{"static", ROLE_KEYWORD},
		{"int", ROLE_TYPE},
		{" f = ", ROLE_CODE},
		{"0x1e+3", ROLE_NUMBER},
		{"// note", ROLE_COMMENT},
		{"\"s\\\"\"", ROLE_STRING},
	};
	struct page page = {0};

	lines_init(&page.lines);
	ck_assert_int_eq(page_highlight_c(&page.lines, source, sizeof(source) - 1), STATUS_OK);
	ck_assert_uint_eq(page.lines.n_lines, 3);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_int_eq(find_style(&page, rows[i].text).role, rows[i].role);
	page_done(&page);
}
END_TEST

START_TEST(page_highlight_c_keeps_every_byte_of_source)
{
	static const char *const sources[] = {"", "\n\n", "/*", "/* *", "\"", "\"\\", "'", "#",
		"#include <", "a\r\nb", "x = 'a", "/", "1.", "\\", "#define A \\\n b",
		"//\\\nc\nd"};
	struct output_style plain = {0};

	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		char want[64] = "", *end = want;
		struct lines l;
		struct buf out;

		for (const char *s = sources[i]; *s; s++)
			if (*s != '\r')
				*end++ = *s;
		if (end > want && end[-1] != '\n')
			*end++ = '\n';
		*end = '\0';
		lines_init(&l);
		buf_init(&out);
		ck_assert_int_eq(page_highlight_c(&l, sources[i], strlen(sources[i])), STATUS_OK);
		lines_write(&out, &l, &plain);
		ck_assert_str_eq(out.data, want);
		buf_done(&out);
		lines_done(&l);
	}
}
END_TEST

/* ---- tables */

static void assert_table(const struct table *t, int width, const char *expected)
{
	struct page_options options = {.width = width};
	struct output_style plain = {0};
	struct lines l;
	struct buf out;

	lines_init(&l);
	buf_init(&out);
	ck_assert_int_eq(page_table(&l, t, &options), STATUS_OK);
	lines_write(&out, &l, &plain);
	ck_assert_str_eq(out.data, expected);
	buf_done(&out);
	lines_done(&l);
}

START_TEST(page_table_aligns_numbers_at_the_point)
{
	assert_table(page_live_table(), 90,
		"step    cost      tiny  note\n"
		"────  ──────  ────────  "
		"────────────────────────────────────────────────────────────\n"
		"   1  12.500  1.25e-13  start\n"
		"  20   0.125  3.00e-08  a longer note that has to be wrapped when the page is "
		"narrow\n");
}
END_TEST

START_TEST(page_table_becomes_pairs_where_it_is_too_narrow)
{
	assert_table(page_live_table(), 20,
		"step: 1\ncost: 12.500\ntiny: 1.25e-13\nnote: start\n\nstep: 20\ncost: 0.125\n"
		"tiny: 3.00e-08\nnote: a longer note\n  that has to be\n  wrapped when the\n"
		"  page is narrow\n");
}
END_TEST

START_TEST(page_table_leaves_words_whole_where_all_fit)
{
	static const char *const names[] = {"call", "meaning"};
	const struct table_cell cells[] = {{.text = "torch.optim.AdamW"},
		{.text = "weight decay beside the gradient, which is why it is named apart"}};
	const struct table t = {
		.title = "", .columns = names, .n_columns = 2, .n_rows = 1, .cells = cells};

	assert_table(&t, 40,
		"call               meaning\n"
		"─────────────────  ─────────────────────\n"
		"torch.optim.AdamW  weight decay beside\n"
		"                   the gradient, which\n"
		"                   is why it is named\n"
		"                   apart\n");
}
END_TEST

START_TEST(page_table_cuts_no_word_that_a_line_holds)
{
	static const char *const names[] = {"where", "name"};
	const struct table_cell cells[] = {{.text = "scikit-learn, torch"},
		{.text = "HuberRegressor(epsilon=1.35) fits a scale too"}};
	const struct table t = {
		.title = "", .columns = names, .n_columns = 2, .n_rows = 1, .cells = cells};

	assert_table(&t, 40,
		"where: scikit-learn, torch\n"
		"name: HuberRegressor(epsilon=1.35) fits\n"
		"  a scale too\n");
}
END_TEST

/* Columns that are tall towers of words take more lines than pairs do. */
START_TEST(page_table_becomes_pairs_where_that_is_shorter)
{
	static const char *const names[] = {"said of", "it is", "more"};
	const struct table_cell cells[] = {{.text = "a gradient"},
		{.text = "descent may then rest elsewhere than at the minimum, clipping is such"},
		{.text = "momentum"}};
	const struct table t = {
		.title = "", .columns = names, .n_columns = 3, .n_rows = 1, .cells = cells};

	assert_table(&t, 60,
		"said of   it is                                     more\n"
		"────────  ────────────────────────────────────────  ────────\n"
		"a         descent may then rest elsewhere than at   momentum\n"
		"gradient  the minimum, clipping is such\n");
	assert_table(&t, 32,
		"said of: a gradient\n"
		"it is: descent may then rest\n"
		"  elsewhere than at the minimum,\n"
		"  clipping is such\n"
		"more: momentum\n");
}
END_TEST

static void assert_column(const double *values, size_t n, const char *expected)
{
	static const char *const names[] = {"x"};
	struct table_cell column[8];
	struct table t = {
		.title = "", .columns = names, .n_columns = 1, .n_rows = n, .cells = column};

	for (size_t i = 0; i < n; i++)
		column[i] = (struct table_cell){.is_number = true, .number = values[i]};
	assert_table(&t, 60, expected);
}

START_TEST(page_table_chooses_digits_by_column)
{
	assert_column((double[]){1, 20, -300}, 3, "   x\n────\n   1\n  20\n-300\n");
	assert_column((double[]){0.1, 2.25}, 2, "   x\n────\n0.10\n2.25\n");
	assert_column((double[]){1e-9, 2.5}, 2, "      x\n───────\n1.0e-09\n2.5e+00\n");
	assert_column((double[]){1234567.5, 1}, 2, "       x\n────────\n1.23e+06\n1.00e+00\n");
	assert_column((double[]){123456789}, 1, "        x\n─────────\n123456789\n");
	assert_column((double[]){1.0 / 3, 0, -0.0}, 3, "     x\n──────\n0.3333\n0.0000\n0.0000\n");
	assert_column((double[]){0.0 / 0.0, 1.5, -1.0 / 0.0}, 3, "  x\n───\nn/a\n1.5\n -∞\n");
}
END_TEST

static void add_text_tests(TCase *t)
{
	tcase_add_test(t, page_breaks_japanese_at_any_character_but_keeps_stops_off_line_starts);
	tcase_add_test(t, page_cuts_overlong_words_between_clusters);
	tcase_add_test(t, page_breaks_at_spaces_and_hyphens_between_letters);
	tcase_add_test(t, page_keeps_live_numbers_and_punctuation_together);
	tcase_add_test(t, page_keeps_punctuation_at_formulas);
	tcase_add_test(t, page_width_is_clamped_and_text_is_at_most_90_wide);
	tcase_add_test(t, page_lists_links_of_every_kind_with_their_lines);
	tcase_add_test(t, page_lists_headings_with_their_lines);
	tcase_add_test(t, page_live_numbers_show_their_state);
	tcase_add_test(t, page_shows_the_value_now_in_place_of_a_sample);
	tcase_add_test(t, page_highlight_c_tells_tokens_apart);
	tcase_add_test(t, page_highlight_c_keeps_every_byte_of_source);
	tcase_add_test(t, page_table_aligns_numbers_at_the_point);
	tcase_add_test(t, page_table_becomes_pairs_where_it_is_too_narrow);
	tcase_add_test(t, page_table_leaves_words_whole_where_all_fit);
	tcase_add_test(t, page_table_cuts_no_word_that_a_line_holds);
	tcase_add_test(t, page_table_becomes_pairs_where_that_is_shorter);
	tcase_add_test(t, page_table_chooses_digits_by_column);
}

Suite *page_suite(void)
{
	Suite *s = suite_create("page");
	TCase *golden = tcase_create("golden"), *text = tcase_create("text");

	tcase_add_loop_test(golden, page_looks_as_expected_at_80_columns, 0, N_GOLDENS);
	tcase_add_loop_test(golden, page_looks_as_expected_at_40_columns, 0, N_GOLDENS);
	tcase_add_loop_test(golden, page_reads_aloud_as_expected, 0, N_GOLDENS);
	add_text_tests(text);
	suite_add_tcase(s, golden);
	suite_add_tcase(s, text);
	return s;
}
