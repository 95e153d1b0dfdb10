#include "pack/document.h"

#include "support/memory.h"
#include "support/pages.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct document doc;
static struct diags diags;
static struct buf page;

static void set_up(void)
{
	diags_init(&diags);
	pages_read(&page, "003-good.md");
}

static void tear_down(void)
{
	document_done(&doc);
	diags_done(&diags);
	buf_done(&page);
}

static void parse_page(enum document_kind kind)
{
	ck_assert_int_eq(document_parse(&doc, "p.md", kind, page.data, page.n, &diags), STATUS_OK);
}

#define ck_assert_at(at_, line_, col_) \
	do { \
		ck_assert_int_eq((at_).line, line_); \
		ck_assert_int_eq((at_).col, col_); \
	} while (0)

START_TEST(a_good_page_has_no_diags)
{
	char *found = pages_diags(&page, DOCUMENT_QUESTION);

	ck_assert_str_eq(found, "");
	free(found);
}
END_TEST

START_TEST(front_matter_is_read_with_positions)
{
	parse_page(DOCUMENT_QUESTION);
	ck_assert_str_eq(doc.front.title, "What is vanishing gradient problem?");
	ck_assert_int_eq(doc.front.level, LEVEL_INTERMEDIATE);
	ck_assert_uint_eq(doc.front.n_topics, 2);
	ck_assert_str_eq(doc.front.topics[1], "backpropagation");
	ck_assert_str_eq(doc.front.reviewed, "2026-11-23");
	ck_assert_uint_eq(doc.front.n_see, 2);
	ck_assert_str_eq(doc.front.see[0], "exploding-gradient");
	ck_assert_at(doc.front.level_at, 3, 8);
	ck_assert_int_eq(doc.front.body_line, 8);
}
END_TEST

START_TEST(sections_tile_the_body)
{
	parse_page(DOCUMENT_QUESTION);
	ck_assert_uint_eq(doc.n_sections, 9);
	ck_assert_str_eq(doc.sections[1].title, "Explanation");
	ck_assert_at(doc.sections[1].at, 13, 1);
	for (size_t i = 0; i + 1 < doc.n_sections; i++)
		ck_assert_uint_eq(doc.sections[i].end, doc.sections[i + 1].begin);
	ck_assert_uint_eq(doc.sections[8].end, doc.n);
	ck_assert_mem_eq(doc.text + doc.sections[8].begin, "## References", 13);
}
END_TEST

START_TEST(a_section_is_found_by_title_and_by_a_unique_prefix)
{
	parse_page(DOCUMENT_QUESTION);
	ck_assert_ptr_eq(document_section(&doc, "QUIZ"), &doc.sections[7]);
	ck_assert_ptr_eq(document_section(&doc, "short"), &doc.sections[0]);
	ck_assert_ptr_null(document_section(&doc, "nothing"));
	ck_assert_ptr_null(document_section(&doc, ""));
	ck_assert_ptr_eq(document_section(&doc, "e"), &doc.sections[1]);
}
END_TEST

