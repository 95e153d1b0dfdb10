#include "base/text.h"
#include "math/math.h"
#include "support/formulas.h"
#include "support/golden.h"

#include <check.h>
#include <string.h>

static const struct math_options display = {.style = MATH_DISPLAY, .width = 80};
static const struct math_options one_line = {.style = MATH_INLINE, .width = 80};
static const struct math_options ascii = {.style = MATH_DISPLAY, .width = 80, .ascii = true};
static const struct math_options ascii_line = {.style = MATH_INLINE, .width = 80, .ascii = true};

/* Appends the lines without trailing spaces, what is marked in « »; `arrow`
 * points at the baseline if it is not NULL. */
static void append_text(struct buf *out, const struct lines *l, int baseline, const char *arrow)
{
	for (size_t i = 0; i < l->n_lines; i++) {
		size_t n;

		if (arrow)
			buf_puts(out, (int)i == baseline ? arrow : "  ");
		for (uint32_t k = 0; k < l->line[i].n_runs; k++) {
			const struct run *r = &l->runs[l->line[i].run + k];
			bool marked = r->style.role == ROLE_MARK;

			buf_puts(out, marked ? "«" : "");
			buf_add(out, lines_run_text(l, r), r->n_bytes);
			buf_puts(out, marked ? "»" : "");
		}
		for (n = out->n; n && out->data[n - 1] == ' '; n--)
			;
		out->n = n;
		buf_putc(out, '\n');
	}
}

static void render(
	struct buf *out, const char *tex, const struct math_options *options, const char *arrow)
{
	struct lines l;
	int baseline;

	lines_init(&l);
	ck_assert_int_eq(math_render(&l, tex, strlen(tex), options, &baseline, NULL), STATUS_OK);
	append_text(out, &l, baseline, arrow);
	lines_done(&l);
}

static void check_golden(const char *path, const struct math_options *options)
{
	struct formulas f;
	struct buf out;

	buf_init(&out);
	formulas_load(&f);
	for (size_t i = 0; i < f.n; i++) {
		buf_printf(&out, "# %s: %s\n\n", f.item[i].name, f.item[i].tex);
		if (options)
			render(&out, f.item[i].tex, options, "> ");
		else
			ck_assert_int_eq(
				math_speak(&out, f.item[i].tex, strlen(f.item[i].tex)), STATUS_OK);
		buf_puts(&out, options ? "\n" : "\n\n");
	}
	golden_check(path, out.data, out.n);
	formulas_done(&f);
	buf_done(&out);
}

START_TEST(formulas_are_drawn_as_in_the_golden_file)
{
	static const struct {
		const char *path;
		struct math_options options;
	} rows[] = {
		{"tests/golden/math/display-80.txt", {.style = MATH_DISPLAY, .width = 80}},
		{"tests/golden/math/display-40.txt", {.style = MATH_DISPLAY, .width = 40}},
		{"tests/golden/math/display-20.txt", {.style = MATH_DISPLAY, .width = 20}},
		{"tests/golden/math/inline.txt", {.style = MATH_INLINE, .width = 80}},
		{"tests/golden/math/ascii-80.txt",
			{.style = MATH_DISPLAY, .width = 80, .ascii = true}},
		{"tests/golden/math/ascii-40.txt",
			{.style = MATH_DISPLAY, .width = 40, .ascii = true}},
		{"tests/golden/math/ascii-inline.txt",
			{.style = MATH_INLINE, .width = 80, .ascii = true}},
	};

	check_golden(rows[_i].path, &rows[_i].options);
}
END_TEST

START_TEST(formulas_are_spoken_as_in_the_golden_file)
{
	check_golden("tests/golden/math/spoken.txt", NULL);
}
END_TEST

struct row {
	const char *tex, *want;
};

static void check_rows(const struct row *row, size_t n, const struct math_options *options)
{
	struct buf out;

	buf_init(&out);
	for (size_t i = 0; i < n; i++) {
		buf_clear(&out);
		render(&out, row[i].tex, options, NULL);
		ck_assert_msg(!strcmp(out.data, row[i].want), "%s gives\n%s, not\n%s", row[i].tex,
			out.data, row[i].want);
	}
	buf_done(&out);
}

#define CHECK_ROWS(rows, options) check_rows(rows, sizeof(rows) / sizeof((rows)[0]), options)

