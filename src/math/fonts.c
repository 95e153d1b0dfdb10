#include "math/parse.h"

/* Letters that Unicode had before it got the mathematical alphabets. */
static uint32_t early_letter(enum font font, char c)
{
	static const struct {
		char letter;
		uint32_t cp[4]; /* by enum font */
	} early[] = {
		{'B', {[FONT_SCRIPT] = 0x212C}},
		{'C', {[FONT_BLACKBOARD] = 0x2102, [FONT_FRAKTUR] = 0x212D}},
		{'E', {[FONT_SCRIPT] = 0x2130}},
		{'F', {[FONT_SCRIPT] = 0x2131}},
		{'H', {[FONT_BLACKBOARD] = 0x210D,
			      [FONT_SCRIPT] = 0x210B,
			      [FONT_FRAKTUR] = 0x210C}},
		{'I', {[FONT_SCRIPT] = 0x2110, [FONT_FRAKTUR] = 0x2111}},
		{'L', {[FONT_SCRIPT] = 0x2112}},
		{'M', {[FONT_SCRIPT] = 0x2133}},
		{'N', {[FONT_BLACKBOARD] = 0x2115}},
		{'P', {[FONT_BLACKBOARD] = 0x2119}},
		{'Q', {[FONT_BLACKBOARD] = 0x211A}},
		{'R', {[FONT_BLACKBOARD] = 0x211D,
			      [FONT_SCRIPT] = 0x211B,
			      [FONT_FRAKTUR] = 0x211C}},
		{'Z', {[FONT_BLACKBOARD] = 0x2124, [FONT_FRAKTUR] = 0x2128}},
		{'e', {[FONT_SCRIPT] = 0x212F}},
		{'g', {[FONT_SCRIPT] = 0x210A}},
		{'o', {[FONT_SCRIPT] = 0x2134}},
	};

	for (size_t i = 0; i < sizeof(early) / sizeof(early[0]); i++) {
		if (early[i].letter == c)
			return early[i].cp[font];
	}
	return 0;
}

uint32_t font_letter(enum font font, char c)
{
	static const uint32_t capital_a[] = {0, 0x1D538, 0x1D49C, 0x1D504};
	uint32_t cp = early_letter(font, c);

	if (font == FONT_PLAIN || cp)
		return cp;
	if (c >= 'A' && c <= 'Z')
		return capital_a[font] + (uint32_t)(c - 'A');
	if (c >= 'a' && c <= 'z')
		return capital_a[font] + 26 + (uint32_t)(c - 'a');
	if (font == FONT_BLACKBOARD && c >= '0' && c <= '9')
		return 0x1D7D8 + (uint32_t)(c - '0');
	return 0;
}
