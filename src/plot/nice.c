#include "plot/nice.h"

#include <math.h>

/*
 * Linear ticks after Talbot, Lin and Hanrahan, "An Extension of Wilkinson's
 * Algorithm for Positioning Tick Labels on Axes" (InfoVis 2010): among all
 * sequences (start + i j) q 10^z, i < k, take the one with the best weighted
 * sum of simplicity, coverage and density. Their legibility is a condition
 * here: labels that touch are refused, and fewer are asked for.
 */

/* Steps, the nicest first; times ten, to be whole. */
static const int nice_tenths[] = {10, 50, 20, 25, 40, 30};
enum { N_NICE = sizeof(nice_tenths) / sizeof(nice_tenths[0]), MAX_SKIP = 12 };

/* The paper's weights; that of legibility is left out as it is the same for all. */
static const double w_simplicity = 0.25, w_coverage = 0.2, w_density = 0.5;

struct search {
	double lo, hi;  /* what to label */
	double wanted;  /* labels */
	bool inside;    /* none may be beyond lo..hi */
	bool whole;     /* whole numbers only */
	double score;   /* of the best so far */
	int k, j, q, z; /* the best: labels, skip, index of step, power of ten */
	long long start;
};

static double square(double x)
{
	return x * x;
}

static double simplicity(int q, int j, bool has_zero)
{
	return 1 - (double)q / (N_NICE - 1) - j + (has_zero ? 1 : 0);
}

static double coverage(const struct search *s, double first, double last)
{
	return 1 -
	       0.5 * (square(s->hi - last) + square(s->lo - first)) / square(0.1 * (s->hi - s->lo));
}

static double best_coverage(const struct search *s, double span)
{
	double range = s->hi - s->lo;

	return span > range ? 1 - square((span - range) / 2) / square(0.1 * range) : 1;
}

static double density(const struct search *s, int k, double first, double last)
{
	double have = (k - 1) / (last - first);
	double want = (s->wanted - 1) / (fmax(last, s->hi) - fmin(first, s->lo));

	return 2 - fmax(have / want, want / have);
}

static double best_density(const struct search *s, int k)
{
	return k >= s->wanted ? 2 - (k - 1) / (s->wanted - 1) : 1;
}

/* Tries all starts of k labels with the step j q 10^z. */
static void try_starts(struct search *s, int q, int j, int k, int z)
{
	double unit = nice_tenths[q] * pow(10, z - 1), step = unit * j;
	/* Whole, and below 1e16 as the range is not too narrow (nice_decimals). */
	long long from = (long long)floor(s->hi / step) * j - (long long)(k - 1) * j;
	long long to = (long long)ceil(s->lo / step) * j;
	double slack = 1e-10 * (s->hi - s->lo);

	if (s->whole && unit != floor(unit))
		return;
	for (long long start = from; start <= to; start++) {
		double first = (double)start * unit, last = first + step * (k - 1), score;
		bool has_zero = first <= slack && last >= -slack && start % j == 0;

		if (s->inside && (first < s->lo - slack || last > s->hi + slack))
			continue;
		score = w_simplicity * simplicity(q, j, has_zero) +
			w_coverage * coverage(s, first, last) +
			w_density * density(s, k, first, last);
		if (score > s->score) {
			s->score = score;
			s->k = k;
			s->j = j;
			s->q = q;
			s->z = z;
			s->start = start;
		}
	}
}

/* All powers of ten for k labels; their coverage only falls once they are long. */
static void try_powers(struct search *s, int q, int j, int k, double most)
{
	double least = (s->hi - s->lo) / (k + 1) / (j * nice_tenths[q] / 10.0);

	for (int z = (int)ceil(log10(least));; z++) {
		double span = j * nice_tenths[q] * pow(10, z - 1) * (k - 1);

		if (most + w_coverage * best_coverage(s, span) <= s->score)
			return;
		try_starts(s, q, j, k, z);
	}
}

/* Each loop ends as soon as the best that can follow is worse than the best. */
static bool search_labels(struct search *s)
{
	s->score = -2;
	s->k = 0;
	for (int j = 1; j <= MAX_SKIP; j++) {
		for (int q = 0; q < N_NICE; q++) {
			double simple = w_simplicity * simplicity(q, j, true);

			if (simple + w_coverage + w_density <= s->score)
				return true;
			for (int k = 2; k <= NICE_MAX; k++) {
				double most = simple + w_density * best_density(s, k);

				if (most + w_coverage <= s->score)
					break;
				try_powers(s, q, j, k, most);
			}
		}
	}
	return s->k > 0;
}

void nice_decimals(struct decimals *d, double lo, double hi, int wanted, bool inside, bool whole)
{
	struct search s = {.wanted = wanted, .inside = inside, .whole = whole};
	double most = fmax(fabs(lo), fabs(hi));
	int shift = 0;

	/* The search's squares must neither overflow nor vanish. */
	if (most > 1e140)
		shift = 200;
	else if (most < 1e-140)
		shift = -200;
	s.lo = shift < 0 ? lo * 1e200 : shift > 0 ? lo / 1e200 : lo;
	s.hi = shift < 0 ? hi * 1e200 : shift > 0 ? hi / 1e200 : hi;
	*d = (struct decimals){0};
	/* Steps below the precision of double would not advance. */
	if (!(s.hi - s.lo > 1e-12 * fmax(fabs(s.lo), fabs(s.hi))))
		return;
	if (!search_labels(&s)) {
		s.whole = false;
		search_labels(&s);
	}
	if (!s.k)
		return;
	d->exponent = s.z - 1 + shift;
	for (int i = 0; i < s.k; i++)
		d->digits[d->n++] = (s.start + (long long)i * s.j) * nice_tenths[s.q];
	for (bool even = true; even;) {
		bool zeros = true;

		for (int i = 0; i < d->n; i++) {
			even = even && d->digits[i] % 10 == 0;
			zeros = zeros && d->digits[i] == 0;
		}
		even = even && !zeros;
		for (int i = 0; even && i < d->n; i++)
			d->digits[i] /= 10;
		d->exponent += even;
	}
}
