#include "support/demo.h"

#include "demo/record.h"
#include "support/lab.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Tests run in processes of their own, one after the other. */
static struct record_parser *last;
static char last_command[512];

static const struct demo_result *run(const char *command)
{
	char bytes[65536];
	size_t n;
	FILE *out;

	if (last && strcmp(command, last_command) == 0)
		return record_result(last);
	record_parser_free(last);
	last = record_parser_new();
	ck_assert_ptr_nonnull(last);
	strcpy(last_command, command);
	out = popen(command, "r");
	ck_assert_ptr_nonnull(out);
	while ((n = fread(bytes, 1, sizeof(bytes), out)))
		record_feed(last, bytes, n);
	record_end(last);
	ck_assert_msg(pclose(out) == 0, "%s ends badly", command);
	return record_result(last);
}

double demo_says(const char *demo, const char *arguments, const char *name)
{
	const struct demo_result *r;
	const struct demo_value *value;
	char command[512];

	ck_assert_int_lt(snprintf(command, sizeof(command),
				 "build/demos/cost-functions/%s --records %s", demo, arguments),
		(int)sizeof(command));
	r = run(command);
	ck_assert_msg(r->complete, "%s: %s", command, r->n_errors ? r->errors[0] : "no end");
	for (size_t i = 0; i < r->n_checks; i++)
		ck_assert_msg(r->checks[i].pass, "%s: check %s fails", command, r->checks[i].name);
	value = result_value(r, name);
	ck_assert_msg(value && !value->is_text, "%s says no %s", command, name);
	return value->number;
}

void demo_agrees(const char *demo, const char *file, double tolerance, size_t least)
{
	struct oracle o = oracle_read(file);
	size_t first = o.n_columns - 3, n = 0; /* a column of demos may come first */

	for (size_t r = 1; r < o.n_rows; r++) {
		const char *arguments = oracle_text(&o, r, first);
		const char *name = oracle_text(&o, r, first + 1);
		double want = oracle_number(&o, r, first + 2), got;

		if (first && strcmp(oracle_text(&o, r, 0), demo) != 0)
			continue;
		got = demo_says(demo, arguments, name);
		ck_assert_msg(fabs(got - want) <= tolerance * fmax(1, fabs(want)),
			"%s of %s %s is %.12g, expected %.12g", name, demo, arguments, got, want);
		n++;
	}
	oracle_free(&o);
	ck_assert_uint_ge(n, least);
}
