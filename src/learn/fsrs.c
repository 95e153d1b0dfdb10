#include "learn/fsrs.h"

#include <math.h>
#include <string.h>

enum { MAX_INTERVAL = 36500, MINUTES_A_DAY = 1440, N_RATINGS = 4 };

static const int64_t minute_ms = 60000, day_ms = 86400000;
static const double min_stability = 0.001;

struct range {
	double fallback, min, max;
};

static const struct range weights[FSRS_N_WEIGHTS] = {{0.212, 0.001, 100}, {1.2931, 0.001, 100},
	{2.3065, 0.001, 100}, {8.2956, 0.001, 100}, {6.4133, 1, 10}, {0.8334, 0.001, 4},
	{3.0194, 0.001, 4}, {0.001, 0.001, 0.75}, {1.8722, 0, 4.5}, {0.1666, 0, 0.8},
	{0.796, 0.001, 3.5}, {1.4835, 0.001, 5}, {0.0614, 0.001, 0.25}, {0.2629, 0.001, 0.9},
	{1.6483, 0, 4}, {0.6014, 0, 1}, {1.8729, 1, 6}, {0.5425, 0, 2}, {0.0912, 0, 2},
	{0.0658, 0.01, 0.8}, {0.1542, 0.1, 0.8}};

static const char *const rating_names[] = {"", "again", "hard", "good", "easy"};

const char *rating_name(enum rating rating)
{
	return rating >= RATING_AGAIN && rating <= RATING_EASY ? rating_names[rating] : "";
}

enum rating rating_from_name(const char *name)
{
	for (int i = RATING_AGAIN; i <= RATING_EASY; i++)
		if (strcmp(name, rating_names[i]) == 0 || (name[0] == '0' + i && !name[1]))
			return (enum rating)i;
	return (enum rating)0;
}

const char *card_state_name(enum card_state state)
{
	static const char *const names[] = {"New", "Learning", "Review", "Relearning"};

	return state >= CARD_NEW && state <= CARD_RELEARNING ? names[state] : "";
}

static double clamp(double x, double min, double max)
{
	return x < min ? min : x > max ? max : x;
}

/* To eight decimals, halves up: the reference rounds every intermediate so. */
static double round8(double x)
{
	return floor(x * 1e8 + 0.5) / 1e8;
}

struct fsrs fsrs_defaults(void)
{
	struct fsrs f = {.retention = 0.9,
		.max_interval = MAX_INTERVAL,
		.learning = {.minutes = {1, 10}, .n = 2},
		.relearning = {.minutes = {10}, .n = 1}};

	for (size_t i = 0; i < FSRS_N_WEIGHTS; i++)
		f.w[i] = weights[i].fallback;
	return f;
}

void fsrs_weight_range(size_t i, double *min, double *max)
{
	*min = weights[i].min;
	*max = weights[i].max;
}

void fsrs_clamp(struct fsrs *fsrs)
{
	/* Below this the interval overflows long before a day of study ends. */
	static const double min_retention = 0.01;

	for (size_t i = 0; i < FSRS_N_WEIGHTS; i++) {
		const struct range *r = &weights[i];

		fsrs->w[i] = isnan(fsrs->w[i]) ? r->fallback : clamp(fsrs->w[i], r->min, r->max);
	}
	fsrs->retention = isnan(fsrs->retention) ? 0.9 : clamp(fsrs->retention, min_retention, 1);
	if (fsrs->max_interval < 1)
		fsrs->max_interval = 1;
	if (fsrs->max_interval > MAX_INTERVAL)
		fsrs->max_interval = MAX_INTERVAL;
	if (fsrs->learning.n > FSRS_MAX_STEPS)
		fsrs->learning.n = FSRS_MAX_STEPS;
	if (fsrs->relearning.n > FSRS_MAX_STEPS)
		fsrs->relearning.n = FSRS_MAX_STEPS;
}

static int64_t date_of(int64_t ms)
{
	return ms / day_ms - (ms % day_ms < 0);
}

int fsrs_elapsed_days(int64_t from_ms, int64_t to_ms)
{
	int64_t days = date_of(to_ms) - date_of(from_ms);

	return days < 0 ? 0 : days > INT32_MAX ? INT32_MAX : (int)days;
}

