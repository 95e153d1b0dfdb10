#include "support/tex_soup.h"

#include <string.h>

/* SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t draw(uint64_t *seed, uint64_t below)
{
	uint64_t z = *seed += 0x9E3779B97F4A7C15U;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
	z = (z ^ z >> 27) * 0x94D049BB133111EBU;
	return (z ^ z >> 31) % below;
}

static const char *const tokens[] = {"{", "}", "{", "}", "^", "_", "'", "&", "\\\\", "x", "Q",
	"12.5", "+", "-", "=", "(", ")", "[", "]", "|", ",", " ", "\\frac", "\\sqrt", "\\sqrt[",
	"\\left(", "\\left.", "\\right)", "\\right", "\\middle|", "\\begin{cases}", "\\end{cases}",
	"\\begin{matrix}", "\\end{matrix}", "\\begin{aligned}", "\\end{aligned}",
	"\\begin{array}{c|c}", "\\end{array}", "\\sum", "\\int", "\\limits", "\\text{",
	"\\text{a $", "$", "\\hat", "\\overline", "\\vec", "\\underbrace", "\\overset",
	"\\underset", "\\binom", "\\mathbb", "\\mathbf", "\\operatorname*", "\\displaystyle",
	"\\boxed", "\\phantom", "\\tag", "\\big(", "\\Bigg\\}", "\\foo", "\\", "%", "\n", "é", "日",
	"\xCC\x81", "\xFF", "\033[31m", "\\alpha", "\\not", "\\over", "\\choose", "\\substack{",
	"\\xrightarrow", "\\quad", "\\langle"};

void soup_tokens(struct buf *out, uint64_t *seed, int n)
{
	for (int i = 0; i < n; i++)
		buf_puts(out, tokens[draw(seed, sizeof(tokens) / sizeof(tokens[0]))]);
}

void soup_mutate(struct buf *out, uint64_t *seed, const char *tex)
{
	size_t n = strlen(tex), at = 0;

	while (at < n) {
		size_t piece = 1 + draw(seed, 12);

		piece = piece < n - at ? piece : n - at;
		switch (draw(seed, 12)) {
		case 0:
			break;
		case 1:
			buf_add(out, tex + at, piece);
			buf_add(out, tex + at, piece);
			break;
		case 2:
			soup_tokens(out, seed, 1);
			buf_add(out, tex + at, piece);
			break;
		case 3:
			buf_fill(out, '\0', 20);
			buf_add(out, tex + at, piece);
			break;
		default:
			buf_add(out, tex + at, piece);
			break;
		}
		at += piece;
	}
}

void soup_formula(struct buf *out, uint64_t *seed, int depth, int *count)
{
	/* each @ is a formula of its own */
	static const char *const shapes[] = {"Q", "Q", "Q", "@+@", "-@", "@=@", "\\frac{@}{@}",
		"{@}^{@}", "{@}_{@}", "{@}_{@}^{@}", "\\sqrt{@}", "\\sqrt[@]{@}",
		"\\left(@\\right)", "\\sum_{@}^{@}@", "\\hat{@}", "\\overline{@}",
		"\\begin{matrix}@&@\\\\@&@\\end{matrix}", "\\begin{cases}@&@\\\\@\\end{cases}",
		"\\underbrace{@}_{@}", "\\text{@ and @}", "\\mathbf{@}@",
		"\\left|@\\middle|@\\right.", "\\boxed{@}", "\\unknown{@}", "(@,@)",
		"\\binom{@}{@}", "\\lim_{@}@", "\\int_{@}^{@}@", "\\overset{@}{=}@"};
	const char *s = shapes[draw(seed, depth ? sizeof(shapes) / sizeof(shapes[0]) : 3)];

	for (; *s; s++) {
		*count += *s == 'Q';
		if (*s == '@')
			soup_formula(out, seed, depth - 1, count);
		else
			buf_putc(out, *s);
	}
}

const char *const *soup_hostile(size_t *n)
{
	static const char *const hostile[] = {"{", "}", "{}", "\\frac", "\\frac{a}{b}", "^", "_",
		"x^", "x^{y}", "'", "&", "\\\\", "&\\\\", "\\left(", "\\left(x_b\\right)",
		"\\right)", "\\begin{cases}", "\\begin{matrix}a&b\\\\", "\\end{matrix}", "\\text{",
		"\\text{$}", "$", "\\sqrt", "\\sqrt[", "\\hat", "\\sum_i^n", "\\foo", "\\", "%",
		" ", "\n", "a", "1", "a+", "a=", "é", "≤", "\xFF", "(", "|", "\\middle|", "\\over",
		"\\displaystyle", "\\mathbf", "\\overline{", "\\underbrace{x}_{",
		"\\begin{array}{|c|}", "\\substack{", "\\quad", "\\not", "\\big("};

	*n = sizeof(hostile) / sizeof(hostile[0]);
	return hostile;
}
