#include "support/lab.h"

#include "base/buf.h"
#include "lab/demo_impl.h"

#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct demo *quiet_demo(void)
{
	static char name[] = "quiet";
	static char *argv[] = {name, NULL};
	struct demo *d = demo_open(1, argv, "");

	d->out.broken = true;
	return d;
}

static _Noreturn void be_program(
	int (*body)(int argc, char **argv), const char *const *args, int to)
{
	static char name[] = "build/demos/pack/003-try";
	char *argv[MAX_ARGS + 2] = {name};
	int argc = 1;

	for (; args[argc - 1]; argc++)
		argv[argc] = strdup(args[argc - 1]);
	dup2(to, STDOUT_FILENO);
	close(to);
	_exit(body(argc, argv));
}

struct caught catch_program(int (*body)(int argc, char **argv), const char *const args[MAX_ARGS])
{
	struct caught c = {0};
	struct buf b;
	int ends[2], status;
	char bytes[4096];
	ssize_t got;
	pid_t child;

	ck_assert_int_eq(pipe(ends), 0);
	fflush(NULL);
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		close(ends[0]);
		be_program(body, args, ends[1]);
	}
	close(ends[1]);
	buf_init(&b);
	while ((got = read(ends[0], bytes, sizeof(bytes))) > 0)
		buf_add(&b, bytes, (size_t)got);
	close(ends[0]);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	c.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	c.n = b.n;
	c.out = buf_take(&b);
	ck_assert_ptr_nonnull(c.out);
	return c;
}

static size_t count(const char *s, char c)
{
	size_t n = 0;

	for (; *s; s++)
		n += *s == c;
	return n;
}

static void judge(const char *command, const char *line)
{
	char name[64], kind[16];
	double got, want, tolerance;
	bool holds;

	if (sscanf(line, "check\t%63[^\t]\t%15[^\t]\t%lf\t%lf\t%lf", name, kind, &got, &want,
		    &tolerance) != 5)
		return;
	if (strcmp(kind, "at_most") == 0)
		holds = got <= want;
	else if (strcmp(kind, "at_least") == 0)
		holds = got >= want;
	else
		holds = fabs(got - want) <= tolerance;
	ck_assert_msg(holds, "%s: check %s fails: %g %s %g ± %g", command, name, got, kind, want,
		tolerance);
}

double shipped_demo_says(const char *demo, const char *arguments, const char *name)
{
	char command[512], line[1024], found[64];
	double value = NAN, number;
	FILE *out;

	ck_assert_int_lt(snprintf(command, sizeof(command),
				 "build/demos/cost-functions/%s --records %s", demo, arguments),
		(int)sizeof(command));
	out = popen(command, "r");
	ck_assert_ptr_nonnull(out);
	while (fgets(line, sizeof(line), out)) {
		judge(command, line);
		if (sscanf(line, "value\t%63[^\t]\t%lf", found, &number) == 2 &&
			strcmp(found, name) == 0)
			value = number;
	}
	ck_assert_msg(pclose(out) == 0, "%s ends badly", command);
	ck_assert_msg(isfinite(value), "%s says no %s", command, name);
	return value;
}

struct oracle oracle_read(const char *name)
{
	struct oracle o = {0};
	struct buf b, path;
	char *at;

	buf_init(&path);
	buf_init(&b);
	buf_printf(&path, "tests/oracles/%s", name);
	ck_assert_int_eq(buf_read_file(&b, path.data, 1 << 24), STATUS_OK);
	buf_done(&path);
	o.text = buf_take(&b);
	ck_assert_ptr_nonnull(o.text);
	o.n_rows = count(o.text, '\n');
	*strchr(o.text, '\n') = '\0';
	o.n_columns = count(o.text, ',') + 1;
	o.text[strlen(o.text)] = '\n';
	o.cells = calloc(o.n_rows * o.n_columns, sizeof(*o.cells));
	ck_assert_ptr_nonnull(o.cells);
	at = o.text;
	for (size_t i = 0; i < o.n_rows * o.n_columns; i++) {
		o.cells[i] = at;
		at += strcspn(at, ",\n");
		ck_assert_int_ne(*at, '\0');
		*at++ = '\0';
	}
	return o;
}

void oracle_free(struct oracle *o)
{
	free(o->cells);
	free(o->text);
}

const char *oracle_text(const struct oracle *o, size_t row, size_t column)
{
	return o->cells[row * o->n_columns + column];
}

double oracle_number(const struct oracle *o, size_t row, size_t column)
{
	return strtod(oracle_text(o, row, column), NULL);
}
