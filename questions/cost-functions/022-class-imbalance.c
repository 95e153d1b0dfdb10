/*
 * Class imbalance: one positive in a hundred, a score x that is N(0, 1) for negatives
 * and N(μ, σ²) for positives, and a logistic model z = w x + b, fitted to infinitely
 * many examples by the plain, the weighted and the focal loss.
 */
#include "lab/demo.h"
#include "lab/golden.h"
#include "lab/grid.h"
#include "lab/loss.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_statistics.h>
#include <math.h>

enum { CELLS = 300, GRID = CELLS + 1, SHOWN = 121, MODELS = 4 };

static const double reach = 9; /* standard deviations on the grid */

/* The population on a grid of x: shares of all examples. Sums over it are integrals,
 * exact to rounding for functions as smooth as these. */
struct population {
	double rate, mu, sigma, x[GRID], positive[GRID], negative[GRID];
};

static void set_population(struct population *p, double rate, double mu, double sigma)
{
	const double low = fmin(-reach, mu - reach * sigma);
	const double high = fmax(reach, mu + reach * sigma);

	*p = (struct population){.rate = rate, .mu = mu, .sigma = sigma};
	for (int i = 0; i < GRID; i++) {
		double dx = (high - low) / CELLS;
		p->x[i] = low + i * dx;
		p->positive[i] = rate * gsl_ran_gaussian_pdf(p->x[i] - mu, sigma) * dx;
		p->negative[i] = (1 - rate) * gsl_ran_gaussian_pdf(p->x[i], 1) * dx;
	}
}

/* [loss] */
/* Log loss of the logit z, times (probability of the wrong
 * class)^gamma; positives count `weight` times. Plain log loss has
 * weight 1, gamma 0. */
struct loss {
	double weight, gamma;
};

static inline double loss(struct loss l, double z, int y)
{
	double s = y ? -z : z, wrong = sigmoid(s);

	return (y ? l.weight : 1) * pow(wrong, l.gamma) * softplus(s);
}

/* Its derivative with respect to z. */
static inline double slope(struct loss l, double z, int y)
{
	double s = y ? -z : z, wrong = sigmoid(s), right = sigmoid(-s);
	double steep = wrong + l.gamma * right * softplus(s);
	double by_s = pow(wrong, l.gamma) * steep;

	return y ? -l.weight * by_s : by_s;
}
/* [end] */

struct model {
	double w, b;
};

static double cost(const struct population *p, struct loss l, struct model m)
{
	double sum = 0;

	for (int i = 0; i < GRID; i++) {
		double z = m.w * p->x[i] + m.b;
		sum += p->positive[i] * loss(l, z, 1) + p->negative[i] * loss(l, z, 0);
	}
	return sum;
}

/* One Newton step, by slopes and their differences; shortened until the cost falls.
 * Returns the gradient's length before it. */
static double improve(const struct population *p, struct loss l, struct model *m)
{
	double gw = 0, gb = 0, ww = 0, wb = 0, bb = 0, h = 1e-5, before = cost(p, l, *m);

	for (int i = 0; i < GRID; i++) {
		double x = p->x[i], z = m->w * x + m->b, f = p->positive[i], g = p->negative[i];
		double first = f * slope(l, z, 1) + g * slope(l, z, 0);
		double second = (f * (slope(l, z + h, 1) - slope(l, z - h, 1)) +
					g * (slope(l, z + h, 0) - slope(l, z - h, 0))) /
				(2 * h);
		gw += first * x;
		gb += first;
		ww += second * x * x;
		wb += second * x;
		bb += second;
	}
	double det = ww * bb - wb * wb;
	struct model way = {(bb * gw - wb * gb) / det, (ww * gb - wb * gw) / det};
	if (!(det > 0 && bb > 0))
		way = (struct model){gw, gb};
	for (int halvings = 0; halvings < 30; halvings++) {
		double t = ldexp(1, -halvings);
		struct model next = {m->w - t * way.w, m->b - t * way.b};
		if (cost(p, l, next) > before * (1 + 1e-14)) /* but for rounding */
			continue;
		*m = next;
		break;
	}
	return hypot(gw, gb);
}

static struct model fit(const struct population *p, struct loss l, struct model m)
{
	for (int i = 0; i < 100 && improve(p, l, &m) > 1e-12 * p->rate; i++)
		;
	return m;
}

/* What a model says and does if it raises an alarm from probability `threshold` on. */
struct result {
	double recall, precision, false_alarms, mean, log_loss;
	double price; /* of 10,000 examples, a miss at `weight`, a false alarm at 1 */
};

