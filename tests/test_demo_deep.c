/* The demos of vanishing gradient and Adam, run as programs, against PyTorch
 * and against the lab's multilayer perceptron (which test_lab_mlp.c compares
 * with PyTorch). */
#include "lab/mlp.h"
#include "lab/random.h"
#include "support/demo.h"
#include "support/lab.h"

#include <check.h>
#include <math.h>

START_TEST(adam_demo_gives_what_pytorch_gives)
{
	/* PyTorch takes the square root before it divides by 1 - β2^t. */
	demo_agrees("075-adam", "adam.csv", 1e-9, 40);
}
END_TEST

/* |dJ/da_1| / |dJ/da_L| by the lab's perceptron, on the demo's weights: L layers
 * and a linear one of a single output. From layer l's delta the gradient of its
 * input is W_l delta_l, plus what comes over the skip. */
static double shrink_by_mlp(
	int depth, size_t n, enum mlp_activation f, double sigma2, unsigned seed)
{
	struct demo *d = quiet_demo();
	struct random *r = random_new(d, seed);
	size_t *widths = demo_alloc(d, (size_t)depth + 2, sizeof(*widths)),
	       layers = (size_t)depth + 1;
	double *x = demo_vector(d, n), *w = demo_vector(d, n * n), *g = demo_vector(d, n);

	for (size_t l = 0; l < layers; l++)
		widths[l] = n;
	widths[layers] = 1;
	struct mlp *m = mlp_new(d, &(struct mlp_shape){widths, layers, f, MLP_IDENTITY, false, 1});
	random_normals(r, x, n, 0, 1);
	random_normals(r, m->layers[depth].w, n, 0, 1 / sqrt((double)n));
	for (int l = 0; l < depth; l++) {
		random_normals(r, w, n * n, 0, sqrt(sigma2 / (double)n));
		for (size_t i = 0; i < n * n; i++)
			m->layers[l].w[i % n * n + i / n] = w[i];
	}
	double error = mlp_forward(m, x, 1)[0] - 1;
	mlp_backward(m, &error);
	double first = 0, last = 0;
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < n; j++)
			g[i] += m->layers[1].w[i * n + j] * m->layers[1].delta[j];
		first += g[i] * g[i];
		last += pow(error * m->layers[depth].w[i], 2);
	}
	demo_close(d);
	return sqrt(first / last);
}

START_TEST(vanishing_gradient_demo_gives_what_the_perceptron_gives)
{
	static const struct {
		const char *arguments;
		int depth;
		size_t width;
		enum mlp_activation f;
		double sigma2;
		unsigned seed;
	} cases[] = {
		{"depth=12 seed=3", 12, 32, MLP_SIGMOID, 1, 3},
		{"depth=7 width=19 activation=tanh init=he gain=1.5 seed=4", 7, 19, MLP_TANH, 4.5,
			4},
		{"depth=15 width=24 activation=relu init=torch", 15, 24, MLP_RELU, 1.0 / 3, 1},
		{"depth=5 width=40 activation=relu init=small seed=2", 5, 40, MLP_RELU, 40e-4, 2},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		double got = demo_says("003-vanishing-gradient", cases[i].arguments, "shrink");
		double want = shrink_by_mlp(
			cases[i].depth, cases[i].width, cases[i].f, cases[i].sigma2, cases[i].seed);
		ck_assert_msg(fabs(got / want - 1) < 1e-10, "`%s`: %g, not %g", cases[i].arguments,
			got, want);
	}
}
END_TEST

START_TEST(vanishing_gradient_demo_holds_at_its_corners)
{
	static const char *const cases[] = {"depth=2 width=16 gain=0.5 activation=relu init=small",
		"depth=100 width=16 gain=0.5 init=small activation=relu",
		"depth=100 width=16 gain=2 init=he activation=relu residual=sum seed=1000",
		"depth=100 width=16 gain=2 init=he activation=tanh seed=1000",
		"depth=100 width=128 gain=2 residual=scaled",
		"depth=2 width=128 residual=sum gain=2"};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		demo_says("003-vanishing-gradient", cases[i], "shrink");
}
END_TEST

START_TEST(adam_demo_holds_at_its_corners)
{
	static const char *const cases[] = {
		"eta=1 beta1=0.99 beta2=0.5 eps=1e-12 kappa=10000 angle=45",
		"eta=1 beta1=0 beta2=0.5 eps=1e-12 kappa=2 steps=5000 c=20 memory=long",
		"eta=0.001 beta1=0.99 beta2=0.9999 eps=0.01 steps=50 c=2.1 lambda=1",
		"c=2.1 memory=long beta2=0.9", "c=2.6 memory=long beta2=0.6"};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		demo_says("075-adam", cases[i], "steps_adam");
}
END_TEST

Suite *demo_deep_suite(void)
{
	Suite *s = suite_create("demo_deep");
	TCase *c = tcase_create("deep");

	tcase_set_timeout(c, 60);
	tcase_add_test(c, adam_demo_gives_what_pytorch_gives);
	tcase_add_test(c, vanishing_gradient_demo_gives_what_the_perceptron_gives);
	tcase_add_test(c, vanishing_gradient_demo_holds_at_its_corners);
	tcase_add_test(c, adam_demo_holds_at_its_corners);
	suite_add_tcase(s, c);
	return s;
}
