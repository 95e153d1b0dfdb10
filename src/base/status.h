/*
 * What a fallible function answers. Detail (where, what was expected) goes to
 * a caller-owned `struct diags`; there is no global last error.
 */
#ifndef GRADUS_BASE_STATUS_H
#define GRADUS_BASE_STATUS_H

#define STATUS_LIST(X) \
	X(OK, "done") \
	X(NO_MEMORY, "out of memory") \
	X(IO, "input or output failed") \
	X(NOT_FOUND, "not found") \
	X(INVALID, "not valid") \
	X(LIMIT, "over a limit") \
	X(DENIED, "not allowed") \
	X(CANCELLED, "cancelled") \
	X(UNSUPPORTED, "not supported here")

enum status {
#define X(name, text) STATUS_##name,
	STATUS_LIST(X)
#undef X
};

/* A short English text for `status`, never NULL; static. */
const char *status_text(enum status status);

#endif
