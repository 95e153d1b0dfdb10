/* The demos of Fisher-Rao geometry and diffusion, run as programs, against SciPy
 * and PyTorch at settings of their own, and at the corners of their ranges. */
#include "support/demo.h"
#include "support/lab.h"

#include <check.h>
#include <math.h>

START_TEST(geometry_demos_give_what_scipy_and_pytorch_give)
{
	struct oracle o = oracle_read("geo.csv");

	ck_assert_uint_gt(o.n_rows, 80);
	for (size_t r = 1; r < o.n_rows; r++) {
		const char *demo = oracle_text(&o, r, 0), *arguments = oracle_text(&o, r, 1);
		const char *name = oracle_text(&o, r, 2);
		double want = oracle_number(&o, r, 3), tolerance = oracle_number(&o, r, 4);
		double got = demo_says(demo, arguments, name);

		ck_assert_msg(fabs(got - want) <= tolerance * fmax(1, fabs(want)),
			"%s of %s %s is %.12g, not %.12g", name, demo, arguments, got, want);
	}
	oracle_free(&o);
}
END_TEST

START_TEST(fisher_rao_demo_holds_at_its_corners)
{
	static const char *const cases[] = {"dm=0", "dm=0 sigma1=0.1 sigma2=0.1 pieces=10 step=2",
		"dm=1e-9 sigma1=1.01 sigma2=1.01 pieces=2000",
		"dm=10 sigma1=0.1 sigma2=0.1 pieces=10 step=2 eta=1",
		"dm=10 sigma1=0.1 sigma2=10 step=0.01 eta=0.01",
		"dm=10 sigma1=10 sigma2=0.1 pieces=2000 step=2", "dm=0.001 sigma2=1.0001"};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		demo_says("033-fisher-rao", cases[i], "distance");
}
END_TEST

START_TEST(diffusion_demo_holds_at_its_corners)
{
	static const char *const cases[] = {"mode=0 sigma=0.1 levels=10 t=1",
		"mode=0 sigma=2 levels=10 t=1000 schedule=cosine",
		"mode=5 sigma=0.1 weight=0.05 levels=50 t=330",
		"mode=5 sigma=2 weight=0.95 levels=100 t=1",
		"mode=5 sigma=0.1 weight=0.5 levels=11 t=330 schedule=cosine",
		"mode=5 sigma=0.1 levels=1000 t=150 schedule=scaled",
		"mode=0.01 sigma=0.1 levels=150 schedule=scaled t=1000"};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		demo_says("037-diffusion-models", cases[i], "floor");
}
END_TEST

Suite *demo_geo_suite(void)
{
	Suite *s = suite_create("demo_geo");
	TCase *c = tcase_create("geo");

	tcase_set_timeout(c, 60);
	tcase_add_test(c, geometry_demos_give_what_scipy_and_pytorch_give);
	tcase_add_test(c, fisher_rao_demo_holds_at_its_corners);
	tcase_add_test(c, diffusion_demo_holds_at_its_corners);
	suite_add_tcase(s, c);
	return s;
}