/* F, such that recall is 90 % after t = S days. */
static double curve_factor(const struct fsrs *f)
{
	return round8(pow(0.9, 1 / -f->w[20]) - 1);
}

static double recall_after(const struct fsrs *f, double days, double stability)
{
	return round8(pow(1 + curve_factor(f) * days / stability, -f->w[20]));
}

double fsrs_retrievability(const struct fsrs *fsrs, const struct fsrs_card *card, int64_t now_ms)
{
	if (card->state == CARD_NEW)
		return 0;
	return recall_after(fsrs, fsrs_elapsed_days(card->last_ms, now_ms), card->stability);
}

/* D0(G) = w4 - e^(w5 (G-1)) + 1 */
static double first_difficulty(const struct fsrs *f, int rating)
{
	return round8(f->w[4] - exp(f->w[5] * (rating - 1)) + 1);
}

/* Linear damping towards 10, then a little back to the difficulty of "easy". */
static double next_difficulty(const struct fsrs *f, double d, int rating)
{
	double damped = d + round8(-f->w[6] * (rating - 3) * (10 - d) / 9);
	double back = f->w[7] * first_difficulty(f, RATING_EASY);

	return clamp(round8(back + (1 - f->w[7]) * damped), 1, 10);
}

static double same_day_stability(const struct fsrs *f, double s, int rating)
{
	double growth = pow(s, -f->w[19]) * exp(f->w[17] * (rating - 3 + f->w[18]));

	if (rating >= RATING_HARD && growth < 1)
		growth = 1;
	return round8(clamp(s * growth, min_stability, MAX_INTERVAL));
}

static double recalled_stability(
	const struct fsrs *f, const struct fsrs_card *c, double r, int rating)
{
	double growth = exp(f->w[8]) * (11 - c->difficulty) * pow(c->stability, -f->w[9]) *
			(exp(f->w[10] * (1 - r)) - 1);

	if (rating == RATING_HARD)
		growth *= f->w[15];
	if (rating == RATING_EASY)
		growth *= f->w[16];
	return round8(clamp(c->stability * (1 + growth), min_stability, MAX_INTERVAL));
}

static double forgotten_stability(const struct fsrs *f, const struct fsrs_card *c, double r)
{
	double most = f->w[11] * pow(c->difficulty, -f->w[12]) *
		      (pow(c->stability + 1, f->w[13]) - 1) * exp(f->w[14] * (1 - r));
	double same_day = f->is_long_term ? 0 : f->w[17] * f->w[18];

	most = round8(clamp(most, min_stability, MAX_INTERVAL));
	return clamp(round8(c->stability / exp(same_day)), min_stability, most);
}

static double next_stability(
	const struct fsrs *f, const struct fsrs_card *c, int rating, int elapsed_days)
{
	double r;

	if (c->state == CARD_NEW)
		return f->w[rating - 1] > 0.1 ? f->w[rating - 1] : 0.1;
	if (elapsed_days == 0 && !f->is_long_term)
		return same_day_stability(f, c->stability, rating);
	r = recall_after(f, elapsed_days, c->stability);
	return rating == RATING_AGAIN ? forgotten_stability(f, c, r)
				      : recalled_stability(f, c, r, rating);
}

static double round_half_up(double x)
{
	return floor(x + 0.5);
}

/* A draw u in [0, 1) among the days about an interval: 15 % of what it has
 * from 2.5 to 7 days, 10 % up to 20, 5 % above, and a day. */
static int fuzzed(double interval, int elapsed_days, int max_interval, double u)
{
	double delta, lo, hi;

	if (u < 0 || interval < 2.5)
		return (int)interval;
	delta = 1 + 0.15 * fmax(fmin(interval, 7) - 2.5, 0) +
		0.1 * fmax(fmin(interval, 20) - 7, 0) + 0.05 * fmax(interval - 20, 0);
	lo = fmax(2, round_half_up(interval - delta));
	hi = fmin(round_half_up(interval + delta), max_interval);
	if (interval > elapsed_days)
		lo = fmax(lo, (double)elapsed_days + 1);
	lo = fmin(lo, hi);
	return (int)floor(u * (hi - lo + 1) + lo);
}

