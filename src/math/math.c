#include "math/math.h"

enum status math_render(struct lines *out, const char *tex, size_t n,
	const struct math_options *options, int *baseline, struct math_error *error)
{
	(void)options;
	*baseline = 0;
	if (error)
		*error = (struct math_error){0};
	lines_put(out, (struct style){.role = ROLE_MATH}, 0, tex, n);
	lines_end(out);
	return lines_status(out);
}

enum status math_speak(struct buf *out, const char *tex, size_t n)
{
	buf_add(out, tex, n);
	return buf_status(out);
}
