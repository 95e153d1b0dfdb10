/*
 * The least transformer that can look something up. A context holds T pairs of
 * a key and a value, the values all different; query i asks for the value that
 * stands beside key i. One attention head with Q and K (T x d) finds the pair,
 * U (V x V) turns the value into logits. U starts at 0, the head small.
 */
#include "lab/attention.h"
#include "lab/demo.h"
#include "lab/optim.h"
#include "lab/random.h"

#include <math.h>

enum { KEYS = 6, VALUES = 2 * KEYS, WIDTH = 8, CONTEXTS = 4 }; /* T, V, d, contexts a step */
enum { IN_HEAD = 2 * KEYS * WIDTH, PARAMS = IN_HEAD + WIDTH + VALUES * VALUES };
enum method { SGD, ADAM, ADAM_QK_NORM };

struct model {
	bool qk_norm;
	double *params, *grads;          /* Q, K, the gain of QK-norm, U */
	size_t values[CONTEXTS][VALUES]; /* orders of all values; the first T are used */
	struct random *random;
	struct tape *tape;
};

/* What the tape holds of one forward pass. */
struct pass {
	struct matrix *q, *k, *u, *scores, *weights, *loss;
};

static struct model *model_new(struct demo *d, bool qk_norm, unsigned seed)
{
	struct model *m = demo_alloc(d, 1, sizeof(*m));

	m->qk_norm = qk_norm;
	m->params = demo_vector(d, PARAMS);
	m->grads = demo_vector(d, PARAMS);
	m->random = random_new(d, seed);
	m->tape = tape_new(d);
	return m;
}

static void draw_contexts(struct model *m)
{
	for (int c = 0; c < CONTEXTS; c++)
		random_permutation(m->random, m->values[c], VALUES);
}

static struct pass forward(struct model *m)
{
	double *w = m->params, *g = m->grads;
	struct tape *t = m->tape;
	struct pass p = {0};

	tape_reset(t);
	p.q = tape_param(t, w, g, KEYS, WIDTH);
	p.k = tape_param(t, w + IN_HEAD / 2, g + IN_HEAD / 2, KEYS, WIDTH);
	struct matrix *gain = tape_param(t, w + IN_HEAD, g + IN_HEAD, 1, WIDTH);
	p.u = tape_param(t, w + IN_HEAD + WIDTH, g + IN_HEAD + WIDTH, VALUES, VALUES);
	/* [forward] */
	/* Query i is row i of q, and key j is row j of k. */
	struct matrix *q = p.q, *k = p.k;
	double scale = 1 / sqrt(WIDTH);
	if (m->qk_norm) {
		q = tape_multiply(t, tape_unit_rows(t, q, 1e-12), gain);
		k = tape_unit_rows(t, k, 1e-12);
		scale = 1;
	}
	struct matrix *products = tape_matmul(t, q, tape_transpose(t, k));
	p.scores = tape_scale(t, products, scale);
	p.weights = tape_softmax(t, p.scores, NULL);
	for (int c = 0; c < CONTEXTS; c++) {
		struct matrix *values = tape_rows(t, p.u, m->values[c], KEYS);
		struct matrix *logits = tape_matmul(t, p.weights, values);
		struct matrix *loss = tape_cross_entropy(t, logits, m->values[c]);
		p.loss = p.loss ? tape_add(t, p.loss, loss) : loss;
	}
	p.loss = tape_scale(t, p.loss, 1.0 / CONTEXTS);
	/* [end] */
	return p;
}

/* ---- what is measured */

/* How much U says "the value itself": mean diagonal minus mean of the rest. */
static double copying(const struct matrix *u)
{
	double diagonal = 0, rest = 0;

	for (int i = 0; i < VALUES; i++)
		for (int j = 0; j < VALUES; j++)
			*(i == j ? &diagonal : &rest) += u->x[i * VALUES + j];
	return diagonal / VALUES - rest / (VALUES * (VALUES - 1));
}

/* Of how many values U's largest logit is the value itself. */
static int known(const struct matrix *u)
{
	int n = 0;

	for (int i = 0; i < VALUES; i++) {
		const double *row = u->x + (size_t)i * VALUES;
		int best = 0;

		for (int j = 1; j < VALUES; j++)
			best = row[j] > row[best] ? j : best;
		n += best == i;
	}
	return n;
}

