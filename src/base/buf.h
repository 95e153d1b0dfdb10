/*
 * A growable string of bytes, always NUL-terminated. When memory runs out (or
 * its limit is reached) it goes inert: later calls do nothing, and
 * buf_status() says so once, at the end. The buffer owns its bytes.
 */
#ifndef GRADUS_BASE_BUF_H
#define GRADUS_BASE_BUF_H

#include "base/status.h"

#include <stdarg.h>
#include <stddef.h>

struct buf {
	char *data; /* never NULL after buf_init; data[n] is '\0' */
	size_t n;   /* bytes used, without the NUL */
	size_t cap;
	enum status status;
};

void buf_init(struct buf *b);
void buf_done(struct buf *b);

void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_fill(struct buf *b, char c, size_t n);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

/* Forgets the contents, keeps the memory; an inert buffer works again. */
void buf_clear(struct buf *b);

/* STATUS_OK, or why the buffer went inert. */
enum status buf_status(const struct buf *b);

/* The bytes as a heap string that the caller frees, the buffer empty again;
 * NULL if it was inert. */
char *buf_take(struct buf *b);

/* Reads a whole file of at most `max_bytes`. STATUS_IO with errno set,
 * STATUS_LIMIT or STATUS_NO_MEMORY on failure; the buffer then holds nothing. */
enum status buf_read_file(struct buf *b, const char *path, size_t max_bytes);

#endif