START_TEST(references_have_kind_target_section_and_exact_position)
{
	static const struct {
		enum reference_kind kind;
		int line, col;
		const char *text, *target, *section;
	} rows[] = {
		{REFERENCE_CLAIM, 10, 70, "1.2e-13", "shrink", "Short answer"},
		{REFERENCE_CITE, 20, 32, "0.25", "bengio1994", "Explanation"},
		{REFERENCE_QUESTION, 20, 69, "Huber loss", "huber-loss", "Explanation"},
		{REFERENCE_FIGURE, 23, 1, "Gradient norm by layer", "by_layer", "Demo"},
		{REFERENCE_CLAIM, 25, 39, "more than 0.1", "shrink?activation=relu&init=he",
			"Demo"},
		{REFERENCE_CLAIM, 26, 9, "9.1e-13", "shrink?depth=20", "Demo"},
		{REFERENCE_CLAIM, 26, 52, "0.25", "max_slope", "Demo"},
		{REFERENCE_SET, 33, 11, "60 layers of ReLU", "depth=60&activation=relu", "Demo"},
		{REFERENCE_URL, 36, 5, "the documentation", "https://example.org/a_(b)",
			"In practice"},
		{REFERENCE_URL, 36, 1, "https://example.org/", "https://example.org/",
			"In practice"},
		{REFERENCE_CLAIM, 53, 33, "0.25", "max_slope", "Follow-up questions"},
		{REFERENCE_LESSON, 57, 36, "lesson 8", "deep-gradients", "Follow-up questions"},
		{REFERENCE_PARAM, 75, 27, "12", "depth?from=4&to=30", "Quiz"},
		{REFERENCE_CLAIM, 78, 3, "2.6e-08", "shrink?depth=12", "Quiz"},
		{REFERENCE_CLAIM, 79, 3, "1.7e-07", "bound?depth=12", "Quiz"},
	};

	parse_page(DOCUMENT_QUESTION);
	ck_assert_uint_eq(doc.n_references, sizeof(rows) / sizeof(rows[0]));
	for (size_t i = 0; i < doc.n_references; i++) {
		const struct reference *r = &doc.references[i];

		ck_assert_int_eq(r->kind, rows[i].kind);
		ck_assert_at(r->at, rows[i].line, rows[i].col);
		ck_assert_str_eq(r->text, rows[i].text);
		ck_assert_str_eq(r->target, rows[i].target);
		ck_assert_str_eq(r->section, rows[i].section);
	}
}
END_TEST

START_TEST(a_claim_is_at_its_bracket_whatever_stands_before_it)
{
	static const struct {
		const char *markdown;
		int line, col;
	} rows[] = {
		{"[1](live:x)", 1, 1},
		{"> [1](live:x)", 1, 3},
		{"> a\n> [1](live:x)", 2, 3},
		{"> a\n[1](live:x)", 2, 1},
		{"> > a\n>  >  b [1](live:x)", 2, 9},
		{"- a\n  b [1](live:x)", 2, 5},
		{"- a\nb [1](live:x)", 2, 3},
		{"1. > a\n   > [1](live:x)", 2, 6},
		{"\ta\n\nb\n\t[1](live:x)", 4, 2},
		{"-\ta [1](live:x)", 1, 5},
		{"```\n[0](live:y)\n```\n[1](live:x)", 4, 1},
		{"`[0](live:y)` [1](live:x)", 1, 15},
		{"``a ` [0](live:y)`` [1](live:x)", 1, 21},
		{"a ` [1](live:x)", 1, 5},
		{"\\[0](live:y) [1](live:x)", 1, 14},
		{"\\`[1](live:x) b` c", 1, 3},
		{"[[1](live:x)]", 1, 2},
		{"a <!-- [0](live:y) --> [1](live:x)", 1, 24},
		{"[one\ntwo](live:x)", 1, 1},
		{"θ ≤ [1](live:x)", 1, 8},
		{"*a [1](live:x)*", 1, 4},
		{"[1](<live:x>)", 1, 1},
		{"a]b [1](live:x \"title\")", 1, 5},
		{"## h [1](live:x) ##", 1, 6},
		{"a\r\nb [1](live:x)\r\n", 2, 3},
		{"a\rb [1](live:x)", 2, 3},
		{"| a | b |\n|---|---|\n| c | [1](live:x) |", 3, 7},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ck_assert_int_eq(document_parse(&doc, "p.md", DOCUMENT_PLAIN, rows[i].markdown,
					 strlen(rows[i].markdown), &diags),
			STATUS_OK);
		ck_assert_msg(doc.n_references == 1 && doc.references[0].at.line == rows[i].line &&
				      doc.references[0].at.col == rows[i].col,
			"%s: %zu references, first at %d:%d", rows[i].markdown, doc.n_references,
			doc.n_references ? doc.references[0].at.line : 0,
			doc.n_references ? doc.references[0].at.col : 0);
		ck_assert_uint_eq(diags.n, 0);
		document_done(&doc);
	}
}
END_TEST