static struct result judge(
	const struct population *p, struct model m, double threshold, double weight)
{
	const struct loss plain = {1, 0};
	double x = (log(threshold / (1 - threshold)) - m.b) / m.w;
	struct result r = {.recall = gsl_cdf_gaussian_Q(x - p->mu, p->sigma),
		.false_alarms = gsl_cdf_gaussian_Q(x, 1),
		.log_loss = cost(p, plain, m)};
	double found = p->rate * r.recall, wrong = (1 - p->rate) * r.false_alarms;

	r.precision = found > 0 ? found / (found + wrong) : 0;
	r.price = 1e4 * (weight * (p->rate - found) + wrong);
	for (int i = 0; i < GRID; i++)
		r.mean += (p->positive[i] + p->negative[i]) * sigmoid(m.w * p->x[i] + m.b);
	return r;
}

/* ---- what a loss makes of a true probability q */

struct mix {
	struct loss l;
	double q;
};

static double expected_loss(double z, const void *context)
{
	const struct mix *m = context;

	return m->q * loss(m->l, z, 1) + (1 - m->q) * loss(m->l, z, 0);
}

/* The logit that costs least where positives have probability q. */
static double best_logit(struct loss l, double q)
{
	struct mix m = {l, q};

	return golden_section(expected_loss, &m, -30, 30);
}

/* A straight way through the models, and the cost along it. */
struct line {
	const struct population *p;
	struct loss l;
	struct model m, way;
};

static double cost_on_line(double t, const void *context)
{
	const struct line *line = context;

	return cost(line->p, line->l,
		(struct model){line->m.w + t * line->way.w, line->m.b + t * line->way.b});
}

/* A line through what the loss makes of two probabilities of the plain model. */
static struct model start_at(struct loss l, struct model plain, double mu)
{
	double low = best_logit(l, sigmoid(plain.b));
	double high = best_logit(l, sigmoid(plain.w * mu + plain.b));

	return (struct model){(high - low) / mu, low};
}

/* The log-odds of q at which logit z is the cheapest: q slope(z, 1) + (1-q) slope(z, 0) = 0. */
static double truth_behind(struct loss l, double z)
{
	return log(slope(l, z, 0) / -slope(l, z, 1));
}

static void show_reported(struct demo *d, struct loss weighted, struct loss focal)
{
	const struct loss losses[] = {weighted, focal};
	const char *const names[] = {"weighted", "focal"};
	double truth[2][SHOWN], says[SHOWN], off = 0;
	int rises = 0;
	struct demo_plot *p =
		demo_plot(d, "reported", "true log-odds", "reported log-odds", DEMO_LINEAR);

	demo_plot_title(p, "What each loss makes of a true probability");
	demo_range_x(p, -8, 4);
	demo_range_y(p, -8, 4);
	grid_even(says, SHOWN, -12, 6);
	for (int k = 0; k < 2; k++) {
		for (int i = 0; i < SHOWN; i++)
			truth[k][i] = truth_behind(losses[k], says[i]);
		for (int i = 0; i < SHOWN; i += 10) {
			if (truth[k][i] < 7) /* rounding hides the bottom beyond */
				off = fmax(off, fabs(best_logit(losses[k], sigmoid(truth[k][i])) -
							says[i]));
			rises += i && truth[k][i] > truth[k][i - 10];
		}
		demo_line(p, names[k], truth[k], says, SHOWN);
	}
	demo_reference(p, "honest", (double[]){-8, 4}, (double[]){-8, 4}, 2);
	demo_check_at_most(d, "reported", off, 1e-4, "curves: golden section on the expected loss");
	demo_check(d, "rising", rises, 24, 0, "who is likelier is told so");
}

struct costs {
	const struct population *p;
	double weight;
};

/* What an alarm from score x on costs, less what no alarm costs. */
static double cost_of_cut(double x, const void *context)
{
	const struct costs *c = context;
	double found = c->p->rate * gsl_cdf_gaussian_Q(x - c->p->mu, c->p->sigma);

	return (1 - c->p->rate) * gsl_cdf_gaussian_Q(x, 1) - c->weight * found;
}

/* The plain model's probability at the score from which alarms pay is 1 / (1 + W). */
static void check_threshold(struct demo *d, const struct population *p, struct model plain,
	struct result moved, double w)
{
	struct costs c = {p, w};
	bool both = moved.recall < 0.999 && moved.false_alarms > 1e-12; /* else rounding rules */

	if (p->sigma == 1 && both)
		demo_check(d, "threshold",
			plain.w * golden_section(cost_of_cut, &c, -reach, p->mu + reach) + plain.b,
			-log(w), 1e-4, "logit of the cheapest cut, by golden section");
}

