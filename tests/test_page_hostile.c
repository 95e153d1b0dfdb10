/*
 * Pages from hostile text: safe, within the width, in bounded time, and with
 * memory running out anywhere.
 */
#include "page/page.h"
#include "support/memory.h"
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

START_TEST(page_is_safe_whatever_it_is_made_from)
{
	static const char *const bad[] = {"&#27;[31m", "\033]0;x\007",
		"\xC2\x9B"
		"31m",
		"\xE2\x80\xAE"
		"x",
		"&#x9b;", "\xFF\xFE", "&#8238;", "\xE2\x80\xA8", "&#0;", "\x7F", "\r", "\v\f\b"};
	static const char *const places[] = {"%s\n", "# a%s\n", "`a%s`\n", "```%s\na%s\n```\n",
		"```c %s\n\"%s\" /*%s*/\n```\n", "[a%s](http://x%s \"t%s\")\n", "![a%s](b%s)\n",
		"<http://x%s>\n", "|a%s|b|\n|-|-|\n|c%s|d|\n", "[a%s](live:stale%s)\n",
		"![a%s](live:failed%s)\n", "[a%s](set:%s)\n", "<b %s>\n", "<div %s>\n%s\n</div>\n",
		"- [ ] a%s\n", "    a%s\n", "$`a%s`$\n", "```math\na%s\n```\n"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		for (size_t j = 0; j < sizeof(places) / sizeof(places[0]); j++) {
			char markdown[256];
			const char *b = bad[i];

			snprintf(markdown, sizeof(markdown), places[j], b, b, b);
			free(render(markdown, 40));
		}
	}
}
END_TEST

static void hostile_live(
	void *context, const char *target, const char *written, struct live_item *item)
{
	(void)target;
	(void)written;
	*item = *(const struct live_item *)context;
}

START_TEST(page_is_safe_whatever_demos_say)
{
	static const char *const bad_columns[] = {"a\033[31m", "b\n\tc"};
	static const struct table_cell bad_cells[] = {{false, 0, "\033[2J"}, {false, 0, NULL}};
	static const struct table bad_table = {.name = "\033",
		.title = "\033",
		.columns = bad_columns,
		.n_columns = 2,
		.n_rows = 1,
		.cells = bad_cells};
	struct live_item items[] = {
		{.state = LIVE_STALE, .now = "\033[31m"},
		{.state = LIVE_FAILED, .message = "\033]0;\007\nsecond line"},
		{.state = LIVE_VERIFIED, .table = &bad_table},
		{.state = LIVE_STALE},
		{.state = LIVE_FAILED},
	};
	static const char markdown[] = "[1](live:x) ![f](live:y)";

	for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
		struct page_options options = {
			.width = 40, .live = hostile_live, .live_context = &items[i]};

		free(page_text(markdown, sizeof(markdown) - 1, &options));
		options.spoken = true;
		free(page_text(markdown, sizeof(markdown) - 1, &options));
	}
}
END_TEST

START_TEST(page_in_ascii_draws_nothing_else)
{
	static const char markdown[] =
		"# h\n\n- a\n- [ ] b\n- [x] c\n\n1. d\n\n> e\n\n---\n\n"
		"|a|b|\n|-|-|\n|c|d|\n\n```c\nint verylongname = 123456789;\n```\n"
		"![p](live:plot) ![t](live:table) [s](live:stale) ![w](live:pending)\n";
	struct page_options options = {.width = 24, .ascii = true, .live = page_live_sample};

	for (; options.width < 90; options.width += 13) {
		char *text = page_text(markdown, sizeof(markdown) - 1, &options);

		ck_assert_ptr_nonnull(strstr(text, "[x] c"));
		for (const char *s = text; *s; s++)
			ck_assert_msg(*s == '\n' || (*s >= ' ' && *s <= '~'), "in '%s'", s);
		free(text);
	}
}
END_TEST

/* Text of `n` times the piece. */
static char *repeat(const char *piece, size_t n)
{
	size_t size = strlen(piece);
	char *s = malloc(n * size + 1);

	for (size_t i = 0; i < n; i++)
		memcpy(s + i * size, piece, size);
	s[n * size] = '\0';
	return s;
}

START_TEST(page_survives_depth_and_length)
{
	static const struct {
		const char *piece;
		size_t n;
	} rows[] = {
		{"[", 50000},
		{"![", 50000},
		{"*", 50000},
		{"*a **a ", 20000},
		{"> ", 20000},
		{"- ", 5000},
		{"1. ", 5000},
		{"`", 50000},
		{"|", 50000},
		{"a|b\n-|-\n", 20000},
		{"<!--", 20000},
		{"\xCC\x81", 50000},
		{"a\xCC\x81\xE2\x80\x8D", 50000},
		{"\xE1\x84\x80", 50000}, /* one endless cluster of Hangul */
		{"日本語", 50000},
		{"abc", 100000},
		{"a-", 50000},
		{"\t", 1000},
		{"```c\n#include <\n", 5000},
		{"$`x`", 20000},
		{"[0](live:ok)", 10000},
		{"|a\\|b", 20000},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *markdown = repeat(rows[i].piece, rows[i].n);

		free(render(markdown, 40));
		free(markdown);
	}
}
END_TEST

