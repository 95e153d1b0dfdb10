/*
 * Runs every suite: each tests/test_NAME.c defines `Suite *NAME_suite(void)`.
 * CK_RUN_SUITE and CK_RUN_CASE choose some, and then, or with CK_FORK=no, all run in
 * this process. Else each suite has a process of its own, some at a time, and
 * the last line adds them up.
 */
#include <check.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SUITE(name) Suite *name##_suite(void);
#include "suites.inc"
#undef SUITE

static const struct {
	const char *name;
	Suite *(*make)(void);
} suites[] = {
#define SUITE(name) {#name, name##_suite},
#include "suites.inc"
#undef SUITE
};

enum { N_SUITES = sizeof(suites) / sizeof(suites[0]) };

struct run {
	pid_t pid;    /* 0: not started, or over */
	FILE *output; /* what its process wrote */
};

struct tally {
	bool is_whole;
	int n, failures, errors;
};

static int run_here(void)
{
	SRunner *runner = srunner_create(NULL);
	int failed;

	for (size_t i = 0; i < N_SUITES; i++)
		srunner_add_suite(runner, suites[i].make());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

static struct tally run_suite(size_t i)
{
	SRunner *runner = srunner_create(suites[i].make());
	struct tally tally = {.is_whole = true};
	TestResult **failed;
	int n;

	srunner_run_all(runner, CK_ENV);
	tally.n = srunner_ntests_run(runner);
	failed = srunner_failures(runner);
	n = srunner_ntests_failed(runner);
	for (int k = 0; k < n; k++)
		*(tr_rtype(failed[k]) == CK_FAILURE ? &tally.failures : &tally.errors) += 1;
	free(failed);
	srunner_free(runner);
	return tally;
}

/* Starts the process of a suite; it leaves its tally in memory that we share. */
static bool start(struct run *run, size_t i, struct tally *tally)
{
	run->output = tmpfile();
	if (!run->output)
		return false;
	fflush(NULL);
	run->pid = fork();
	if (run->pid != 0)
		return run->pid > 0;
	if (dup2(fileno(run->output), STDOUT_FILENO) < 0)
		_exit(EXIT_FAILURE);
	fclose(run->output);
	*tally = run_suite(i);
	exit(EXIT_SUCCESS);
}

/* Everything that it wrote but check's heading and closing line. */
static void show_output(FILE *output)
{
	char line[4096];

	rewind(output);
	while (fgets(line, sizeof(line), output))
		if (strncmp(line, "Running suite(s): ", 18) != 0 && !strstr(line, "%: Checks: "))
			fputs(line, stdout);
	fclose(output);
	fflush(stdout);
}

/* Waits for a suite; one whose process did not end well is an error of its own. */
static bool finish_one(struct run *runs, struct tally *tallies)
{
	int status;
	pid_t pid = wait(&status);

	for (size_t i = 0; pid > 0 && i < N_SUITES; i++) {
		if (runs[i].pid != pid)
			continue;
		runs[i].pid = 0;
		show_output(runs[i].output);
		if (status == 0 && tallies[i].is_whole)
			return true;
		tallies[i].errors++;
		tallies[i].n++;
		printf("suite %s: its process ended with status %d\n", suites[i].name, status);
	}
	return pid > 0;
}

static int sum_up(const struct tally *tallies)
{
	struct tally all = {0};
	int good;

	for (size_t i = 0; i < N_SUITES; i++) {
		all.n += tallies[i].n;
		all.failures += tallies[i].failures;
		all.errors += tallies[i].errors;
	}
	good = all.n - all.failures - all.errors;
	printf("%d%%: Checks: %d, Failures: %d, Errors: %d\n", all.n ? 100 * good / all.n : 0,
		all.n, all.failures, all.errors);
	return all.n && good == all.n ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int run_apart(void)
{
	static struct run runs[N_SUITES];
	long most = sysconf(_SC_NPROCESSORS_ONLN), n = 0;
	struct tally *tallies = mmap(NULL, N_SUITES * sizeof(*tallies), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	bool good = tallies != MAP_FAILED;

	printf("Running %d suites, %ld at once\n", (int)N_SUITES, most);
	for (size_t i = 0; good && i < N_SUITES; i++) {
		if (n >= most && n-- > 0)
			good = finish_one(runs, tallies);
		good = good && start(&runs[i], i, &tallies[i]);
		n++;
	}
	while (good && n-- > 0)
		good = finish_one(runs, tallies);
	if (!good) {
		perror("a suite can't be run");
		return EXIT_FAILURE;
	}
	return sum_up(tallies);
}

static bool is_set(const char *name, const char *value)
{
	const char *now = getenv(name);

	return now && (!value || strcmp(now, value) == 0);
}

int main(void)
{
	if (!setlocale(LC_ALL, "C.UTF-8"))
		return EXIT_FAILURE;
	if (is_set("CK_RUN_SUITE", NULL) || is_set("CK_RUN_CASE", NULL) || is_set("CK_FORK", "no"))
		return run_here();
	return run_apart();
}
