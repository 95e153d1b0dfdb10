/* Every mistake that a page can hold, with its line and column. */
#include "support/pages.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* The good page with `with` in place of `part` has exactly these diags, each
 * beginning "line:col: " and what follows here, one a line. */
static const struct row {
	const char *part, *with, *diags;
} rows[] = {
	/* Front matter. */
	{"---\ntitle: What is vanishing gradient problem?\n", "\n",
		"1:1: no front matter; expected a line '---' first\n2:1: section 'level\n"
		"2:1: unknown section"},
	{"\n---\n\n## Short", "\n\n## Short", "1:1: the front matter is not closed"},
	{"title: What is vanishing gradient problem?\n", "",
		"1:1: the front matter lacks the key 'title'"},
	{"reviewed: 2026-11-23\n", "", "1:1: the front matter lacks the key 'reviewed'"},
	{"level: inter", "levle: inter",
		"1:1: the front matter lacks the key 'level'\n"
		"3:1: unknown key 'levle' of front matter; did you mean 'level'?"},
	{"level: intermediate", "level: easy",
		"3:8: unknown level 'easy'; expected beginner, intermediate or senior"},
	{"2026-11-23", "2026-02-29", "5:11: '2026-02-29' is no date; expected one like"},
	{"2026-11-23", "today", "5:11: 'today' is no date"},
	{"reviewed: 2026", "title: again\nreviewed: 2026", "5:1: 'title' is given twice"},
	{"topics: [deep networks, backpropagation]", "topics: {a: b}",
		"4:9: 'topics' must be text here"},
	{"title: What is vanishing gradient problem?", "title: []",
		"2:8: 'title' must be text here"},
	{"title: What is vanishing gradient problem?",
		"title:", "2:7: 'title' is empty; expected text"},
	{"exploding-gradient, ", "Exploding!, ", "6:6: 'Exploding!' in 'see' is no slug"},
	{"[deep networks, backpropagation]", "[deep networks, back",
		"5:9: no valid YAML: while parsing a flow sequence, "
		"did not find expected ',' or ']'"},
	{"title: What", "colour: red\ntitle: What",
		"2:1: unknown key 'colour' of front matter; expected title, alias, level"},
	/* Sections. */
	{"## In practice", "## Practice",
		"35:1: unknown section 'Practice'; expected Short answer, Explanation\n"
		"38:1: section 'In practice' is missing; expected it before here"},
	{"## In practice", "## Demo",
		"35:1: a second section 'Demo'\n"
		"38:1: section 'In practice' is missing"},
	{"## References\n", "## Quiz\n", NULL},
	{"## In practice\nSee [the documentation](https://example.org/a_(b) \"title\") and "
	 "<https://example.org/>.\n",
		"## In practice\n", "35:1: section 'In practice' is empty"},
	{"## Explanation", "# Explanation\n## Explanation",
		"13:1: a heading of level 1; expected sections to begin with"},
	/* Counts. */
	{"[1.2e-13](live:shrink)", "1",
		"9:1: section 'Short answer' has 0 live numbers; "
		"expected 1 or more"},
	{"![Gradient norm by layer](live:by_layer)", "-", NULL},
	{"the slope [0.25](live:max_slope)", "a slope",
		"22:1: section 'Demo' has 2 live numbers; expected 3 or more"},
	{"c demo:step", "c", "22:1: section 'Demo' has 0 excerpts of the demo"},
	{"- Two.\n", "", "38:1: section 'Common mistakes' has 2 list items; expected 3"},
	{"- He keeps it too.\n", "", "43:1: section 'Key points' has 3 list items; expected 4"},
	{"- He keeps it too.\n", "- a\n- b\n- c\n- d\n- e\n",
		"43:1: section 'Key points' has 8 list items; expected at most 7"},
	/* Links and excerpts. */
	{"c demo:step", "c demo:",
		"22:1: section 'Demo' has 0 excerpts of the demo\n"
		"28:1: 'c demo:' is no excerpt; expected 'c demo:name'"},
	{"[Huber loss](question:huber-loss)", "[Huber loss][h]\n\n[h]: question:huber-loss\n\nEnd",
		"20:1: the link to 'question:huber-loss' is not written in full; expected "
		"[text](question:huber-loss)"},
	{"(cite:bengio1994)", "(cite:hinton)", "20:32: no reference has the key 'hinton'"},
	{"- `bengio1994` Y.", "- Y.",
		"20:32: no reference has the key 'bengio1994'\n"
		"92:1: section 'References' has 0 references; expected 1 or more\n"
		"93:1: a reference without a key"},
	{"1994, 5.2.", "1994.\n- `bengio1994` Again.",
		"94:1: the key 'bengio1994' is that of line 93 too"},
	{"1994, 5.2.", "1994.\n- `empty`", "94:1: nothing behind the key 'empty'"},
	{"  Because the slope stays below [0.25](live:max_slope).\n\n", "",
		"51:1: a follow-up question without an answer"},
	/* Quiz items. */
	{" <!-- id: he-init -->", "", "67:1: a quiz item without an id"},
	{"id: he-init", "id: He Init", "67:1: 'He Init' is no id"},
	{"id: he-init", "id: predict", "75:1: the id 'predict' is that of line 67 too"},
	{"### Which start keeps the variance of ReLU activations constant?", "###",
		"67:1: a quiz item without a question"},
	{"- [x] He", "- [ ] He", "70:1: no option is right"},
	{"  > Xavier's 1/n forgets that ReLU halves the second moment.\n", "",
		"70:1: the option is not explained"},
	{"- [x] He", "- He", "70:1: no option is right\n72:1: an option without a box"},
	{"- [ ] Xavier, 0.5\n  > Xavier's 1/n forgets that ReLU halves the second moment.\n", "",
		"67:1: 1 answer; expected two or more"},
	{"  > 2/n makes up for the half that ReLU removes.", "\n> 2/n makes up.",
		"72:1: the option is not explained\n"
		"74:1: a quote behind the options; expected each option's explanation indented"},
	{"removes.\n", "removes.\n\n  And more.\n",
		"75:3: text behind an option's explanation; expected it in the quote"},
	{"> Twelve slopes are multiplied.\n", "", "75:1: the item is not explained"},
	{"> Backpropagation begins at the loss.\n", "", "83:1: the item is not explained"},
	{"> Backpropagation begins at the loss.\n", "Loss first.\n",
		"83:1: the item is not explained\n90:1: text behind the answers"},
	{"1. The loss\n2. The last layer\n3. The first layer\n", "",
		"83:1: a quiz item without answers; expected a task list"},
	{"2. The last", "- [ ] a\n- [x] b\n\n2. The last", NULL},
	{"± 20 %", "", "78:34: no tolerance behind the answer; expected one like"},
	{"± 20 %", "± 20 % or so", "78:34: no tolerance behind the answer"},
	{"± 20 %", "± nan", "78:34: no tolerance behind the answer"},
	{"± 20 %", "± -1", "78:34: no tolerance behind the answer"},
	{"= [2.6e-08](live:shrink?depth=12) ±", "= 2 ±", "78:1: no answer that is computed"},
	{"start.\n\n= [", "start.\n= [",
		"66:1: section 'Quiz' has 0 numeric items with a drawn parameter\n"
		"75:1: a quiz item without answers\n"
		"77:1: the answer is part of the text above; expected an empty line before it"},
	{"- [1.7e-07](live:bound?depth=12) You", "- You", "79:1: no wrong answer; expected"},
	{" You took the bound for the value.", "", "79:3: a wrong answer without a word"},
	/* Drawn parameters. */
	{"&to=30", "",
		"66:1: section 'Quiz' has 0 numeric items with a drawn parameter\n"
		"75:27: 'from' or 'to' is missing"},
	{"from=4&to=30", "from=40&to=30", "66:1: \n75:27: 'from' is not below 'to'"},
	{"from=4&to=30", "from=14&to=30", "66:1: \n75:27: the sample is not between"},
	{"from=4&to=30", "from=x&to=30", "66:1: \n75:27: 'from' is no number"},
	{"from=4&to=30", "from=0&to=30&scale=log", "66:1: \n75:27: 'from' is not above 0"},
	{"from=4&to=30", "from=4&to=30&scale=big", "66:1: \n75:27: 'scale' is neither log"},
	{"from=4&to=30", "from=4&to=30&step=2", "66:1: \n75:27: an unknown setting"},
	{"from=4&to=30", "from&to=30", "66:1: \n75:27: a setting without a value"},
	{"param:depth", "param:9", "66:1: \n75:27: no name of a parameter"},
	{"[12](param", "[twelve](param", "66:1: \n75:27: the sample is no number"},
	{"shrink?depth=12) ±", "shrink?depth=13) ±",
		"75:27: the answer does not depend on it; expected depth=12 in its target"},
	{"start.\n", "start [12](param:depth?from=4&to=30).\n",
		"76:30: the parameter 'depth' is drawn twice"},
	{"See [the", "[12](param:depth?from=4&to=30) [the",
		"36:1: a drawn parameter outside of a quiz item"},
	/* Bytes. */
	{"- One.", "- On\001e.", "39:5: a control character; expected UTF-8 text"},
	{"- One.", "- On\xC0\x80.", "39:5: bytes that are no UTF-8; expected UTF-8 text"},
};

