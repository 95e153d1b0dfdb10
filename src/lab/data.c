#include "lab/data.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

extern const char lab_diabetes_csv[], lab_diabetes_csv_end[];
extern const char lab_digits_csv[], lab_digits_csv_end[];

/* ---- reading */

struct csv {
	struct demo *demo;
	const char *file;
	const char *at, *end, *line_start;
	size_t line; /* from 1 */
};

static _Noreturn void fail_here(const struct csv *c, const char *expected)
{
	demo_fail(c->demo, "%s:%zu:%zu: %s expected", c->file, c->line,
		(size_t)(c->at - c->line_start) + 1, expected);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Takes the character that ends a field: ',' or, after the last, a newline. */
static void end_field(struct csv *c, bool last)
{
	if (c->at == c->end || *c->at != (last ? '\n' : ','))
		fail_here(c, last ? "the end of the line" : "a comma");
	c->at++;
	if (last) {
		c->line++;
		c->line_start = c->at;
	}
}

/*
 * At most 15 digits make a whole number that a double holds exactly, as it
 * holds powers of ten up to 10^22; one division of the two rounds correctly.
 */
static double read_decimal(struct csv *c)
{
	static const double powers[] = {
		1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
	bool minus = c->at < c->end && *c->at == '-';
	bool in_fraction = false;
	int n_digits = 0, n_decimals = 0;
	int64_t digits = 0;

	for (c->at += minus; c->at < c->end; c->at++) {
		if (*c->at == '.' && !in_fraction && n_digits > 0) {
			in_fraction = true;
			continue;
		}
		if (!is_digit(*c->at))
			break;
		if (++n_digits > 15)
			fail_here(c, "a number of at most 15 digits");
		digits = 10 * digits + (*c->at - '0');
		n_decimals += in_fraction;
	}
	if (n_digits == 0 || (in_fraction && n_decimals == 0))
		fail_here(c, "a decimal number");
	return (double)(minus ? -digits : digits) / powers[n_decimals];
}

static size_t count(const char *at, const char *end, char c)
{
	size_t n = 0;

	for (; at < end; at++)
		n += *at == c;
	return n;
}

static const char *read_column_name(struct csv *c)
{
	const char *start = c->at;
	char *name;

	while (c->at < c->end && *c->at != ',' && *c->at != '\n')
		c->at++;
	if (c->at == start)
		fail_here(c, "a column's name");
	name = demo_alloc(c->demo, (size_t)(c->at - start) + 1, 1);
	memcpy(name, start, (size_t)(c->at - start));
	return name;
}

static struct dataset *new_dataset(
	struct demo *d, size_t n, size_t n_columns, const char *const *names)
{
	struct dataset *set = demo_alloc(d, 1, sizeof(*set));

	*set = (struct dataset){.n = n, .d = n_columns, .names = names};
	set->x = demo_alloc(d, n, n_columns * sizeof(double));
	set->y = demo_vector(d, n);
	return set;
}

struct dataset *data_read_csv(struct demo *d, const char *file, const char *bytes, size_t n_bytes)
{
	const char *end = bytes + n_bytes;
	const char *newline = n_bytes > 0 ? memchr(bytes, '\n', n_bytes) : NULL;
	struct csv c = {d, file, bytes, end, bytes, 1};
	struct dataset *set;
	const char **names;
	size_t n_columns;

	if (!newline)
		fail_here(&c, "a line of names");
	n_columns = count(bytes, newline, ',') + 1;
	names = demo_alloc(d, n_columns, sizeof(*names));
	for (size_t j = 0; j < n_columns; j++) {
		names[j] = read_column_name(&c);
		end_field(&c, j + 1 == n_columns);
	}
	set = new_dataset(d, count(c.at, end, '\n'), n_columns - 1, names);
	for (size_t i = 0; i < set->n; i++)
		for (size_t j = 0; j < n_columns; j++) {
			bool last = j + 1 == n_columns;

			*(last ? &set->y[i] : &set->x[i * set->d + j]) = read_decimal(&c);
			end_field(&c, last);
		}
	if (c.at != end)
		fail_here(&c, "a newline at the end of the last line");
	return set;
}

struct dataset *data_diabetes(struct demo *d)
{
	return data_read_csv(d, "diabetes.csv", lab_diabetes_csv,
		(size_t)(lab_diabetes_csv_end - lab_diabetes_csv));
}

struct dataset *data_digits(struct demo *d)
{
	return data_read_csv(
		d, "digits.csv", lab_digits_csv, (size_t)(lab_digits_csv_end - lab_digits_csv));
}

/* ---- scaling */

struct data_scaling data_find_scaling(
	struct demo *d, const struct dataset *set, enum data_scale scale)
{
	double *means = demo_vector(d, set->d), *scales = demo_vector(d, set->d);
	double n = (double)set->n;

	for (size_t j = 0; j < set->d; j++) {
		double sum = 0, squares = 0;

		for (size_t i = 0; i < set->n; i++)
			sum += set->x[i * set->d + j];
		means[j] = sum / n;
		for (size_t i = 0; i < set->n; i++) {
			double from_mean = set->x[i * set->d + j] - means[j];

			squares += from_mean * from_mean;
		}
		scales[j] = sqrt(scale == DATA_UNIT_NORM ? squares : squares / n);
		if (scale == DATA_CENTERED || scales[j] == 0)
			scales[j] = 1;
	}
	return (struct data_scaling){means, scales};
}

void data_apply_scaling(struct dataset *set, struct data_scaling scaling)
{
	for (size_t i = 0; i < set->n; i++)
		for (size_t j = 0; j < set->d; j++) {
			double *x = &set->x[i * set->d + j];

			*x = (*x - scaling.mean[j]) / scaling.scale[j];
		}
}

void data_standardize(struct demo *d, struct dataset *set, enum data_scale scale)
{
	data_apply_scaling(set, data_find_scaling(d, set, scale));
}

double data_center_target(struct dataset *set)
{
	double sum = 0, mean;

	for (size_t i = 0; i < set->n; i++)
		sum += set->y[i];
	mean = sum / (double)set->n;
	for (size_t i = 0; i < set->n; i++)
		set->y[i] -= mean;
	return mean;
}

/* ---- splitting */

static struct dataset *copy_rows(
	struct demo *d, const struct dataset *set, const size_t *rows, size_t n)
{
	struct dataset *part = new_dataset(d, n, set->d, set->names);

	for (size_t i = 0; i < n; i++) {
		memcpy(part->x + i * set->d, set->x + rows[i] * set->d, set->d * sizeof(double));
		part->y[i] = set->y[rows[i]];
	}
	return part;
}

void data_split(struct demo *d, const struct dataset *set, const size_t *order, size_t n_first,
	struct dataset **first, struct dataset **rest)
{
	assert(n_first <= set->n);
	*first = copy_rows(d, set, order, n_first);
	*rest = copy_rows(d, set, order + n_first, set->n - n_first);
}
