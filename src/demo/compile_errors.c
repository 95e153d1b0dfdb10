#include "demo/compile.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_ERRORS = 50 };

struct text {
	const char *at;
	size_t n;
};

static bool starts_with(struct text t, const char *s)
{
	return t.n >= strlen(s) && !memcmp(t.at, s, strlen(s));
}

static struct text after(struct text t, size_t n)
{
	return (struct text){t.at + n, t.n - n};
}

/* Behind `s`, at its first place in t; false if it isn't there. */
static bool find(struct text t, const char *s, struct text *rest)
{
	const char *at = memmem(t.at, t.n, s, strlen(s));

	if (at)
		*rest = after(t, (size_t)(at - t.at) + strlen(s));
	return at != NULL;
}

/* "12:" at the beginning of t. */
static bool take_number(struct text *t, int *x)
{
	size_t n = 0;

	*x = 0;
	while (n < t->n && n < 7 && t->at[n] >= '0' && t->at[n] <= '9')
		*x = 10 * *x + (t->at[n++] - '0');
	if (!n || n == t->n || t->at[n] != ':')
		return false;
	*t = after(*t, n + 1);
	return true;
}

/* "FILE:LINE:COL: error: MESSAGE", COL missing sometimes. */
static bool read_located(
	struct diags *errors, struct text line, const char *file, const char *source)
{
	struct text rest;
	int row, col = 0;

	if (!starts_with(line, file) || line.n == strlen(file) || line.at[strlen(file)] != ':')
		return false;
	rest = after(line, strlen(file) + 1);
	if (!take_number(&rest, &row))
		return false;
	take_number(&rest, &col);
	if (starts_with(rest, " fatal error: "))
		rest = after(rest, strlen(" fatal error: "));
	else if (starts_with(rest, " error: "))
		rest = after(rest, strlen(" error: "));
	else
		return false;
	diags_add(errors, source, row, col, "%.*s", (int)rest.n, rest.at);
	return true;
}

/* What headers, the linker and the compiler itself complain of. */
static void read_other(struct diags *errors, struct text line, const char *source)
{
	/* Said from the mark on, without the object file and the address. */
	static const char *const linker[] = {"undefined reference to ", "multiple definition of "};
	struct text rest;

	/* An echoed line of source may say anything; collect2 repeats the linker. */
	if (starts_with(line, " ") || starts_with(line, "collect2: "))
		return;
	for (size_t i = 0; i < sizeof(linker) / sizeof(linker[0]); i++)
		if (find(line, linker[i], &rest)) {
			diags_add(errors, source, 0, 0, "%s%.*s", linker[i], (int)rest.n, rest.at);
			return;
		}
	if (find(line, " error: ", &rest) || find(line, "out of memory", &rest))
		diags_add(errors, source, 0, 0, "%.*s", (int)line.n, line.at);
}

void compile_errors_read(
	struct diags *errors, const char *messages, const char *file, const char *source)
{
	const char *at = messages;

	while (*at && errors->n < MAX_ERRORS) {
		struct text line = {at, strcspn(at, "\n")};

		if (!read_located(errors, line, file, source))
			read_other(errors, line, source);
		at += line.n + (at[line.n] == '\n');
	}
	if (!errors->n && *messages)
		diags_add(errors, source, 0, 0, "%.*s", (int)strcspn(messages, "\n"), messages);
}
