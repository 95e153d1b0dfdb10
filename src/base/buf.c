#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char empty[1] = "";

static int reserve(struct buf *b, size_t more)
{
	size_t cap = b->cap ? b->cap : 64;
	char *data;

	if (b->status != STATUS_OK)
		return 0;
	if (more < b->cap - b->n)
		return 1;
	if (more > SIZE_MAX / 4 - b->n) {
		b->status = STATUS_NO_MEMORY;
		return 0;
	}
	while (cap - b->n <= more)
		cap *= 2;
	data = realloc(b->cap ? b->data : NULL, cap);
	if (!data) {
		b->status = STATUS_NO_MEMORY;
		return 0;
	}
	b->data = data;
	b->cap = cap;
	return 1;
}

void buf_init(struct buf *b)
{
	*b = (struct buf){.data = empty};
}

void buf_done(struct buf *b)
{
	if (b->cap)
		free(b->data);
	buf_init(b);
}

void buf_add(struct buf *b, const void *bytes, size_t n)
{
	if (!n || !reserve(b, n))
		return;
	memcpy(b->data + b->n, bytes, n);
	b->n += n;
	b->data[b->n] = '\0';
}

void buf_puts(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_fill(struct buf *b, char c, size_t n)
{
	if (!n || !reserve(b, n))
		return;
	memset(b->data + b->n, c, n);
	b->n += n;
	b->data[b->n] = '\0';
}

void buf_vprintf(struct buf *b, const char *format, va_list args)
{
	va_list again;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (n < 0 || !reserve(b, (size_t)n))
		return;
	vsnprintf(b->data + b->n, (size_t)n + 1, format, args);
	b->n += (size_t)n;
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	buf_vprintf(b, format, args);
	va_end(args);
}

void buf_clear(struct buf *b)
{
	b->n = 0;
	b->status = STATUS_OK;
	if (b->cap)
		b->data[0] = '\0';
}

enum status buf_status(const struct buf *b)
{
	return b->status;
}

char *buf_take(struct buf *b)
{
	char *s = NULL;

	if (reserve(b, 0)) {
		b->data[b->n] = '\0';
		s = b->data;
		buf_init(b);
	}
	buf_done(b);
	return s;
}

static enum status read_all(struct buf *b, int fd, size_t max_bytes)
{
	struct stat st;
	ssize_t got;

	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
		(size_t)st.st_size <= max_bytes)
		reserve(b, (size_t)st.st_size + 1);
	for (;;) {
		if (b->n > max_bytes)
			return STATUS_LIMIT;
		if (!reserve(b, 4096))
			return STATUS_NO_MEMORY;
		got = read(fd, b->data + b->n, b->cap - b->n - 1);
		if (got == 0)
			break;
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return STATUS_IO;
		b->n += (size_t)got;
	}
	b->data[b->n] = '\0';
	return STATUS_OK;
}

enum status buf_read_file(struct buf *b, const char *path, size_t max_bytes)
{
	enum status status;
	int fd, saved;

	buf_clear(b);
	/* O_NONBLOCK: a pack may hold a FIFO under a page's name. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return STATUS_IO;
	status = read_all(b, fd, max_bytes);
	saved = errno;
	close(fd);
	if (status != STATUS_OK)
		buf_clear(b);
	errno = saved;
	return status;
}
