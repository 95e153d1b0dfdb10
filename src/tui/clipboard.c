#include "tui/clipboard.h"

#include "base/buf.h"

#include <curses.h>
#include <stdint.h>
#include <stdio.h>
#include <term.h>

enum { MAX_COPIED_BYTES = 4096 };

static void put_base64(struct buf *out, const unsigned char *s, size_t n)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < n; i += 3) {
		unsigned three = (unsigned)s[i] << 16;

		three |= i + 1 < n ? (unsigned)s[i + 1] << 8 : 0;
		three |= i + 2 < n ? s[i + 2] : 0;
		buf_putc(out, digits[three >> 18]);
		buf_putc(out, digits[three >> 12 & 63]);
		buf_putc(out, i + 1 < n ? digits[three >> 6 & 63] : '=');
		buf_putc(out, i + 2 < n ? digits[three & 63] : '=');
	}
}

enum status clipboard_send(const char *text, size_t n)
{
	/* An extended capability: set selection (user_caps(5)). */
	const char *sequence = tigetstr("Ms");
	enum status status = STATUS_OK;
	struct buf coded;

	/* NULL: the terminal has none; -1: it is no string. */
	if ((intptr_t)sequence == 0 || (intptr_t)sequence == -1)
		return STATUS_UNSUPPORTED;
	if (n > MAX_COPIED_BYTES)
		return STATUS_LIMIT;
	buf_init(&coded);
	put_base64(&coded, (const unsigned char *)text, n);
	status = buf_status(&coded);
	if (status == STATUS_OK) {
		putp(tiparm(sequence, "c", coded.data));
		fflush(stdout);
	}
	buf_done(&coded);
	return status;
}