START_TEST(bare_decimals_are_found_and_nothing_else)
{
	static const struct {
		const char *markdown, *found;
	} rows[] = {
		{"about 0.25 of it", "1:7 0.25"},
		{"1e-6, .5 and 2.5E+3", "1:1 1e-6 1:7 .5 1:14 2.5E+3"},
		{"−0.5 or -0.5", "1:4 0.5 1:12 0.5"},
		{"12 layers in 2014.", ""},
		{"PyTorch 2.5", "1:9 2.5"},
		{"PyTorch `2.5` and 2.0.1", ""},
		{"v2.5 and GPT-3.5", ""},
		{"section 4.2, (Eq. 3.1), Figure\n2.7", ""},
		{"[0.5](live:a) [0.5](cite:b) [0.5](set:c=1) ![0.5](live:d)", ""},
		{"[0.5](https://example.org/0.7)", "1:2 0.5"},
		{"<https://example.org/0.7>", ""},
		{"$`0.5`$ and `0.5`", ""},
		{"```math\n0.5\n```\n", ""},
		{"    0.5 in code", ""},
		{"- a\n\n  > b\n  > 0.5", "4:5 0.5"},
		{"## References\n0.5", ""},
		{"0-1 loss, 3-1.5", "1:13 1.5"},
		{"## Check yourself\n### Which?\n\n= [0.5](live:a/b) ± 0.005\n", ""},
		{"## Check yourself\n### Which?\n\n> about 0.7\n", "4:9 0.7"},
	};
	struct buf found;

	buf_init(&found);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ck_assert_int_eq(document_parse(&doc, "p.md", DOCUMENT_PLAIN, rows[i].markdown,
					 strlen(rows[i].markdown), &diags),
			STATUS_OK);
		buf_clear(&found);
		for (size_t j = 0; j < doc.n_bare; j++)
			buf_printf(&found, "%s%d:%d %s", j ? " " : "", doc.bare[j].at.line,
				doc.bare[j].at.col, doc.bare[j].text);
		ck_assert_str_eq(found.data, rows[i].found);
		document_done(&doc);
	}
	buf_done(&found);
}
END_TEST

START_TEST(formulas_and_excerpts_are_found)
{
	parse_page(DOCUMENT_QUESTION);
	ck_assert_uint_eq(doc.n_formulas, 2);
	ck_assert_str_eq(doc.formulas[0].tex, "\\sigma'(x) \\le \\tfrac14");
	ck_assert(!doc.formulas[0].is_display);
	ck_assert_at(doc.formulas[0].at, 14, 28);
	ck_assert_str_eq(doc.formulas[1].tex, "\\prod_{l=1}^{L} \\sigma'(z_l)\n");
	ck_assert(doc.formulas[1].is_display);
	ck_assert_at(doc.formulas[1].at, 17, 1);
	ck_assert_uint_eq(doc.n_excerpts, 1);
	ck_assert_str_eq(doc.excerpts[0].name, "step");
	ck_assert_str_eq(doc.excerpts[0].code,
		"for (int l = depth; l > 0; l--)\n\tnorm[l - 1] = norm[l] * slope;\n");
	ck_assert_at(doc.excerpts[0].at, 28, 1);
}
END_TEST

