/* libFuzzer's entry: the first byte chooses style and width, the rest is TeX. */
#include "math/math.h"

#include <locale.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct math_options options = {.style = MATH_DISPLAY, .width = 40};
	struct lines lines;
	struct buf words;
	int baseline;

	if (!n)
		return 0;
	setlocale(LC_ALL, "C.UTF-8");
	if (data[0] & 1)
		options.style = MATH_INLINE;
	options.ascii = data[0] & 2;
	options.width = data[0] >> 2;
	lines_init(&lines);
	buf_init(&words);
	if (math_render(&lines, (const char *)data + 1, n - 1, &options, &baseline, NULL) ==
			STATUS_OK &&
		(baseline < 0 || (size_t)baseline >= lines.n_lines))
		abort();
	for (size_t i = 1; i < lines.n_lines; i++) {
		if (lines.line[i].n_cells != lines.line[0].n_cells)
			abort();
	}
	math_speak(&words, (const char *)data + 1, n - 1);
	buf_done(&words);
	lines_done(&lines);
	return 0;
}
