/* PyTorch's trajectories: tests/oracles/optim.py. */
#include "lab/optim.h"
#include "support/lab.h"

#include <check.h>
#include <math.h>
#include <string.h>

enum { N = 3, STEPS = 25 };

static const struct {
	const char *name;
	enum optim_rule rule;
	double eta;
	/* Where has_X is not set the default of optim_new stays. */
	struct optim set;
	bool has_decay, has_alpha, has_betas, has_eps;
} cases[] = {
	{.name = "sgd", .rule = OPTIM_SGD, .eta = 0.05},
	{.name = "sgd_decay", .rule = OPTIM_SGD, .eta = 0.05, {.decay = 0.1}, .has_decay = true},
	{.name = "momentum", .rule = OPTIM_SGD, .eta = 0.02, {.mu = 0.9}},
	{.name = "dampening", .rule = OPTIM_SGD, .eta = 0.02, {.mu = 0.9, .damp = 0.3}},
	{.name = "nesterov", .rule = OPTIM_SGD, .eta = 0.02, {.mu = 0.9, .nesterov = true}},
	{.name = "nesterov_decay",
		.rule = OPTIM_SGD,
		.eta = 0.02,
		{.mu = 0.8, .nesterov = true, .decay = 0.05},
		.has_decay = true},
	{.name = "adagrad", .rule = OPTIM_ADAGRAD, .eta = 0.1},
	{.name = "adagrad_decay",
		.rule = OPTIM_ADAGRAD,
		.eta = 0.1,
		{.decay = 0.1},
		.has_decay = true},
	{.name = "rmsprop", .rule = OPTIM_RMSPROP, .eta = 0.01},
	{.name = "rmsprop_momentum",
		.rule = OPTIM_RMSPROP,
		.eta = 0.01,
		{.alpha = 0.9, .mu = 0.5, .decay = 0.1},
		.has_decay = true,
		.has_alpha = true},
	{.name = "adam", .rule = OPTIM_ADAM, .eta = 0.1},
	{.name = "adam_betas",
		.rule = OPTIM_ADAM,
		.eta = 0.1,
		{.beta1 = 0.5, .beta2 = 0.6, .eps = 1e-3},
		.has_betas = true,
		.has_eps = true},
	{.name = "adam_l2", .rule = OPTIM_ADAM, .eta = 0.1, {.decay = 0.1}, .has_decay = true},
	{.name = "amsgrad",
		.rule = OPTIM_ADAM,
		.eta = 0.1,
		{.beta1 = 0.9, .beta2 = 0.6, .amsgrad = true},
		.has_betas = true},
	{.name = "adamw", .rule = OPTIM_ADAMW, .eta = 0.1},
	{.name = "adamw_amsgrad",
		.rule = OPTIM_ADAMW,
		.eta = 0.1,
		{.beta1 = 0.9, .beta2 = 0.6, .amsgrad = true, .decay = 0.3},
		.has_betas = true,
		.has_decay = true},
};
enum { N_CASES = sizeof(cases) / sizeof(cases[0]) };

static struct optim *make_case(struct demo *d, int i)
{
	struct optim *o = optim_new(d, cases[i].rule, N, cases[i].eta);
	const struct optim *set = &cases[i].set;

	o->mu = set->mu;
	o->damp = set->damp;
	o->nesterov = set->nesterov;
	o->amsgrad = set->amsgrad;
	if (cases[i].has_decay)
		o->decay = set->decay;
	if (cases[i].has_alpha)
		o->alpha = set->alpha;
	if (cases[i].has_eps)
		o->eps = set->eps;
	if (cases[i].has_betas) {
		o->beta1 = set->beta1;
		o->beta2 = set->beta2;
	}
	return o;
}

/* As in optim.py. */
static void slope(const double *x, int t, double *g)
{
	static const double a[N] = {1, 10, 0.1};

	for (int i = 0; i < N; i++)
		g[i] = a[i] * x[i] + ((7 * t + 3 * i) % 11 - 5) / 8.0;
}

START_TEST(optim_step_follows_pytorch)
{
	struct demo *d = quiet_demo();
	struct optim *o = make_case(d, _i);
	struct oracle oracle = oracle_read("optim.csv");
	double x[N] = {1, -1, 0.5}, g[N];
	int n_compared = 0;

	for (size_t row = 1; row < oracle.n_rows; row++) {
		if (strcmp(oracle_text(&oracle, row, 0), cases[_i].name) != 0)
			continue;
		slope(x, ++n_compared, g);
		optim_step(o, x, g);
		ck_assert_double_eq(oracle_number(&oracle, row, 1), n_compared);
		for (size_t i = 0; i < N; i++) {
			double want = oracle_number(&oracle, row, 2 + i);

			/* Equal but for the order of roundings: some eps a step, and
			 * an iterate near 0 is a difference of steps of size eta. */
			ck_assert_double_le(
				fabs(x[i] - want), 1e-12 * fmax(fabs(want), cases[_i].eta));
		}
	}
	ck_assert_int_eq(n_compared, STEPS);
	oracle_free(&oracle);
	demo_close(d);
}
END_TEST

/* oracles: a constant gradient gives steps of eta g / (|g| + eps), for all t. */
START_TEST(optim_adam_corrects_its_bias_from_the_first_step)
{
	struct demo *d = quiet_demo();
	struct optim *o = optim_new(d, OPTIM_ADAM, 1, 0.1);
	double x = 1, g = 3;

	for (int t = 1; t <= 100; t++) {
		double before = x;

		optim_step(o, &x, &g);
		/* Of numbers near 10: 100 steps' roundings of 2^-53 * 16. */
		ck_assert_double_eq_tol(before - x, 0.1 * 3 / (3 + 1e-8), 1e-14);
	}
	demo_close(d);
}
END_TEST

/* Reddi, Kale & Kumar 2018: gradients C, -1, -1, ... on [-1, 1] drive Adam to
 * the worst point, +1, and AMSGrad to the best, -1. */
START_TEST(optim_adam_goes_to_the_worst_point_of_reddi_and_amsgrad_to_the_best)
{
	for (int amsgrad = 0; amsgrad <= 1; amsgrad++) {
		struct demo *d = quiet_demo();
		struct optim *o = optim_new(d, OPTIM_ADAM, 1, 0.5);
		double x = 0;

		o->beta1 = 0;
		o->beta2 = 0.1;
		o->amsgrad = amsgrad;
		for (int t = 1; t <= 30000; t++) {
			double g = t % 3 == 1 ? 3 : -1;

			o->eta = 0.5 / sqrt(t);
			optim_step(o, &x, &g);
			x = fmax(-1, fmin(1, x));
		}
		if (amsgrad)
			ck_assert_double_lt(x, -0.99);
		else
			ck_assert_double_gt(x, 0.99);
		demo_close(d);
	}
}
END_TEST

Suite *lab_optim_suite(void)
{
	Suite *s = suite_create("lab_optim");
	TCase *t = tcase_create("optim");

	tcase_add_loop_test(t, optim_step_follows_pytorch, 0, N_CASES);
	tcase_add_test(t, optim_adam_corrects_its_bias_from_the_first_step);
	tcase_add_test(t, optim_adam_goes_to_the_worst_point_of_reddi_and_amsgrad_to_the_best);
	suite_add_tcase(s, t);
	return s;
}