START_TEST(key_points_follow_ups_and_citations_are_found)
{
	parse_page(DOCUMENT_QUESTION);
	ck_assert_uint_eq(doc.n_key_points, 4);
	ck_assert_str_eq(doc.key_points[0], "The product of slopes\nshrinks.");
	ck_assert_uint_eq(doc.n_follow_ups, 3);
	ck_assert_str_eq(doc.follow_ups[2].question, "Where is it measured?");
	ck_assert_str_eq(
		doc.follow_ups[2].answer, "At every layer.\n\n```\ncode   in an answer\n```");
	ck_assert_at(doc.follow_ups[1].at, 55, 1);
	ck_assert_uint_eq(doc.n_citations, 1);
	ck_assert_str_eq(doc.citations[0].key, "bengio1994");
	ck_assert_str_eq(doc.citations[0].text,
		"Y. Bengio, P. Simard, P. Frasconi, Learning long-term dependencies, 1994, 5.2.");
}
END_TEST

START_TEST(a_choice_item_is_read)
{
	const struct quiz_item *item;

	parse_page(DOCUMENT_QUESTION);
	ck_assert_uint_eq(doc.n_items, 3);
	item = &doc.items[0];
	ck_assert_str_eq(item->id, "he-init");
	ck_assert_int_eq(item->kind, ITEM_SINGLE);
	ck_assert_str_eq(
		item->prompt, "Which start keeps the variance of ReLU activations constant?");
	ck_assert_uint_eq(item->n_hints, 1);
	ck_assert_str_eq(item->hints[0], "half of the inputs are cut.");
	ck_assert_uint_eq(item->n_choices, 2);
	ck_assert_str_eq(item->choices[0].text, "Xavier, 0.5");
	ck_assert(!item->choices[0].is_right);
	ck_assert(item->choices[1].is_right);
	ck_assert_str_eq(
		item->choices[1].explanation, "2/n makes up for the half that ReLU removes.");
	ck_assert_at(item->choices[1].at, 72, 1);
}
END_TEST

START_TEST(two_right_options_make_a_multiple_choice)
{
	pages_replace(&page, "- [ ] Xavier", "- [X] Xavier");
	parse_page(DOCUMENT_QUESTION);
	ck_assert_int_eq(doc.items[0].kind, ITEM_MULTIPLE);
	ck_assert_uint_eq(diags.n, 0);
}
END_TEST

START_TEST(a_numeric_item_is_read)
{
	const struct quiz_item *item;

	parse_page(DOCUMENT_QUESTION);
	item = &doc.items[1];
	ck_assert_int_eq(item->kind, ITEM_NUMERIC);
	ck_assert_str_eq(item->prompt,
		"A sigmoid network has [12](param:depth?from=4&to=30) layers. By what factor does "
		"the gradient shrink?\n\nAnswer for the default start.");
	ck_assert_str_eq(item->answer_text, "2.6e-08");
	ck_assert_str_eq(item->answer_target, "shrink?depth=12");
	ck_assert_double_eq(item->tolerance, 0.2);
	ck_assert(item->tolerance_is_relative);
	ck_assert_str_eq(item->explanation, "Twelve slopes are multiplied.");
	ck_assert_uint_eq(item->n_wrong, 1);
	ck_assert_str_eq(item->wrong[0].text, "1.7e-07");
	ck_assert_str_eq(item->wrong[0].target, "bound?depth=12");
	ck_assert_str_eq(item->wrong[0].explanation, "You took the bound for the value.");
	ck_assert_at(item->wrong[0].at, 79, 3);
	ck_assert_uint_eq(item->n_params, 1);
	ck_assert_str_eq(item->params[0].name, "depth");
	ck_assert_str_eq(item->params[0].sample, "12");
	ck_assert_double_eq(item->params[0].from, 4);
	ck_assert_double_eq(item->params[0].to, 30);
	ck_assert(item->params[0].is_integer);
	ck_assert(!item->params[0].is_log);
	ck_assert_at(item->params[0].at, 75, 27);
}
END_TEST

