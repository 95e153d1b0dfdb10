#include "cli/saved.h"

#include <stdio.h>
#include <time.h>

struct progress *saved_try(const struct cli *cli, struct buf *message)
{
	const struct fsrs fsrs = fsrs_defaults();
	struct progress *progress = NULL;
	struct buf path;

	buf_init(&path);
	buf_printf(&path, "%s/progress.db", cli->paths.data);
	progress_open(&progress, path.data, &fsrs, message);
	buf_done(&path);
	return progress;
}

struct progress *saved_open(const struct cli *cli)
{
	struct progress *progress;
	struct buf message;

	buf_init(&message);
	progress = saved_try(cli, &message);
	if (!progress)
		cli_error("%s", message.data);
	buf_done(&message);
	return progress;
}

struct progress *saved_begin(struct cli *cli, const struct command *command, int argc, char **argv,
	const struct option *options, int *exit_status)
{
	struct progress *progress;
	int option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1)
		if (option < OPTION_FIRST_OWN && cli_option(cli, command, option, exit_status))
			return NULL;
	*exit_status = EXIT_WRONG;
	if (paths_init(&cli->paths) != STATUS_OK) {
		cli_error("the shipped questions are not where they should be");
		return NULL;
	}
	progress = saved_open(cli);
	return progress;
}

void saved_print_merged(const struct progress_merged *m)
{
	printf("%zu reviews and %zu taken back were new, %zu interviews, %zu suspensions.\n",
		m->n_reviews, m->n_undone, m->n_interviews, m->n_suspensions);
}

int64_t saved_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}
