#include "lab/lars.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The state between two knots. */
struct walk {
	const double *G;
	size_t d, n_active;
	double lambda;
	double *w;      /* minimizer at lambda */
	double *slope;  /* d w / d(-lambda) */
	double *corr;   /* x_j'(y - Xw) = c - Gw */
	double *pull;   /* d corr / d(lambda) = G slope */
	double *chol;   /* n_active x n_active, factor of G on the active set */
	size_t *active; /* in the order of entry */
	bool *is_active;
};

struct step {
	double length; /* how far lambda falls to the next knot */
	size_t j;      /* who enters or leaves; d at the end of the path */
	bool leaves;
};

/* Cholesky factor of G on the active set, then slope there = G^-1 sign(corr). */
static bool find_slope(struct walk *s)
{
	size_t n = s->n_active;

	memset(s->slope, 0, s->d * sizeof(double));
	for (size_t i = 0; i < n; i++) {
		double z = s->corr[s->active[i]] > 0 ? 1 : -1;

		for (size_t k = 0; k <= i; k++) {
			double sum = s->G[s->active[i] * s->d + s->active[k]];

			for (size_t m = 0; m < k; m++)
				sum -= s->chol[i * s->d + m] * s->chol[k * s->d + m];
			if (k == i && !(sum > 0))
				return false;
			s->chol[i * s->d + k] = k == i ? sqrt(sum) : sum / s->chol[k * s->d + k];
		}
		for (size_t k = 0; k < i; k++)
			z -= s->chol[i * s->d + k] * s->slope[s->active[k]];
		s->slope[s->active[i]] = z / s->chol[i * s->d + i];
	}
	for (size_t i = n; i-- > 0;) {
		double z = s->slope[s->active[i]];

		for (size_t k = i + 1; k < n; k++)
			z -= s->chol[k * s->d + i] * s->slope[s->active[k]];
		s->slope[s->active[i]] = z / s->chol[i * s->d + i];
	}
	for (size_t j = 0; j < s->d; j++) {
		s->pull[j] = 0;
		for (size_t k = 0; k < s->d; k++)
			s->pull[j] += s->G[j * s->d + k] * s->slope[k];
	}
	return true;
}

static void offer(struct step *best, double length, size_t j, bool leaves)
{
	if (length >= 0 && length < best->length)
		*best = (struct step){length, j, leaves};
}

/* An outsider enters where its correlation has the size of lambda, an insider
 * leaves where its weight crosses zero. */
static struct step find_step(const struct walk *s)
{
	struct step best = {s->lambda, s->d, false};

	for (size_t j = 0; j < s->d; j++) {
		if (s->is_active[j]) {
			if (s->w[j] * s->slope[j] < 0)
				offer(&best, -s->w[j] / s->slope[j], j, true);
			continue;
		}
		/* Who has just left sits on a bound, but moves inwards from it: |pull| > 1. */
		if (s->pull[j] < 1)
			offer(&best, fmax(0, s->lambda - s->corr[j]) / (1 - s->pull[j]), j, false);
		if (s->pull[j] > -1)
			offer(&best, fmax(0, s->lambda + s->corr[j]) / (1 + s->pull[j]), j, false);
	}
	return best;
}

static void take_step(struct walk *s, struct step step)
{
	s->lambda = step.j == s->d ? 0 : s->lambda - step.length;
	for (size_t j = 0; j < s->d; j++) {
		s->w[j] += step.length * s->slope[j];
		s->corr[j] -= step.length * s->pull[j];
	}
	if (step.j == s->d)
		return;
	if (!step.leaves) {
		s->active[s->n_active++] = step.j;
		s->is_active[step.j] = true;
		return;
	}
	for (size_t i = 0, k = 0; i < s->n_active; i++)
		if (s->active[i] != step.j)
			s->active[k++] = s->active[i];
	s->n_active--;
	s->w[step.j] = 0;
	s->is_active[step.j] = false;
}

static void record(struct lars_path *path, const struct walk *s, int event)
{
	path->lambda[path->n_knots] = s->lambda;
	path->event[path->n_knots] = event;
	memcpy(path->w + path->n_knots * path->d, s->w, s->d * sizeof(double));
	path->n_knots++;
}

/* From the first entry down to lambda = 0. */
static bool walk_down(struct lars_path *path, struct walk *s, size_t max_knots)
{
	size_t first = 0;

	for (size_t j = 1; j < s->d; j++)
		if (fabs(s->corr[j]) > fabs(s->corr[first]))
			first = j;
	s->lambda = fabs(s->corr[first]);
	if (!(s->lambda > 0) || !isfinite(s->lambda))
		return false;
	s->active[s->n_active++] = first;
	s->is_active[first] = true;
	record(path, s, (int)first + 1);
	while (s->lambda > 0) {
		struct step step;

		if (path->n_knots == max_knots || !find_slope(s))
			return false;
		step = find_step(s);
		take_step(s, step);
		record(path, s,
			step.j == s->d ? 0
			: step.leaves  ? -(int)step.j - 1
				       : (int)step.j + 1);
	}
	return true;
}

bool lars_fit(struct lars_path *path, const double *G, const double *c, size_t d)
{
	size_t max_knots = 16 * d;
	double *numbers = calloc(d ? d * (d + 4) : 1, sizeof(double));
	size_t *active = calloc(d ? d : 1, sizeof(size_t));
	bool *is_active = calloc(d ? d : 1, sizeof(bool));
	bool ok = false;

	*path = (struct lars_path){.d = d,
		.lambda = calloc(max_knots + 1, sizeof(double)),
		.w = calloc(max_knots * d + 1, sizeof(double)),
		.event = calloc(max_knots + 1, sizeof(int))};
	if (d && numbers && active && is_active && path->lambda && path->w && path->event) {
		struct walk s = {.G = G,
			.d = d,
			.w = numbers,
			.slope = numbers + d,
			.corr = numbers + 2 * d,
			.pull = numbers + 3 * d,
			.chol = numbers + 4 * d,
			.active = active,
			.is_active = is_active};

		memcpy(s.corr, c, d * sizeof(double));
		ok = walk_down(path, &s, max_knots);
	}
	if (!ok)
		lars_done(path);
	free(is_active);
	free(active);
	free(numbers);
	return ok;
}

void lars_at(const struct lars_path *path, double lambda, double *w)
{
	size_t d = path->d, k = 1;
	double share;

	memset(w, 0, d * sizeof(double));
	if (!path->n_knots || !(lambda < path->lambda[0]))
		return;
	while (k + 1 < path->n_knots && path->lambda[k] > lambda)
		k++;
	share = path->lambda[k - 1] - path->lambda[k];
	share = share > 0 ? (path->lambda[k - 1] - lambda) / share : 1;
	for (size_t j = 0; j < d; j++)
		w[j] = (1 - share) * path->w[(k - 1) * d + j] + share * path->w[k * d + j];
}

int lars_order(const struct lars_path *path, const char *const *names, char *text, size_t size)
{
	size_t n = 0;
	int n_leaves = 0;

	text[0] = '\0';
	for (size_t k = 0; k < path->n_knots && path->event[k] != 0; k++) {
		int who = path->event[k];
		int more = snprintf(text + n, size - n, "%s%s%s", k > 0 ? " " : "",
			who < 0 ? "-" : "", names[abs(who) - 1]);

		n += more > 0 ? (size_t)more : 0;
		if (n >= size)
			n = size - 1;
		n_leaves += who < 0;
	}
	return n_leaves;
}

void lars_done(struct lars_path *path)
{
	free(path->event);
	free(path->w);
	free(path->lambda);
	*path = (struct lars_path){0};
}
