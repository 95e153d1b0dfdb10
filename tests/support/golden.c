#include "support/golden.h"

#include "base/buf.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_GOLDEN_BYTES = 1 << 24 };

static void update(const char *path, const char *bytes, size_t n)
{
	FILE *f = fopen(path, "wb");

	ck_assert_msg(f != NULL, "%s: can't be written", path);
	ck_assert_uint_eq(fwrite(bytes, 1, n, f), n);
	ck_assert_int_eq(fclose(f), 0);
}

static int line_length(const char *s)
{
	return (int)strcspn(s, "\n");
}

void golden_check(const char *path, const char *bytes, size_t n)
{
	struct buf want;
	size_t same = 0, begin = 0;
	int line = 1;

	if (getenv("GOLDEN_UPDATE")) {
		update(path, bytes, n);
		return;
	}
	buf_init(&want);
	ck_assert_msg(buf_read_file(&want, path, MAX_GOLDEN_BYTES) == STATUS_OK,
		"%s: missing; GOLDEN_UPDATE=1 makes it", path);
	while (same < n && same < want.n && bytes[same] == want.data[same]) {
		if (bytes[same++] == '\n') {
			line++;
			begin = same;
		}
	}
	if (same < n || same < want.n)
		ck_abort_msg("%s:%d: expected\n%.*s\nbut got\n%.*s", path, line,
			line_length(want.data + begin), want.data + begin,
			line_length(bytes + begin), bytes + begin);
	buf_done(&want);
}
