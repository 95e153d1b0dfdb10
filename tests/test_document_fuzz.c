/* Random mutations of a good page: no crash, the same result twice, positions in the file. */
#include "support/pages.h"

#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { N_SEEDS = 8, N_ROUNDS = 250, MAX_CHANGES = 12 };

static const char *const pieces[] = {"\n", "> ", "- ", "- [x] ", "1. ", "### ", "## ", "`", "```\n",
	"[", "](live:x)", "](cite:k)", "](param:d?from=1&to=2)", "= [1](live:x) ± 5 %\n", "---\n",
	"<!-- id: a -->", "<", ">", "\\", "$`", "`$", "\t", "\r", "\0x", "\xFF", "é", "0.5 ",
	"&amp;", "![", "{", ": ", "(", ")", "\"", "    ", "| "};

static uint32_t next_random(uint64_t *state)
{
	/* xorshift64* (Vigna 2016) */
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return (uint32_t)(*state * 0x2545F4914F6CDD1DU >> 32);
}

/* Deletes, copies or inserts a piece at a random place. */
static void change(struct buf *page, uint64_t *state)
{
	size_t at = next_random(state) % (page->n + 1);
	size_t from = next_random(state) % (page->n + 1), n = next_random(state) % 40;
	struct buf changed;

	if (from + n > page->n)
		n = page->n - from;
	buf_init(&changed);
	buf_add(&changed, page->data, at);
	switch (next_random(state) % 4) {
	case 0:
		at = at + n < page->n ? at + n : page->n;
		break;
	case 1:
		buf_add(&changed, page->data + from, n);
		break;
	case 2:
		buf_putc(&changed, (char)next_random(state));
		break;
	default:
		buf_puts(&changed,
			pieces[next_random(state) % (sizeof(pieces) / sizeof(pieces[0]))]);
	}
	buf_add(&changed, page->data + at, page->n - at);
	buf_done(page);
	*page = changed;
}

static void check_positions(const struct buf *page)
{
	struct document document;
	struct diags diags;
	int lines = 1;

	for (size_t i = 0; i < page->n; i++)
		lines += page->data[i] == '\n' || page->data[i] == '\r';
	diags_init(&diags);
	if (document_parse(&document, "p.md", DOCUMENT_QUESTION, page->data, page->n, &diags) ==
		STATUS_OK) {
		for (size_t i = 0; i < document.n_references; i++) {
			ck_assert_int_ge(document.references[i].at.line, 1);
			ck_assert_int_le(document.references[i].at.line, lines);
			ck_assert_int_ge(document.references[i].at.col, 1);
			ck_assert_int_le(document.references[i].at.col, (int)page->n + 1);
		}
		for (size_t i = 0; i < document.n_sections; i++)
			ck_assert_uint_le(document.sections[i].begin, document.sections[i].end);
	}
	for (size_t i = 0; i < diags.n; i++) {
		ck_assert_int_ge(diags.items[i].line, 1);
		ck_assert_int_le(diags.items[i].line, lines + 1);
		ck_assert_int_ge(diags.items[i].col, 1);
	}
	document_done(&document);
	diags_done(&diags);
}

START_TEST(mutated_pages_are_read_without_harm_and_alike)
{
	uint64_t state = 0x9E3779B97F4A7C15U * (uint64_t)(_i + 1);

	for (int round = 0; round < N_ROUNDS; round++) {
		uint32_t changes = 1 + next_random(&state) % MAX_CHANGES;
		struct buf page;
		char *first, *second;

		pages_read(&page, "003-good.md");
		while (changes--)
			change(&page, &state);
		check_positions(&page);
		first = pages_diags(&page, DOCUMENT_LESSON);
		second = pages_diags(&page, DOCUMENT_LESSON);
		ck_assert_str_eq(first, second);
		free(first);
		free(second);
		buf_done(&page);
	}
}
END_TEST

/* Each of these took, or would take, minutes in a parser that looks back. */
START_TEST(a_megabyte_of_one_thing_takes_no_time)
{
	static const char *const things[] = {"[", "![", "]", "`", "<", "<a ", "[](a (", "[](",
		"[a](b", "\\`", "*a ", "> ", "$`", "0.5 ", "\n", "\r", "[0.5](live:x) ",
		"- [x] a\n", "## a\n", "### q\n", "<!-- ", "[a[b](c) ", "| a "};
	struct document document;
	struct diags diags;
	struct buf text;

	buf_init(&text);
	buf_puts(&text, "## Quiz\n### a\n");
	while (text.n < 1 << 20)
		buf_puts(&text, things[_i]);
	diags_init(&diags);
	document_parse(&document, "p.md", DOCUMENT_QUESTION, text.data, text.n, &diags);
	document_done(&document);
	diags_done(&diags);
	buf_done(&text);
}
END_TEST

Suite *document_fuzz_suite(void)
{
	Suite *s = suite_create("document_fuzz");
	TCase *t = tcase_create("document_fuzz");

	tcase_add_loop_test(t, mutated_pages_are_read_without_harm_and_alike, 0, N_SEEDS);
	suite_add_tcase(s, t);
	t = tcase_create("long");
	/* The worst takes 0.4 s here, 6 s under sanitizers; a square would be hours. */
	tcase_set_timeout(t, 40);
	tcase_add_loop_test(t, a_megabyte_of_one_thing_takes_no_time, 0, 23);
	suite_add_tcase(s, t);
	return s;
}
