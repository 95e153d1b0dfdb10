/* A sum of whole numbers that takes as long as one likes. */
#include "lab/demo.h"

enum { MAX_TERMS = 100, WORK = 20000000 };

/* Keeps the processor busy; nothing can be left out. */
static double idle(double x, long n)
{
	for (long i = 0; i < n; i++)
		x = x * 0.5 + 1;
	return x;
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "A slow sum");
	int terms = demo_int(d, "terms", 10, 1, MAX_TERMS, "terms of the sum");
	int care = demo_int(d, "care", 0, 0, 100, "rounds of idle work");
	double k[MAX_TERMS], sum[MAX_TERMS], total = 0, x = 0;
	struct demo_plot *p;
	struct demo_table *t;

	for (int i = 0; i < care; i++) {
		x = idle(x, WORK);
		demo_progress(d, (i + 1.0) / care);
	}
	for (int i = 0; i < terms; i++) {
		total += i + 1;
		k[i] = i + 1;
		sum[i] = total;
	}
	demo_value(d, "total", total, "sum of all terms");
	demo_value(d, "idle", care ? x : 2, "where the idle work ends");
	demo_check(d, "gauss", total, terms * (terms + 1) / 2.0, 0, "closed form");
	p = demo_plot(d, "sums", "k", "sum", DEMO_LINEAR);
	demo_plot_title(p, "Sums up to k");
	demo_line(p, "sum", k, sum, (size_t)terms);
	p = demo_plot(d, "single", "k", "term", DEMO_LINEAR);
	demo_plot_title(p, "Terms by themselves");
	demo_line(p, "term", k, k, (size_t)terms);
	t = demo_table(d, "ends", "term|sum", "The last term");
	demo_row(t, (double[]){k[terms - 1], sum[terms - 1]});
	return demo_close(d);
}