/* |Q + K|, each column's mean taken off: what grows on the plateau. */
static double head_size(const struct pass *p)
{
	double squares = 0;

	for (int j = 0; j < WIDTH; j++) {
		double sum[KEYS], mean = 0;

		for (int i = 0; i < KEYS; i++) {
			sum[i] = p->q->x[i * WIDTH + j] + p->k->x[i * WIDTH + j];
			mean += sum[i] / KEYS;
		}
		for (int i = 0; i < KEYS; i++)
			squares += (sum[i] - mean) * (sum[i] - mean);
	}
	return sqrt(squares);
}

struct history {
	double *step, *loss, *entropy, *right;   /* right: weight on the key asked for */
	double least_excess;                     /* of a row's entropy over its bound */
	double top_score, found, copying, known; /* of the last step */
	double log_growth, log_theory;           /* of head_size, while attention is uniform */
};

static void record(struct history *h, const struct pass *p, int step)
{
	h->step[step] = step;
	h->loss[step] = p->loss->x[0];
	h->entropy[step] = attention_entropy(p->weights);
	h->least_excess = fmin(h->least_excess, attention_excess(p->scores, p->weights));
	h->copying = copying(p->u);
	h->known = known(p->u);
	h->top_score = h->found = 0;
	for (int i = 0; i < KEYS; i++) {
		double weight = p->weights->x[i * KEYS + i];

		h->right[step] += weight / KEYS;
		h->found += weight > 0.5;
	}
	for (int i = 0; i < KEYS * KEYS; i++)
		h->top_score = fmax(h->top_score, fabs(p->scores->x[i]));
}

/* ---- training */

static struct history train(struct demo *d, struct model *m, struct optim *o, int steps, int warmup)
{
	size_t n = (size_t)steps + 1;
	struct history h = {demo_vector(d, n), demo_vector(d, n), demo_vector(d, n),
		demo_vector(d, n), .least_excess = INFINITY};
	double eta = o->eta, first_size = 0, theory = 0, uniform = log(KEYS);

	for (int t = 0; t <= steps; t++) {
		draw_contexts(m);
		struct pass p = forward(m);
		record(&h, &p, t);
		if (t == 0)
			first_size = head_size(&p);
		if (h.entropy[t] > uniform - 1e-3) {
			h.log_growth = log(head_size(&p) / first_size);
			h.log_theory = theory;
		}
		if (t == steps)
			break;
		tape_backward(m->tape, p.loss);
		o->eta = t < warmup ? eta * (t + 1) / warmup : eta;
		theory += log1p(o->eta * h.copying / (KEYS * KEYS * sqrt(WIDTH)));
		optim_step(o, m->params, m->grads);
		demo_progress(d, (double)t / steps);
	}
	return h;
}

/* First step from which on the loss stays below `level`; the number of steps
 * if there is none. */
static int settles(const struct history *h, int steps, double level)
{
	int t = steps;

	while (t > 0 && h->loss[t - 1] < level)
		t--;
	return h->loss[steps] < level ? t : steps;
}

/* ---- truths */

/* The slope of the loss along a random direction, at random parameters of
 * size 1: by the tape, less that by a central difference. */
static double slope_error(struct demo *d, bool qk_norm)
{
	struct model *m = model_new(d, qk_norm, 1);
	double *v = demo_vector(d, PARAMS), slope = 0, side[2], h = 1e-5;

	random_normals(m->random, m->params, PARAMS, 0, 1);
	random_normals(m->random, v, PARAMS, 0, 1 / sqrt(PARAMS));
	draw_contexts(m);
	tape_backward(m->tape, forward(m).loss);
	for (int i = 0; i < PARAMS; i++)
		slope += m->grads[i] * v[i];
	for (int up = 0; up < 2; up++) {
		for (int i = 0; i < PARAMS; i++)
			m->params[i] += (up ? 2 * h : -h) * v[i];
		side[up] = forward(m).loss->x[0];
	}
	return slope - (side[1] - side[0]) / (2 * h);
}

/* At Q = K = 0, U = alpha I everything is known: the loss and its gradient
 * by the scores, alpha / T² (1/T - [i = j]). Returns the loss; *worst is the
 * largest error of the gradient. */
static double saddle(struct demo *d, double alpha, double *worst)
{
	struct model *m = model_new(d, false, 1);

	for (int i = 0; i < VALUES; i++)
		m->params[IN_HEAD + WIDTH + i * VALUES + i] = alpha;
	draw_contexts(m);
	struct pass p = forward(m);
	tape_backward(m->tape, p.loss);
	*worst = 0;
	for (int i = 0; i < KEYS; i++)
		for (int j = 0; j < KEYS; j++) {
			double want = alpha / (KEYS * KEYS) * (1.0 / KEYS - (i == j));
			*worst = fmax(*worst, fabs(p.scores->grad[i * KEYS + j] - want));
		}
	return p.loss->x[0];
}