START_TEST(atoms_are_spaced_by_their_class)
{
	static const struct row rows[] = {
		{"a=b", "a = b\n"},
		{"x\\in X", "x ∈ X\n"},
		{"\\log p", "log p\n"},
		{"-x", "−x\n"},
		{"a-b", "a − b\n"},
		{"a=-b", "a = −b\n"},
		{"(-b)", "(−b)\n"},
		{"2\\cdot-3", "2 · −3\n"},
		{"f(x,y)", "f(x, y)\n"},
		{"|x|-|y|", "|x| − |y|\n"},
		{"p(x|-y)", "p(x|−y)\n"},
		{"a\\;b", "a b\n"},
		{"a=\\;b", "a = b\n"},
		{"a\\quad b", "a   b\n"},
		{"\\sin^2x+1", "sin² x + 1\n"},
		{"e^{a-b}", "eᵃ⁻ᵇ\n"},
		{"1,2\\ldots,n", "1, 2 …, n\n"},
		{"a{=}b", "a=b\n"},
	};

	CHECK_ROWS(rows, &display);
}
END_TEST

START_TEST(scripts_are_on_the_line_where_all_characters_exist)
{
	static const struct row rows[] = {
		{"\\theta_{t+1}", "θₜ₊₁\n"},
		{"x_i^2", "xᵢ²\n"},
		{"x^2_i", "xᵢ²\n"},
		{"x^{(i)}", "x⁽ⁱ⁾\n"},
		{"f'(x)", "f′(x)\n"},
		{"f''^2", "f″²\n"},
		{"W^\\top", "Wᵀ\n"},
		{"w^*", "w*\n"},
		{"x_12", "x₁2\n"},
		{"x_b", "x\n b\n"},
		{"x_b^2", " 2\nx\n b\n"}, /* both or none */
		{"x_{i_j}", "x\n iⱼ\n"},  /* never a script of a script on the line */
		{"x^{i^2}", " i²\nx\n"},
		{"x_{p(y)}", "x\n p(y)\n"},
	};

	CHECK_ROWS(rows, &display);
}
END_TEST

START_TEST(linear_fractions_have_the_parentheses_they_need)
{
	static const struct row rows[] = {
		{"\\frac{a}{b}", "a/b\n"},
		{"\\frac{a+b}{c}", "(a + b)/c\n"},
		{"\\frac{a}{bc}", "a/(bc)\n"},
		{"\\frac{ab}{c}", "ab/c\n"},
		{"\\frac{\\partial f}{\\partial x_i}", "∂f/∂xᵢ\n"},
		{"\\frac{p}{p(x)}", "p/p(x)\n"},
		{"\\frac{p}{(a)(b)}", "p/((a)(b))\n"},
		{"\\frac{a}{b}c", "(a/b) c\n"},
		{"\\frac{a}{b}+c", "a/b + c\n"},
		{"\\frac12x", "½ x\n"},
		{"\\frac{\\frac{a}{b}}{c}", "(a/b)/c\n"},
		{"\\frac{a}{\\frac{b}{c}}", "a/(b/c)\n"},
		{"\\frac{\\log x}{n}", "(log x)/n\n"},
		{"\\log\\frac{p}{q}", "log (p/q)\n"},
		{"\\frac{a}{b}^2", "(a/b)²\n"},
		{"x^{\\frac{a}{b}}", "x^(a/b)\n"},
		{"\\sqrt{a+b}", "√(a + b)\n"},
		{"\\sqrt2", "√2\n"},
		{"\\sqrt[3]{x}", "³√x\n"},
		{"x_\\theta y", "x_θ y\n"},
		{"\\sum_{i=1}^n x_i", "∑ᵢ₌₁ⁿ xᵢ\n"},
		{"\\sum_{i\\in S} x", "∑_(i∈S) x\n"},
		{"\\begin{pmatrix}a&b\\\\c&d\\end{pmatrix}", "[a, b; c, d]\n"},
		{"\\binom{n}{k}", "C(n, k)\n"},
	};

	CHECK_ROWS(rows, &one_line);
}
END_TEST

START_TEST(ascii_has_names_and_room_between_them)
{
	static const struct row rows[] = {
		{"\\alpha\\beta x", "alpha beta x\n"},
		{"\\frac{1}{1+e^{-x}}", "1 / (1 + e^(-x))\n"},
		{"\\mathbb{E}[\\hat\\theta]", "E[hat(theta)]\n"},
		{"x\\le\\infty", "x <= inf\n"},
		{"\\sqrt[3]{x}", "root(x, 3)\n"},
	};

	CHECK_ROWS(rows, &ascii_line);
}
END_TEST