/* Every threshold on x is a recall and a precision: the same curve for all models. */
static void show_curve(struct demo *d, const struct population *p, const struct result r[MODELS])
{
	static const char *const names[] = {"plain", "plain, moved", "weighted", "focal"};
	double recall[GRID], alarms[GRID], precision[GRID];
	double beaten = 0, beaten_by = 0; /* negatives by positives, positives by negatives */
	int n_on_curve = 0;
	struct demo_plot *plot = demo_plot(d, "curve", "recall", "precision", DEMO_LINEAR);

	for (int i = 0; i < GRID; i++) {
		recall[i] = gsl_cdf_gaussian_Q(p->x[i] - p->mu, p->sigma);
		alarms[i] = gsl_cdf_gaussian_Q(p->x[i], 1);
		double found = p->rate * recall[i];
		precision[i] = found / (found + (1 - p->rate) * alarms[i]);
		beaten += p->positive[i] * (1 - alarms[i]);
		beaten_by += p->negative[i] * (1 - recall[i]);
	}
	demo_value(d, "auc", gsl_cdf_ugaussian_P(p->mu / hypot(1, p->sigma)),
		"area under the ROC curve");
	demo_check(d, "auc", beaten / p->rate, gsl_cdf_ugaussian_P(p->mu / hypot(1, p->sigma)),
		1e-9, "chance that a positive scores above a negative");
	demo_check(d, "others", beaten_by / (1 - p->rate) + beaten / p->rate, 1, 1e-9,
		"chance that a negative scores above a positive");
	demo_plot_title(plot, "Precision and recall over all thresholds");
	demo_range_x(plot, 0, 1);
	demo_range_y(plot, 0, 1);
	demo_line(plot, "all thresholds", recall, precision, GRID);
	for (int k = 0; k < MODELS; k++) {
		const struct result one = r[k];
		size_t i = 2;
		double lo, hi;
		while (i < CELLS - 1 && recall[i] > one.recall)
			i++;
		/* Where the curve turns between two points it is above both, by less than
		 * four of them differ. */
		gsl_stats_minmax(&lo, &hi, precision + i - 2, 1, 4);
		bool near = fabs(one.precision - (lo + hi) / 2) <= 1.5 * (hi - lo) + 1e-9;
		n_on_curve += near || one.recall < recall[CELLS]; /* beyond the grid */
		demo_points(plot, names[k], &one.recall, &one.precision, 1);
	}
	demo_check(d, "points", n_on_curve, MODELS, 0, "models beside neighbors of the curve");

	struct demo_table *t = demo_table(d, "models",
		"model|recall|precision|mean p|log loss|price", "Four ways, one ranking");
	for (const struct result *one = r; one < r + MODELS; one++)
		demo_named_row(t, names[one - r],
			(double[]){
				one->recall, one->precision, one->mean, one->log_loss, one->price});
}

static void check_focal(
	struct demo *d, const struct population *p, struct loss focal, struct model m)
{
	struct line w = {p, focal, {0, m.b}, {1, 0}}, b = {p, focal, {m.w, 0}, {0, 1}};

	demo_value(d, "focal_w", m.w, "focal: w");
	demo_check(d, "focal_w", golden_section(cost_on_line, &w, m.w / 2, 2 * m.w), m.w, 1e-4,
		"golden section on the focal cost");
	demo_check(d, "focal_b", golden_section(cost_on_line, &b, m.b - 3, m.b + 2), m.b, 1e-4,
		"the same for b");
}

static void check_fits(struct demo *d, const struct population *p, struct loss weighted,
	const struct model m[3], const struct result r[MODELS])
{
	double w = weighted.weight, rate = p->rate;
	struct population shifted;
	struct loss plain = {1, 0};

	/* Weights are a change of the rate, whatever the model. */
	set_population(&shifted, rate * w / (rate * w + 1 - rate), p->mu, p->sigma);
	struct model twin = fit(&shifted, plain, m[0]);
	demo_check(d, "shift_w", m[1].w, twin.w, 1e-6, "plain loss, positives as many as weighted");
	demo_check(d, "shift_b", m[1].b, twin.b, 1e-6, "the same for b");
	demo_check(d, "mean", r[0].mean, rate, 1e-9, "the slope in b is 0: mean p is the rate");
	if (p->sigma == 1) {
		demo_check(d, "plain_w", m[0].w, p->mu, 1e-6, "Bayes' rule in closed form");
		demo_check(d, "plain_b", m[0].b, log(rate / (1 - rate)) - p->mu * p->mu / 2, 1e-6,
			"the same for b");
		demo_check(d, "weight_b", m[1].b - m[0].b, log(w), 1e-6, "shift by ln W");
	}
}

/* Negatives' share of the cost. */
static double negative_share(const struct population *p, struct loss l, struct model m)
{
	struct loss positives_free = {0, l.gamma};

	return cost(p, positives_free, m) / cost(p, l, m);
}

