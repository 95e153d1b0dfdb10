#include "lab/demo_impl.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void demo_out_flush(struct demo_out *o)
{
	size_t done = 0;

	while (done < o->n && !o->broken) {
		ssize_t wrote = write(o->fd, o->bytes + done, o->n - done);

		if (wrote > 0)
			done += (size_t)wrote;
		else if (wrote == 0 || errno != EINTR)
			o->broken = true;
	}
	o->n = 0;
}

void demo_out_add(struct demo_out *o, const char *bytes, size_t n)
{
	while (n > 0) {
		size_t room = o->cap - o->n;
		size_t part = n < room ? n : room;

		memcpy(o->bytes + o->n, bytes, part);
		o->n += part;
		bytes += part;
		n -= part;
		if (o->n == o->cap)
			demo_out_flush(o);
	}
}

void demo_out_puts(struct demo_out *o, const char *s)
{
	demo_out_add(o, s, strlen(s));
}

void demo_out_clean(struct demo_out *o, const char *s)
{
	for (; *s; s++) {
		bool control = (unsigned char)*s < 0x20 || *s == 0x7f;

		demo_out_add(o, control ? " " : s, 1);
	}
}

/* The digits of a whole number below 1e15 as "%.17g" gives them: plots count
 * their steps by thousands, and printf takes ten times as long. */
static size_t print_whole(char *text, double x)
{
	unsigned long long rest = (unsigned long long)fabs(x);
	char digits[24];
	size_t n = 0, n_text = 0;

	do
		digits[n++] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (x < 0)
		text[n_text++] = '-';
	while (n)
		text[n_text++] = digits[--n];
	return n_text;
}

static bool is_whole(double x)
{
	return fabs(x) < 1e15 && x == trunc(x) && (x != 0 || !signbit(x));
}

/* ---- "%.17g" in whole numbers: printf's own way takes twenty times as long */

enum { DIGITS = 17, MAX_FIVE = 27, MANTISSA_BITS = 52, EXPONENT_BIAS = 1023 };

__extension__ typedef unsigned __int128 wide;

static const uint64_t ten_to_17 = 100000000000000000;

/* 5^k, k <= MAX_FIVE, the last below 2^64. */
static uint64_t power_of_five(int k)
{
	static const uint64_t powers[] = {1, 5, 25, 125, 625, 3125, 15625, 78125, 390625, 1953125,
		9765625, 48828125, 244140625, 1220703125, 6103515625, 30517578125, 152587890625,
		762939453125, 3814697265625, 19073486328125, 95367431640625, 476837158203125,
		2384185791015625, 11920928955078125, 59604644775390625, 298023223876953125,
		1490116119384765625, 7450580596923828125};

	return powers[k];
}

/* m 2^e 10^k, rounded to a whole number, ties to even. m 5^k has at most
 * 53 + 63 bits, so nothing is lost. */
static uint64_t scale_exactly(uint64_t m, int e, int k)
{
	wide product = (wide)m * power_of_five(k), rest, half;
	int down = -(e + k);
	uint64_t whole;

	if (down <= 0)
		return (uint64_t)(product << -down);
	whole = (uint64_t)(product >> down);
	rest = product & (((wide)1 << down) - 1);
	half = (wide)1 << (down - 1);
	return whole + (rest > half || (rest == half && (whole & 1)));
}

/* The first 17 digits of |x| as a whole number, rounded exactly, and the power
 * of ten of the first of them. False outside of about 1e-11..1e17. */
static bool take_digits(double x, uint64_t *digits, int *power)
{
	uint64_t bits, m;
	int binary;

	memcpy(&bits, &x, sizeof(bits));
	binary = (int)(bits >> MANTISSA_BITS & 0x7ff) - EXPONENT_BIAS;
	m = (bits & (((uint64_t)1 << MANTISSA_BITS) - 1)) | (uint64_t)1 << MANTISSA_BITS;
	if (binary < -36 || binary > 55)
		return false;
	/* log10(2) from below: the power is right, or one too small. */
	*power = (int)floor(binary * 0.30102999566);
	do {
		*digits = scale_exactly(m, binary - MANTISSA_BITS, DIGITS - 1 - *power);
	} while (*digits >= ten_to_17 && ++*power);
	return true;
}

static size_t put_exponent(char *text, int power)
{
	int size = power < 0 ? -power : power;

	text[0] = 'e';
	text[1] = power < 0 ? '-' : '+';
	text[2] = (char)('0' + size / 10);
	text[3] = (char)('0' + size % 10);
	return 4;
}

static size_t print_digits(char *text, double x, uint64_t rest, int power)
{
	bool scientific = power < -4;
	int point = scientific ? 0 : power; /* it stands behind this digit */
	char digits[DIGITS];
	int n_digits = DIGITS;
	size_t n = 0;

	for (int i = DIGITS - 1; i >= 0; i--, rest /= 10)
		digits[i] = (char)('0' + rest % 10);
	while (n_digits > 1 && n_digits > point + 1 && digits[n_digits - 1] == '0')
		n_digits--;
	if (x < 0)
		text[n++] = '-';
	if (point < 0)
		text[n++] = '0';
	for (int i = point < 0 ? point + 1 : 0; i < n_digits; i++) {
		if (i == point + 1)
			text[n++] = '.';
		text[n++] = i < 0 ? '0' : digits[i];
	}
	return scientific ? n + put_exponent(text + n, power) : n;
}

void demo_out_number(struct demo_out *o, double x)
{
	char text[32];
	uint64_t digits;
	int power;

	/* printf would show the sign of a NaN, which differs by processor. */
	if (isnan(x))
		demo_out_puts(o, "nan");
	else if (is_whole(x))
		demo_out_add(o, text, print_whole(text, x));
	else if (take_digits(x, &digits, &power))
		demo_out_add(o, text, print_digits(text, x, digits, power));
	else
		demo_out_add(o, text, (size_t)snprintf(text, sizeof(text), "%.17g", x));
}

const char *demo_part(const char *parts, size_t i, size_t *n)
{
	for (; i > 0; i--) {
		parts = strchr(parts, '|');
		if (!parts)
			return NULL;
		parts++;
	}
	*n = strcspn(parts, "|");
	return parts;
}

size_t demo_count_parts(const char *parts)
{
	size_t n = 1;

	for (; *parts; parts++)
		n += *parts == '|';
	return n;
}