START_TEST(delimiters_cover_their_content_and_are_centred_on_the_axis)
{
	static const struct row rows[] = {
		{"\\left(\\frac{a}{b}\\right)", "⎛  a  ⎞\n⎜ ─── ⎟\n⎝  b  ⎠\n"},
		{"\\left(x_b\\right)", "(x )\n  b\n"},
		{"\\begin{cases}a\\\\b\\end{cases}", "⎧ a\n⎨\n⎩ b\n"},
	};

	CHECK_ROWS(rows, &display);
}
END_TEST

/* Broken at 24 cells. */
START_TEST(statements_are_broken_where_a_reader_would)
{
	static const struct math_options narrow = {.style = MATH_DISPLAY, .width = 24};
	static const struct row rows[] = {
		/* much space parts more than little */
		{"\\text{L2:}\\quad R = w^2,\\qquad\\text{L1:}\\quad R = |w|",
			"L2:   R = w²,\nL1:   R = |w|\n"},
		/* an arrow leads to something */
		{"a + b = c + d \\quad\\Rightarrow\\quad e + f = g + h",
			"a + b = c + d\n⇒   e + f = g + h\n"},
		/* columns and words keep their distance */
		{"\\begin{aligned} a + b &\\ge c + d && \\text{(chord)}\\\\ "
		 "a + b &\\ge c + d + e + f && \\text{(tangent)}\\end{aligned}",
			"a + b ≥ c + d   (chord)\na + b ≥ c + d + e + f\n(tangent)\n"},
		{"\\begin{aligned}\\text{ball:}\\quad & x = y, \\qquad y = z + x\\end{aligned}",
			"ball:   x = y,\ny = z + x\n"},
		/* also words that take more than half of the line */
		{"S = w + a \\quad \\text{(what it can learn)}",
			"S = w + a\n(what it can learn)\n"},
		{"S = w \\quad \\text{(it can learn)}", "S = w   (it can learn)\n"},
		/* a norm is closed by its second bar, scripts or not */
		{"\\|g\\|^2 = c + d, \\qquad c = s + t + u", "‖g‖² = c + d,\nc = s + t + u\n"},
	};

	CHECK_ROWS(rows, &narrow);
}
END_TEST

START_TEST(a_sign_does_not_lengthen_the_bar_of_a_fraction)
{
	static const struct row rows[] = {
		{"-\\frac{a}{b}", "   a\n− ───\n   b\n"},
		{"x = -\\frac{a}{b}", "       a\nx = − ───\n       b\n"},
		{"-\\tfrac12", "−½\n"},
	};

	CHECK_ROWS(rows, &display);
}
END_TEST

START_TEST(errors_say_where_and_what)
{
	static const struct {
		const char *tex;
		size_t at;
		const char *message;
	} rows[] = {
		{"\\foo{x} + 1", 0, "unknown command"},
		{"a + \\bar", 8, "an argument was expected"},
		{"{a + {b}", 0, "this brace is never closed"},
		{"a + b}", 5, "no brace is open here"},
		{"x^a^b", 3, "two scripts in the same place"},
		{"a \\right) b", 2, "\\right without its \\left"},
		{"\\left( a", 5, "\\left without its \\right"},
		{"a \\end{x}", 2, "\\end without its \\begin"},
		{"{a & b}", 3, "& or \\\\ outside of a table"},
		{"\\begin{foo}a\\end{foo}", 6, "unknown environment"},
		{"\\begin{cases}a", 6, "\\begin without its \\end"},
		{"\\begin{cases}a\\end{matrix}", 14, "\\end of another environment"},
	};
	struct math_error error;
	struct lines l;
	int baseline;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		lines_init(&l);
		ck_assert_int_eq(math_render(&l, rows[i].tex, strlen(rows[i].tex), &display,
					 &baseline, &error),
			STATUS_OK);
		ck_assert_msg(error.found, "no error in %s", rows[i].tex);
		ck_assert_str_eq(error.message, rows[i].message);
		ck_assert_uint_eq(error.at, rows[i].at);
		lines_done(&l);
	}
}
END_TEST

START_TEST(a_formula_without_error_reports_none)
{
	struct math_error error = {.found = true};
	struct lines l;
	int baseline;

	lines_init(&l);
	ck_assert_int_eq(
		math_render(&l, "\\frac{a}{b}", 11, &display, &baseline, &error), STATUS_OK);
	ck_assert_int_eq(error.found, false);
	ck_assert_int_eq(baseline, 1);
	lines_done(&l);
}
END_TEST