static void tell_models(struct demo *d, const struct model m[3], const struct result r[MODELS])
{
	demo_value(d, "w", m[0].w, "plain: w");
	demo_value(d, "b", m[0].b, "plain: b");
	demo_value(d, "weighted_w", m[1].w, "weighted: w");
	demo_value(d, "weighted_b", m[1].b, "weighted: b");
	demo_value(d, "recall", r[0].recall, "plain: recall");
	demo_value(d, "precision", r[0].precision, "plain: precision");
	demo_value(d, "moved_recall", r[1].recall, "plain, threshold moved: recall");
	demo_value(d, "weighted_recall", r[2].recall, "weighted: recall");
	demo_value(d, "weighted_precision", r[2].precision, "weighted: precision");
	demo_value(d, "focal_recall", r[3].recall, "focal: recall");
	demo_value(d, "weighted_mean", r[2].mean, "weighted: mean probability");
	demo_value(d, "focal_mean", r[3].mean, "focal: mean probability");
	demo_value(d, "log_loss", r[0].log_loss, "plain: log loss");
	demo_value(d, "weighted_log_loss", r[2].log_loss, "weighted: log loss");
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Class imbalance: plain, weighted and focal loss");
	double rate = demo_log(d, "rate", 0.01, 1e-4, 0.5, "share of positives");
	double weight = demo_log(d, "weight", 99, 1, 1000, "weight of a positive, W");
	double gamma = demo_real(d, "gamma", 2, 0, 5, "focal loss: γ");
	double mu = demo_real(d, "distance", 2, 0.5, 4, "mean score of positives, μ");
	double sigma = demo_real(d, "sigma", 1, 0.5, 2, "their spread, σ");
	const struct loss plain = {1, 0}, weighted = {weight, 0}, focal = {1, gamma};
	struct population p;

	set_population(&p, rate, mu, sigma);
	struct model start = {mu, log(rate / (1 - rate))}, zero = {0, 0}, base = {0, start.b};
	struct model m[3] = {fit(&p, plain, start)};
	m[1] = fit(&p, weighted, m[0]);
	m[2] = fit(&p, focal, start_at(focal, m[0], mu));
	struct result r[MODELS] = {judge(&p, m[0], 0.5, weight),
		judge(&p, m[0], 1 / (1 + weight), weight), judge(&p, m[1], 0.5, weight),
		judge(&p, m[2], 0.5, weight)};
	tell_models(d, m, r);
	demo_value(d, "base", base.b, "log-odds of the rate");
	demo_value(d, "never", 1 - rate, "accuracy of never an alarm");
	demo_value(d, "accuracy", 1 - rate + rate * r[0].recall - (1 - rate) * r[0].false_alarms,
		"plain: accuracy");
	demo_value(d, "half", 1 / (1 + weight), "true probability where weighted says 1/2");
	demo_value(d, "says", sigmoid(log(weight) + log(rate / (1 - rate))),
		"weighted says this where the truth is the rate");
	demo_value(d, "naive_says", weight * rate, "W times the rate");
	demo_value(d, "focal_says_70", sigmoid(best_logit(focal, 0.7)), "focal at a true 0.7");
	demo_value(d, "focal_says_90", sigmoid(best_logit(focal, 0.9)), "focal at a true 0.9");
	demo_value(d, "focal_says", sigmoid(best_logit(focal, rate)), "focal at the rate");
	demo_value(d, "negatives", negative_share(&p, plain, m[0]), "negatives' share of the cost");
	demo_value(d, "negatives_focal", negative_share(&p, focal, m[0]), "the same by focal loss");
	demo_value(d, "start_zero", cost(&p, plain, zero), "cost at w = b = 0");
	demo_value(d, "start_base", cost(&p, plain, base), "cost at w = 0, b = logit of the rate");
	struct line temperatures = {&p, plain, {0, 0}, m[1]};
	double best_t = golden_section(cost_on_line, &temperatures, 0, 4);
	demo_value(d, "cooled_log_loss", cost_on_line(best_t, &temperatures),
		"weighted, at its best temperature: log loss");
	demo_value(d, "price", r[0].price, "plain: price of 10,000 examples");
	demo_value(d, "moved_price", r[1].price, "plain, threshold moved: the same");
	demo_check(d, "start", cost(&p, plain, base), -rate * log(rate) - (1 - rate) * log1p(-rate),
		1e-12, "entropy of the rate");
	check_fits(d, &p, weighted, m, r);
	check_focal(d, &p, focal, m[2]);
	check_threshold(d, &p, m[0], r[1], weight);
	show_reported(d, weighted, focal);
	show_curve(d, &p, r);
	return demo_close(d);
}