/* Does each line of `found` begin as the same line of `wanted`? */
static bool matches(const char *found, const char *wanted)
{
	while (*wanted) {
		size_t n = strcspn(wanted, "\n");

		if (strncmp(found, wanted, n) != 0)
			return false;
		wanted += n + (wanted[n] == '\n');
		found += strcspn(found, "\n");
		found += *found == '\n';
	}
	return !*found;
}

START_TEST(a_mistake_is_reported_where_it_is)
{
	const struct row *row = &rows[_i];
	struct buf page;
	char *found;

	pages_read(&page, "003-good.md");
	pages_replace(&page, row->part, row->with);
	found = pages_diags(&page, DOCUMENT_QUESTION);
	if (row->diags)
		ck_assert_msg(matches(found, row->diags), "'%s' for '%s':\n%s", row->with,
			row->part, found);
	else
		ck_assert_msg(found[0] != '\0', "'%s' for '%s'", row->with, row->part);
	free(found);
	buf_done(&page);
}
END_TEST

START_TEST(a_nul_is_a_control_character_and_ends_nothing)
{
	struct document document;
	struct diags diags;
	struct buf page;

	diags_init(&diags);
	pages_read(&page, "003-good.md");
	*strstr(page.data, "ReLU keeps it") = '\0';
	ck_assert_int_eq(
		document_parse(&document, "p.md", DOCUMENT_QUESTION, page.data, page.n, &diags),
		STATUS_OK);
	ck_assert_uint_eq(diags.n, 1);
	ck_assert_int_eq(diags.items[0].line, 47);
	ck_assert_int_eq(diags.items[0].col, 3);
	ck_assert_uint_eq(document.n_items, 3);
	document_done(&document);
	diags_done(&diags);
	buf_done(&page);
}
END_TEST

START_TEST(all_mistakes_are_reported_in_one_run)
{
	struct buf page;
	char *found;

	pages_read(&page, "003-good.md");
	pages_replace(&page, "level: intermediate", "level: easy");
	pages_replace(&page, "cite:bengio1994", "cite:other");
	pages_replace(&page, "- Two.\n", "");
	pages_replace(&page, "- [x] He", "- [ ] He");
	found = pages_diags(&page, DOCUMENT_QUESTION);
	ck_assert_msg(matches(found, "3:8: unknown level\n20:32: no reference\n38:1: section "
				     "'Common mistakes'\n69:1: no option is right"),
		"%s", found);
	free(found);
	buf_done(&page);
}
END_TEST

Suite *document_errors_suite(void)
{
	Suite *s = suite_create("document_errors");
	TCase *t = tcase_create("document_errors");

	tcase_add_loop_test(
		t, a_mistake_is_reported_where_it_is, 0, sizeof(rows) / sizeof(rows[0]));
	tcase_add_test(t, a_nul_is_a_control_character_and_ends_nothing);
	tcase_add_test(t, all_mistakes_are_reported_in_one_run);
	suite_add_tcase(s, t);
	return s;
}
