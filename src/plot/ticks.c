#include "plot/ticks.h"

#include "plot/nice.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "-12,345.60": digits * 10^exponent with all its decimals; false if too long. */
static bool print_fixed(char out[TICK_BYTES], long long digits, int exponent, bool commas)
{
	char raw[TICK_BYTES];
	int n, decimals = exponent < 0 ? -exponent : 0, at = 0;

	if (exponent > 12 || decimals > 16)
		return false;
	n = snprintf(raw, sizeof(raw), "%0*lld", decimals + 1, llabs(digits));
	for (int i = 0; i < exponent && digits && n < TICK_BYTES - 1; i++)
		raw[n++] = '0';
	if (n + n / 3 + 3 > TICK_BYTES)
		return false;
	if (digits < 0)
		out[at++] = '-';
	for (int i = 0; i < n; i++) {
		int left = n - decimals - i; /* digits up to the point, this one included */

		if (decimals && left == 0)
			out[at++] = '.';
		else if (commas && i && left > 0 && left % 3 == 0)
			out[at++] = ',';
		out[at++] = raw[i];
	}
	out[at] = '\0';
	return true;
}

/* Digits behind the point that the mantissa of v needs. */
static int mantissa_decimals(long long digits)
{
	int n = 0;

	while (digits && digits % 10 == 0)
		digits /= 10;
	for (; llabs(digits) >= 10; digits /= 10)
		n++;
	return n;
}

/* "-1.50e-7" with `decimals` digits behind the point. */
static void print_scientific(char out[TICK_BYTES], long long digits, int exponent, int decimals)
{
	char raw[TICK_BYTES];
	int n;

	if (!digits) {
		memcpy(out, "0", 2);
		return;
	}
	n = snprintf(raw, sizeof(raw), "%lld", llabs(digits));
	exponent += n - 1;
	while (n < decimals + 1)
		raw[n++] = '0';
	snprintf(out, TICK_BYTES, "%s%c%s%.*se%d", digits < 0 ? "-" : "", raw[0],
		decimals ? "." : "", decimals, raw + 1, exponent);
}

/* All labels alike: with as many decimals, or all scientific. */
static void print_labels(struct ticks *t, const struct decimals *d)
{
	char fixed[TICK_BYTES], scientific[TICK_BYTES];
	long long most = 0;
	int decimals = 0;
	double largest;
	bool use_fixed;

	for (int i = 0; i < d->n; i++) {
		int need = mantissa_decimals(d->digits[i]);

		decimals = need > decimals ? need : decimals;
		most = llabs(d->digits[i]) > most ? llabs(d->digits[i]) : most;
	}
	largest = (double)most * pow(10, d->exponent);
	print_scientific(scientific, most, d->exponent, decimals);
	use_fixed = print_fixed(fixed, most, d->exponent, largest >= 1e4) &&
		    ((largest < 1e6 && d->exponent >= -4) || strlen(fixed) <= strlen(scientific));
	t->n = 0;
	for (int i = 0; i < d->n; i++) {
		struct tick *tick = &t->major[t->n++];
		char exact[TICK_BYTES];

		snprintf(exact, sizeof(exact), "%llde%d", d->digits[i], d->exponent);
		tick->value = strtod(exact, NULL);
		if (use_fixed)
			print_fixed(tick->text, d->digits[i], d->exponent, largest >= 1e4);
		else
			print_scientific(tick->text, d->digits[i], d->exponent, decimals);
	}
}

/* Do all labels have a free cell (two, side by side) between them? */
static bool labels_fit(const struct ticks *t, const struct scale *s, struct tick_room room)
{
	double end = -1e9;

	for (int i = 0; i < t->n; i++) {
		double at = scale_at(s, t->major[i].value) * (room.cells - 1);
		double half = room.vertical ? 0.5 : (double)strlen(t->major[i].text) / 2;

		if (at - half < end + (room.vertical ? 0.9 : 1.9))
			return false;
		end = at + half;
	}
	return true;
}

