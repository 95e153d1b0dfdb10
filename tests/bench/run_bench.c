/*
 * What one sandboxed run of an empty demo costs, from order to result.
 * usage: run_bench [runs]
 */
#include "demo/runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MAX_RUNS = 10000 };

static const char empty_demo[] = "#include <stdio.h>\n"
				 "int main(void)\n"
				 "{\n"
				 "\tputs(\"gradus-demo\\t1\\nend\");\n"
				 "\treturn 0;\n"
				 "}\n";

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The time of one run; negative if it failed. */
static double run_once(struct runner *runner, const char *source)
{
	struct demo_order order = {.source = source};
	double begin = now_ms(), took;
	struct job *job;

	if (job_run(&job, runner, &order) != STATUS_OK)
		return -1;
	took = job_result(job)->complete ? now_ms() - begin : -1;
	if (took < 0 && job_result(job)->n_errors)
		fprintf(stderr, "%s\n", job_result(job)->errors[0]);
	job_free(job);
	return took;
}

static int measure(struct runner *runner, const char *source, size_t n)
{
	static double took[MAX_RUNS];

	for (size_t i = 0; i < n; i++) {
		took[i] = run_once(runner, source);
		if (took[i] < 0)
			return EXIT_FAILURE;
	}
	qsort(took, n, sizeof(took[0]), compare);
	printf("sandboxed run of an empty demo: median %.2f ms, 95th percentile %.2f ms (%zu "
	       "runs)\n",
		took[n / 2], took[n * 95 / 100], n);
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 200;
	char source[] = "/tmp/gradus-bench-XXXXXX.c";
	int fd = mkstemps(source, 2), failed = EXIT_FAILURE;
	struct runner *runner = NULL;
	struct paths paths;
	double begin;

	if (n < 1 || n > MAX_RUNS || fd < 0 || paths_init(&paths) != STATUS_OK)
		return EXIT_FAILURE;
	begin = now_ms();
	if (write(fd, empty_demo, strlen(empty_demo)) == (ssize_t)strlen(empty_demo) &&
		runner_new(&runner, &paths) == STATUS_OK) {
		printf("a runner with its filters: %.2f ms\n", now_ms() - begin);
		if (run_once(runner, source) >= 0) /* compiles, or fails */
			failed = measure(runner, source, n);
	}
	close(fd);
	unlink(source);
	runner_free(runner);
	paths_done(&paths);
	return failed;
}