static void check_truths(struct demo *d, bool qk_norm, const struct history *h, bool has_theory)
{
	double alpha = 3 * KEYS, worst, loss = saddle(d, alpha, &worst);

	demo_check(d, "saddle_loss", loss, log(KEYS * exp(alpha / KEYS) + KEYS) - alpha / KEYS,
		1e-13, "closed form for uniform attention");
	demo_check(d, "saddle_gradient", worst, 0, 1e-14, "closed form, every score");
	demo_check(d, "start", h->loss[0], log(VALUES), 1e-13, "ln V: nothing is known");
	demo_check_at_least(d, "entropy", h->least_excess, -1e-12,
		"lower bound by the spread of the scores, every row and step");
	/* Truncation by h squared, rounding by eps / h, of slopes of size 1. */
	demo_check(d, "slope", slope_error(d, qk_norm), 0, 1e-8,
		"central difference along a random direction");
	/* The noise of the contexts adds half a percent, at most 2. */
	if (has_theory)
		demo_check(d, "growth", h->log_growth / h->log_theory, 1, 0.05,
			"linear theory of the saddle, ratio of logarithms");
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "A head of attention learns to look up");
	int method = demo_choice(d, "method", "sgd|adam|adam_qk_norm", "optimizer, and the head");
	double eta = demo_log(d, "eta", 2, 0.01, 10, "learning rate");
	int warmup = demo_int(d, "warmup", 0, 0, 400, "steps of linear warm-up");
	double start =
		demo_log(d, "start", 1e-3, 1e-5, 10, "standard deviation of Q and K at the start");
	int steps = demo_int(d, "steps", 400, 50, 5000, "training steps");
	unsigned seed = (unsigned)demo_int(d, "seed", 1, 1, 1000, "seed of weights and contexts");

	struct model *m = model_new(d, method == ADAM_QK_NORM, seed);
	struct optim *o = optim_new(d, method == SGD ? OPTIM_SGD : OPTIM_ADAM, PARAMS, eta);
	random_normals(m->random, m->params, IN_HEAD, 0, start);
	for (int i = 0; i < WIDTH; i++)
		m->params[IN_HEAD + i] = sqrt(WIDTH); /* scores of variance 1 */
	struct history h = train(d, m, o, steps, warmup);

	demo_value(d, "loss", h.loss[steps], "loss of the last step [nats]");
	demo_value(d, "drop", settles(&h, steps, log(KEYS) / 2),
		"step from which on it is below ½ ln T");
	demo_value(d, "ln_keys", log(KEYS), "ln T: the least with uniform attention");
	demo_value(d, "ln_values", log(VALUES), "ln V: nothing known");
	demo_value(d, "entropy", h.entropy[steps], "entropy of attention at the end [nats]");
	demo_value(d, "right", h.right[steps], "attention on the key asked for at the end");
	demo_value(d, "found", h.found, "keys that get more than half of the attention");
	demo_value(d, "copying", h.copying, "alpha: diagonal of U over the rest, at the end");
	demo_value(d, "known", h.known, "values that U names right at the end");
	demo_value(d, "top_score", h.top_score, "largest score at the end, either sign");
	demo_value(d, "growth", exp(h.log_growth), "growth of Q + K while attention is uniform");
	demo_value(d, "growth_theory", exp(h.log_theory), "the same by the linear theory of SGD");
	check_truths(d, m->qk_norm, &h, method == SGD && start <= 0.01);

	struct demo_plot *plot = demo_plot(d, "curve", "step", "loss [nats]", DEMO_LINEAR);
	double ends[] = {0, steps}, floor[] = {log(KEYS), log(KEYS)};
	demo_plot_title(plot, "Plateau, then drop");
	demo_range_y(plot, 0, 3.5);
	demo_line(plot, "loss", h.step, h.loss, (size_t)steps + 1);
	demo_reference(plot, "ln T", ends, floor, 2);
	plot = demo_plot(d, "attention", "step", "entropy [nats], weight", DEMO_LINEAR);
	demo_plot_title(plot, "Where the head looks");
	demo_range_y(plot, 0, 2.5);
	demo_line(plot, "entropy", h.step, h.entropy, (size_t)steps + 1);
	demo_line(plot, "weight on its key", h.step, h.right, (size_t)steps + 1);
	return demo_close(d);
}
