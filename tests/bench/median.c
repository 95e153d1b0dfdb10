/*
 * Runs a command some times and prints the median of its wall time.
 * usage: median TIMES COMMAND [ARG ...]   (output of the command is dropped)
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	int n = argc > 2 ? atoi(argv[1]) : 0, status = 0;
	posix_spawn_file_actions_t actions;
	double *ms = calloc(n > 0 ? (size_t)n : 1, sizeof(*ms));

	if (n < 1 || !ms) {
		fprintf(stderr, "usage: median TIMES COMMAND [ARG ...]\n");
		return 2;
	}
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	for (int i = 0; i < n; i++) {
		double begin = now_ms();
		pid_t pid;

		if (posix_spawnp(&pid, argv[2], &actions, NULL, argv + 2, environ) != 0 ||
			waitpid(pid, &status, 0) != pid)
			return 1;
		ms[i] = now_ms() - begin;
	}
	qsort(ms, (size_t)n, sizeof(*ms), compare);
	printf("%.2f\n", ms[n / 2]);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : 1;
}