/* When recall has fallen to the desired retention, in whole days from 1. */
static int plain_interval(const struct fsrs *f, double stability, int elapsed_days, double fuzz)
{
	double multiple = round8((pow(f->retention, 1 / -f->w[20]) - 1) / curve_factor(f));
	double days = clamp(round_half_up(stability * multiple), 1, f->max_interval);

	return fuzzed(days, elapsed_days, f->max_interval, fuzz);
}

static int at_least(int a, int b)
{
	return a > b ? a : b;
}

static int at_most(int a, int b)
{
	return a < b ? a : b;
}

/* The interval of one answer, such that a better answer never means an earlier
 * review: the four are computed and put in order. */
static int ordered_interval(
	const struct fsrs *f, const struct fsrs_card *c, int rating, int elapsed_days, double fuzz)
{
	int i[N_RATINGS + 1];

	for (int g = RATING_AGAIN; g <= RATING_EASY; g++)
		i[g] = plain_interval(f, next_stability(f, c, g, elapsed_days), elapsed_days, fuzz);
	if (f->is_long_term) {
		i[RATING_AGAIN] = at_most(i[RATING_AGAIN], i[RATING_HARD]);
		i[RATING_HARD] = at_least(i[RATING_HARD], i[RATING_AGAIN] + 1);
	} else {
		i[RATING_HARD] = at_most(i[RATING_HARD], i[RATING_GOOD]);
	}
	i[RATING_GOOD] = at_least(i[RATING_GOOD], i[RATING_HARD] + 1);
	i[RATING_EASY] = at_least(i[RATING_EASY], i[RATING_GOOD] + 1);
	return at_most(i[rating], f->max_interval);
}

/* Minutes until the next step, and its number in *step; 0: no step, graduate. */
static int step_minutes(const struct fsrs_steps *steps, int rating, int *step)
{
	bool is_lone = steps->n == 1;

	if (!steps->n || rating == RATING_EASY)
		return 0;
	if (rating == RATING_AGAIN) {
		*step = 0;
		return steps->minutes[0];
	}
	if (rating == RATING_HARD)
		return is_lone ? (int)round_half_up(steps->minutes[0] * 1.5)
			       : (int)round_half_up((steps->minutes[0] + steps->minutes[1]) / 2.0);
	if ((size_t)*step + 1 >= steps->n)
		return 0;
	++*step;
	return steps->minutes[*step];
}

/* Sets state, step, interval, due. */
static void schedule(const struct fsrs *f, const struct fsrs_card *was, struct fsrs_card *card,
	int rating, double fuzz)
{
	int elapsed_days =
		was->state == CARD_NEW ? 0 : fsrs_elapsed_days(was->last_ms, card->last_ms);
	bool is_lapse = was->state == CARD_REVIEW && rating == RATING_AGAIN;
	bool is_relearning = is_lapse || was->state == CARD_RELEARNING;
	int minutes = 0;

	card->lapses += is_lapse;
	if (!f->is_long_term && (was->state != CARD_REVIEW || is_lapse))
		minutes = step_minutes(
			is_relearning ? &f->relearning : &f->learning, rating, &card->step);
	if (minutes) {
		card->interval = minutes / MINUTES_A_DAY;
		card->state = card->interval  ? CARD_REVIEW
			      : is_relearning ? CARD_RELEARNING
					      : CARD_LEARNING;
		card->due_ms = card->last_ms + minutes * minute_ms;
		return;
	}
	card->state = CARD_REVIEW;
	card->step = 0;
	card->interval = f->is_long_term || was->state == CARD_REVIEW
				 ? ordered_interval(f, was, rating, elapsed_days, fuzz)
				 : plain_interval(f, card->stability, elapsed_days, fuzz);
	card->due_ms = card->last_ms + card->interval * day_ms;
}

struct fsrs_card fsrs_review(const struct fsrs *fsrs, const struct fsrs_card *card,
	enum rating rating, int64_t now_ms, double fuzz)
{
	struct fsrs_card next = *card;
	int g = (int)rating;

	next.last_ms = now_ms;
	next.n_reviews++;
	next.stability = next_stability(fsrs, card, g, fsrs_elapsed_days(card->last_ms, now_ms));
	next.difficulty = card->state == CARD_NEW ? clamp(first_difficulty(fsrs, g), 1, 10)
						  : next_difficulty(fsrs, card->difficulty, g);
	schedule(fsrs, card, &next, g, fuzz);
	return next;
}