START_TEST(tolerances_are_relative_or_absolute)
{
	static const struct {
		const char *written;
		double tolerance;
		bool is_relative;
	} rows[] = {
		{"± 20 %", 0.2, true},
		{"±5%", 0.05, true},
		{"+- 0.01", 0.01, false},
		{"± 1e-3", 1e-3, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (i)
			pages_replace(&page, rows[i - 1].written, rows[i].written);
		parse_page(DOCUMENT_QUESTION);
		ck_assert_uint_eq(diags.n, 0);
		ck_assert_double_eq(doc.items[1].tolerance, rows[i].tolerance);
		ck_assert_int_eq(doc.items[1].tolerance_is_relative, rows[i].is_relative);
		document_done(&doc);
	}
}
END_TEST

START_TEST(a_real_parameter_may_be_drawn_on_a_log_scale)
{
	pages_replace(&page, "from=4&to=30", "from=0.5&to=30&scale=log");
	parse_page(DOCUMENT_QUESTION);
	ck_assert_uint_eq(diags.n, 0);
	ck_assert(doc.items[1].params[0].is_log);
	ck_assert(!doc.items[1].params[0].is_integer);
	ck_assert_double_eq(doc.items[1].params[0].from, 0.5);
}
END_TEST

START_TEST(an_order_item_is_read_in_the_right_order)
{
	const struct quiz_item *item;

	parse_page(DOCUMENT_QUESTION);
	item = &doc.items[2];
	ck_assert_int_eq(item->kind, ITEM_ORDER);
	ck_assert_uint_eq(item->n_choices, 3);
	ck_assert_str_eq(item->choices[0].text, "The loss");
	ck_assert_str_eq(item->choices[2].text, "The first layer");
	ck_assert_str_eq(item->explanation, "Backpropagation begins at the loss.");
}
END_TEST

START_TEST(line_ends_of_dos_change_nothing)
{
	struct document dos;
	struct buf text;

	parse_page(DOCUMENT_QUESTION);
	buf_init(&text);
	for (size_t i = 0; i < page.n; i++) {
		if (page.data[i] == '\n')
			buf_putc(&text, '\r');
		buf_putc(&text, page.data[i]);
	}
	ck_assert_int_eq(document_parse(&dos, "p.md", DOCUMENT_QUESTION, text.data, text.n, &diags),
		STATUS_OK);
	ck_assert_uint_eq(diags.n, 0);
	ck_assert_uint_eq(dos.n_references, doc.n_references);
	for (size_t i = 0; i < doc.n_references; i++)
		ck_assert_at(
			dos.references[i].at, doc.references[i].at.line, doc.references[i].at.col);
	ck_assert_uint_eq(dos.n_items, doc.n_items);
	ck_assert_str_eq(dos.items[1].prompt, doc.items[1].prompt);
	ck_assert_str_eq(dos.excerpts[0].code, doc.excerpts[0].code);
	document_done(&dos);
	buf_done(&text);
}
END_TEST

START_TEST(a_lesson_needs_a_title_and_items_to_check_oneself)
{
	static const char text[] = "# Gradient descent\n\n## A step\nText.\n";
	char *found;

	buf_clear(&page);
	buf_puts(&page, text);
	found = pages_diags(&page, DOCUMENT_LESSON);
	ck_assert_str_eq(found, "4:1: section 'Check yourself' is missing\n");
	free(found);
	buf_clear(&page);
	buf_puts(&page, "Text.\n## Check yourself\n### One?\n- [x] a\n  > b\n- [ ] c\n  > d\n");
	found = pages_diags(&page, DOCUMENT_LESSON);
	ck_assert_str_eq(found,
		"1:1: a lesson without a title; expected one in its front matter, or '# Title' "
		"first\n"
		"2:1: section 'Check yourself' has 1 items; expected 3 or more\n"
		"3:1: a quiz item without an id; expected a comment behind its question: "
		"<!-- id: some-name -->\n");
	free(found);
}
END_TEST

START_TEST(a_page_that_is_not_there_is_an_io_error)
{
	ck_assert_int_eq(
		document_read(&doc, "tests/data/pages/none.md", DOCUMENT_PLAIN, &diags), STATUS_IO);
	ck_assert_ptr_null(doc.text);
}
END_TEST

START_TEST(a_page_is_read_from_its_file)
{
	ck_assert_int_eq(
		document_read(&doc, "tests/data/pages/003-good.md", DOCUMENT_QUESTION, &diags),
		STATUS_OK);
	ck_assert_str_eq(doc.file, "tests/data/pages/003-good.md");
	ck_assert_uint_eq(doc.n_items, 3);
}
END_TEST

START_TEST(a_page_too_long_or_too_deep_is_refused)
{
	buf_fill(&page, 'a', DOCUMENT_MAX_BYTES);
	ck_assert_int_eq(document_parse(&doc, "p.md", DOCUMENT_PLAIN, page.data, page.n, &diags),
		STATUS_LIMIT);
	ck_assert_uint_eq(diags.n, 1);
	buf_clear(&page);
	buf_puts(&page, "a\n");
	buf_fill(&page, '>', 1000);
	ck_assert_int_eq(document_parse(&doc, "p.md", DOCUMENT_PLAIN, page.data, page.n, &diags),
		STATUS_LIMIT);
	ck_assert_uint_eq(diags.n, 2);
	ck_assert_int_eq(diags.items[1].line, 2);
	ck_assert_ptr_null(doc.arena);
}
END_TEST

START_TEST(running_out_of_memory_leaves_nothing_behind)
{
	/* A page with mistakes, too: a diag allocates. */
	pages_replace(&page, "## In practice", "## Elsewhere");
	for (size_t i = 0;; i++) {
		struct diags found;
		enum status status;
		bool failed;

		diags_init(&found);
		memory_fail_after(i);
		status = document_parse(&doc, "p.md", DOCUMENT_QUESTION, page.data, page.n, &found);
		failed = memory_restore();
		diags_done(&found);
		if (!failed) {
			ck_assert_int_eq(status, STATUS_OK);
			ck_assert_uint_gt(i, 20);
			break;
		}
		ck_assert_int_eq(status, STATUS_NO_MEMORY);
		ck_assert_ptr_null(doc.arena);
	}
}
END_TEST

Suite *document_suite(void)
{
	Suite *s = suite_create("document");
	TCase *t = tcase_create("document");

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_test(t, a_good_page_has_no_diags);
	tcase_add_test(t, front_matter_is_read_with_positions);
	tcase_add_test(t, sections_tile_the_body);
	tcase_add_test(t, a_section_is_found_by_title_and_by_a_unique_prefix);
	tcase_add_test(t, references_have_kind_target_section_and_exact_position);
	tcase_add_test(t, a_claim_is_at_its_bracket_whatever_stands_before_it);
	tcase_add_test(t, bare_decimals_are_found_and_nothing_else);
	tcase_add_test(t, formulas_and_excerpts_are_found);
	tcase_add_test(t, key_points_follow_ups_and_citations_are_found);
	tcase_add_test(t, a_choice_item_is_read);
	tcase_add_test(t, two_right_options_make_a_multiple_choice);
	tcase_add_test(t, a_numeric_item_is_read);
	tcase_add_test(t, tolerances_are_relative_or_absolute);
	tcase_add_test(t, a_real_parameter_may_be_drawn_on_a_log_scale);
	tcase_add_test(t, an_order_item_is_read_in_the_right_order);
	tcase_add_test(t, line_ends_of_dos_change_nothing);
	tcase_add_test(t, a_lesson_needs_a_title_and_items_to_check_oneself);
	tcase_add_test(t, a_page_that_is_not_there_is_an_io_error);
	tcase_add_test(t, a_page_is_read_from_its_file);
	tcase_add_test(t, a_page_too_long_or_too_deep_is_refused);
	tcase_add_test(t, running_out_of_memory_leaves_nothing_behind);
	suite_add_tcase(s, t);
	return s;
}