/* Floating point may have put an end tick a hair outside. */
static void drop_outside(struct ticks *t, const struct scale *s)
{
	int n = 0;

	for (int i = 0; i < t->n; i++)
		if (t->major[i].value >= s->lo && t->major[i].value <= s->hi)
			t->major[n++] = t->major[i];
	t->n = n;
}

static int wanted_labels(struct tick_room room)
{
	int wanted = room.wanted     ? room.wanted
		     : room.vertical ? 1 + room.cells / 4
				     : 1 + room.cells / 11;

	return wanted < 2 ? 2 : wanted > 14 ? 14 : wanted;
}

static void add_minor(struct ticks *t, const struct scale *s, double value)
{
	if (t->n_minor < TICKS_MAX_MINOR && value > s->lo && value < s->hi)
		t->minor[t->n_minor++] = value;
}

/* Halves, quarters or fifths of the step, if that leaves cells between them. */
static void linear_minor(struct ticks *t, const struct scale *s, struct tick_room room)
{
	static const int parts[] = {5, 4, 2};
	double step, cells;

	if (t->n < 2)
		return;
	step = t->major[1].value - t->major[0].value;
	cells = (scale_at(s, t->major[1].value) - scale_at(s, t->major[0].value)) *
		(room.cells - 1);
	for (size_t p = 0; p < sizeof(parts) / sizeof(parts[0]); p++) {
		int n = parts[p];

		if (!isfinite(step) || cells / n < (room.vertical ? 2 : 3) ||
			(room.whole && step / n != floor(step / n)))
			continue;
		for (int i = -n; i < t->n * n; i++)
			if (i % n)
				add_minor(t, s, t->major[0].value + step * i / n);
		return;
	}
}

static void linear_ticks(struct ticks *t, const struct scale *s, struct tick_room room)
{
	struct decimals d;

	for (int wanted = wanted_labels(room); wanted >= 2; wanted--) {
		nice_decimals(&d, s->lo, s->hi, wanted, true, room.whole);
		print_labels(t, &d);
		drop_outside(t, s);
		if (t->n && labels_fit(t, s, room))
			break;
	}
	/* One label, of finer ticks, where no two are within. */
	for (int wanted = 3; !t->n && wanted <= NICE_MAX; wanted++) {
		nice_decimals(&d, s->lo, s->hi, wanted, true, false);
		print_labels(t, &d);
		drop_outside(t, s);
	}
	while (t->n > 1 && !labels_fit(t, s, room))
		t->n--;
	if (s->kind == PLOT_LINEAR)
		linear_minor(t, s, room);
}

static void add_power(
	struct ticks *t, const struct scale *s, int sign, int digit, int exponent, bool plain)
{
	char exact[TICK_BYTES];
	double value;

	snprintf(exact, sizeof(exact), "%s%de%d", sign < 0 ? "-" : "", digit, exponent);
	value = strtod(exact, NULL);
	if (t->n >= TICKS_MAX || !(value >= s->lo && value <= s->hi) || !isfinite(value))
		return;
	t->major[t->n].value = value;
	if (plain || exponent == 0)
		print_fixed(t->major[t->n].text, (long long)sign * digit, exponent, false);
	else
		memcpy(t->major[t->n].text, exact, sizeof(exact));
	t->n++;
}

/* 0.001 to 1000 are written out, if all of the axis is between them. */
static bool is_plain(int least, int most)
{
	return least >= -3 && most <= 3;
}

/* Every how many decades a label stands. */
static const int strides[] = {1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30, 40, 50, 100, 200};
enum { N_STRIDES = sizeof(strides) / sizeof(strides[0]) };

static void decade_ticks(struct ticks *t, const struct scale *s, struct tick_room room)
{
	int from = (int)ceil(log10(s->lo) - 1e-9), to = (int)floor(log10(s->hi) + 1e-9);

	for (int i = 0; i < N_STRIDES; i++) {
		t->n = 0;
		if ((to - from) / strides[i] >= TICKS_MAX)
			continue;
		for (int e = from; e <= to; e++)
			if (e % strides[i] == 0)
				add_power(t, s, 1, 1, e, is_plain(from, to));
		if (t->n && t->n <= wanted_labels(room) + 4 && labels_fit(t, s, room))
			return;
	}
	t->n = 0;
	add_power(t, s, 1, 1, to, is_plain(from, to));
}