START_TEST(page_of_a_huge_table_and_long_code_is_laid_out)
{
	struct buf b;

	buf_init(&b);
	buf_puts(&b, "|a|b|\n|-|-|\n");
	for (int i = 0; i < 30000; i++)
		buf_printf(&b, "|%d|%d words|\n", i, i % 97);
	buf_puts(&b, "\n```c\n");
	for (int i = 0; i < 30000; i++)
		buf_puts(&b, "\tx\ty\tz\t");
	buf_puts(&b, "\n```\n");
	free(render(b.data, 80));
	buf_done(&b);
}
END_TEST

/* Pieces of markdown in any order, and bytes of any value. */
START_TEST(page_takes_any_bytes_at_any_width)
{
	static const char *const pieces[] = {"\n", "\n\n", "- ", "1. ", "> ", "# ", "    ",
		"```c\n", "```\n", "|a|b|\n|-|-|\n", "|", "*", "**", "`", "$`x`$", "[",
		"](live:ok)", "](http://x)", "![", "<!--", "-->", "日本", "👍", "e\xCC\x81", "word ",
		"\\|", "&#27;", "\xFF", "\x01", "\x02", "\t", "---\n", "[ ] ", "a-b", "\r\n"};
	unsigned long long state = 12345 + (unsigned long long)_i;
	struct buf b;

	buf_init(&b);
	for (int round = 0; round < 200; round++) {
		struct page_options options = {.width = 10, .live = page_live_sample};

		buf_clear(&b);
		for (int i = 0; i < 60; i++) {
			state = state * 6364136223846793005U + 1442695040888963407U;
			buf_puts(&b, pieces[(state >> 33) % (sizeof(pieces) / sizeof(pieces[0]))]);
		}
		options.width += (int)(state >> 40) % 100;
		options.ascii = state >> 50 & 1;
		options.spoken = state >> 51 & 1;
		free(page_text(b.data, b.n, &options));
	}
	buf_done(&b);
}
END_TEST

START_TEST(page_laid_out_again_gives_the_same_bytes)
{
	struct page_options options = {.width = 60, .live = page_live_sample};
	struct buf file;
	char *a, *b;

	buf_init(&file);
	ck_assert_int_eq(
		buf_read_file(&file, "tests/golden/page/live.md", MAX_FILE_BYTES), STATUS_OK);
	a = page_text(file.data, file.n, &options);
	b = page_text(file.data, file.n, &options);
	ck_assert_str_eq(a, b);
	free(a);
	free(b);
	buf_done(&file);
}
END_TEST

START_TEST(page_reports_every_failed_allocation)
{
	static const char markdown[] = "# h\n\n[a](http://b) [1](live:ok) $`x`$ *b* `c`\n\n- [ ] "
				       "d\n\n|a|b|\n|-|-|\n|c|d|\n\n"
				       "```c\nint x;\n```\n![p](live:plot)\n\n![t](live:table)\n";
	struct page_options options = {.width = 40, .live = page_live_sample};
	size_t n = 0;

	for (int spoken = 0; spoken < 2; spoken++) {
		options.spoken = spoken;
		for (n = 0;; n++) {
			enum status status;
			struct page page;

			memory_fail_after(n);
			status = page_layout(&page, markdown, sizeof(markdown) - 1, &options);
			if (!memory_restore()) {
				ck_assert_int_eq(status, STATUS_OK);
				page_done(&page);
				break;
			}
			ck_assert_int_eq(status, STATUS_NO_MEMORY);
			ck_assert_ptr_null(page.links);
			ck_assert_uint_eq(page.lines.n_lines, 0);
		}
		ck_assert_uint_ge(n, 20);
	}
}
END_TEST

Suite *page_hostile_suite(void)
{
	Suite *s = suite_create("page_hostile");
	TCase *t = tcase_create("page_hostile");

	tcase_add_test(t, page_is_safe_whatever_it_is_made_from);
	tcase_add_test(t, page_is_safe_whatever_demos_say);
	tcase_add_test(t, page_in_ascii_draws_nothing_else);
	tcase_add_test(t, page_survives_depth_and_length);
	tcase_add_test(t, page_of_a_huge_table_and_long_code_is_laid_out);
	tcase_add_loop_test(t, page_takes_any_bytes_at_any_width, 0, 5);
	tcase_add_test(t, page_laid_out_again_gives_the_same_bytes);
	tcase_add_test(t, page_reports_every_failed_allocation);
	suite_add_tcase(s, t);
	return s;
}