START_TEST(what_is_unknown_is_marked_and_the_rest_renders)
{
	static const struct row rows[] = {
		{"\\foo{x}+1", "«\\foo{»x«}» + 1\n"},
		{"\\foo+\\frac{a}{b}", "        a\n«\\foo» + ───\n        b\n"},
		{"{a + b", "«{a + b»\n"},
		{"{a\n + b", "«{a + b»\n"},
	};

	CHECK_ROWS(rows, &display);
}
END_TEST

START_TEST(bold_letters_are_an_attribute)
{
	struct lines l;
	int baseline;

	lines_init(&l);
	ck_assert_int_eq(math_render(&l, "\\mathbf{x}y", 11, &display, &baseline, NULL), STATUS_OK);
	ck_assert_uint_eq(l.n_runs, 2);
	ck_assert_uint_eq(l.runs[0].style.attr, ATTR_BOLD);
	ck_assert_uint_eq(l.runs[0].style.role, ROLE_MATH);
	ck_assert_uint_eq(l.runs[1].style.attr, 0);
	lines_done(&l);
}
END_TEST

START_TEST(ascii_boxes_hold_nothing_else)
{
	struct formulas f;
	struct buf out;

	buf_init(&out);
	formulas_load(&f);
	for (size_t i = 0; i < f.n; i++) {
		struct lines l;
		int baseline;

		lines_init(&l);
		ck_assert_int_eq(math_render(&l, f.item[i].tex, strlen(f.item[i].tex), &ascii,
					 &baseline, NULL),
			STATUS_OK);
		for (size_t k = 0; k < l.text.n; k++)
			ck_assert_msg(l.text.data[k] >= ' ' && l.text.data[k] < 0x7F,
				"byte %02x in %s", (unsigned char)l.text.data[k], f.item[i].tex);
		lines_done(&l);
	}
	formulas_done(&f);
	buf_done(&out);
}
END_TEST

START_TEST(formulas_are_spoken_in_words)
{
	static const struct row rows[] = {
		{"\\sum_{i=1}^n x_i", "the sum from i = 1 to n of x sub i"},
		{"\\min_x f", "the minimum over x of f"},
		{"\\lim_{n\\to\\infty} a_n", "the limit as n to infinity of a sub n"},
		{"\\frac{a}{b}", "a over b"},
		{"\\frac{a+b}{c}", "the fraction a + b over c, end fraction"},
		{"\\sqrt{x}", "the square root of x"},
		{"x^2", "x squared"},
		{"W^\\top", "W transpose"},
		{"\\hat{\\theta}", "theta hat"},
		{"x \\in \\mathbb{R}", "x in R"},
		{"\\{", "open brace"},
	};
	struct buf out;

	buf_init(&out);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		buf_clear(&out);
		ck_assert_int_eq(math_speak(&out, rows[i].tex, strlen(rows[i].tex)), STATUS_OK);
		ck_assert_str_eq(out.data, rows[i].want);
	}
	buf_done(&out);
}
END_TEST

Suite *math_suite(void)
{
	Suite *s = suite_create("math");
	TCase *t = tcase_create("math");

	tcase_add_loop_test(t, formulas_are_drawn_as_in_the_golden_file, 0, 7);
	tcase_add_test(t, formulas_are_spoken_as_in_the_golden_file);
	tcase_add_test(t, atoms_are_spaced_by_their_class);
	tcase_add_test(t, scripts_are_on_the_line_where_all_characters_exist);
	tcase_add_test(t, linear_fractions_have_the_parentheses_they_need);
	tcase_add_test(t, ascii_has_names_and_room_between_them);
	tcase_add_test(t, delimiters_cover_their_content_and_are_centred_on_the_axis);
	tcase_add_test(t, statements_are_broken_where_a_reader_would);
	tcase_add_test(t, a_sign_does_not_lengthen_the_bar_of_a_fraction);
	tcase_add_test(t, errors_say_where_and_what);
	tcase_add_test(t, a_formula_without_error_reports_none);
	tcase_add_test(t, what_is_unknown_is_marked_and_the_rest_renders);
	tcase_add_test(t, bold_letters_are_an_attribute);
	tcase_add_test(t, ascii_boxes_hold_nothing_else);
	tcase_add_test(t, formulas_are_spoken_in_words);
	suite_add_tcase(s, t);
	return s;
}