/* 1, 2 and 5 of each decade, for an axis of few. */
static void few_decade_ticks(struct ticks *t, const struct scale *s)
{
	static const int digits[] = {1, 2, 5};
	int from = (int)floor(log10(s->lo) + 1e-9), to = (int)floor(log10(s->hi) + 1e-9);

	t->n = 0;
	for (int e = from; e <= to; e++)
		for (size_t i = 0; i < 3; i++)
			add_power(t, s, 1, digits[i], e, is_plain(from, to));
}

static void log_minor(struct ticks *t, const struct scale *s, struct tick_room room)
{
	double decades = log10(s->hi) - log10(s->lo), cells = (room.cells - 1) / decades;
	int from = (int)floor(log10(s->lo)), to = (int)floor(log10(s->hi));
	int step = cells >= (room.vertical ? 8 : 16) ? 1 : 3;

	if (cells < (room.vertical ? 4 : 6) || decades * 9 / step > TICKS_MAX_MINOR)
		return;
	for (int e = from; e <= to; e++)
		for (int digit = 2; digit <= 9; digit += step)
			add_minor(t, s, digit * pow(10, e));
}

static void log_ticks(struct ticks *t, const struct scale *s, struct tick_room room)
{
	double decades = log10(s->hi) - log10(s->lo);

	if (decades >= 2) {
		decade_ticks(t, s, room);
	} else {
		few_decade_ticks(t, s);
		if (t->n < 3 || !labels_fit(t, s, room))
			linear_ticks(t, s, room);
		if (!t->n)
			decade_ticks(t, s, room);
	}
	log_minor(t, s, room);
}

static void symlog_ticks(struct ticks *t, const struct scale *s, struct tick_room room)
{
	int from = (int)floor(log10(s->threshold) + 0.5);
	int to = (int)floor(log10(fmax(fabs(s->lo), fabs(s->hi))) + 1e-9);
	bool plain = is_plain(from, to);

	for (int i = 0; i < N_STRIDES; i++) {
		int stride = strides[i];

		t->n = 0;
		for (int e = to; e >= from && s->lo < 0; e--)
			if ((to - e) % stride == 0)
				add_power(t, s, -1, 1, e, plain);
		add_power(t, s, 1, 0, 0, true);
		for (int e = from; e <= to && s->hi > 0; e++)
			if ((to - e) % stride == 0)
				add_power(t, s, 1, 1, e, plain);
		if (t->n <= wanted_labels(room) + 4 && labels_fit(t, s, room))
			break;
	}
	if (t->n < 2)
		linear_ticks(t, s, room);
}

void ticks_make(struct ticks *t, const struct scale *s, struct tick_room room)
{
	t->n = 0;
	t->n_minor = 0;
	if (s->kind == PLOT_LOG)
		log_ticks(t, s, room);
	else if (s->kind == PLOT_SYMLOG)
		symlog_ticks(t, s, room);
	else
		linear_ticks(t, s, room);
}

void ticks_snap(double *lo, double *hi, struct tick_room room)
{
	struct decimals d;
	struct ticks t;

	nice_decimals(&d, *lo, *hi, wanted_labels(room), false, room.whole);
	print_labels(&t, &d);
	if (t.n && isfinite(t.major[0].value) && isfinite(t.major[t.n - 1].value)) {
		*lo = fmin(*lo, t.major[0].value);
		*hi = fmax(*hi, t.major[t.n - 1].value);
	}
}

void ticks_number(char out[TICK_BYTES], double v, int digits)
{
	char rounded[TICK_BYTES], *e;

	snprintf(rounded, sizeof(rounded), "%.*e", digits - 1, v);
	v = strtod(rounded, NULL);
	snprintf(out, TICK_BYTES, "%.6g", v == 0 ? 0 : v);
	e = strchr(out, 'e');
	if (e)
		snprintf(e + 1, (size_t)(out + TICK_BYTES - e - 1), "%ld", strtol(e + 1, NULL, 10));
}
