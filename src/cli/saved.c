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

static struct progress *open_progress(const struct cli *cli, bool only_reads)
{
	const struct fsrs fsrs = fsrs_defaults();
	struct progress *progress = NULL;
	struct buf path, message, ignored;
	enum status status;

	buf_init(&path);
	buf_init(&message);
	buf_init(&ignored);
	buf_printf(&path, "%s/progress.db", cli->paths.data);
	status = progress_open(&progress, path.data, &fsrs, &message);
	if (only_reads && (status == STATUS_DENIED || status == STATUS_IO))
		progress_open_reading(&progress, path.data, &fsrs, &ignored);
	if (status != STATUS_OK)
		cli_error("%s%s", message.data, progress ? " (what is there can be read)" : "");
	buf_done(&path);
	buf_done(&message);
	buf_done(&ignored);
	return progress;
}

struct progress *saved_open(const struct cli *cli)
{
	return open_progress(cli, false);
}

struct progress *saved_open_reading(const struct cli *cli)
{
	return open_progress(cli, true);
}

struct progress *saved_begin(
	struct cli *cli, const struct saved_command *saved, int argc, char **argv, int *exit_status)
{
	int option;

	while ((option = getopt_long(argc, argv, "h", saved->options, NULL)) != -1) {
		if (option >= OPTION_FIRST_OWN && !saved->own(saved->context, option)) {
			*exit_status = EXIT_USAGE;
			return NULL;
		}
		if (option < OPTION_FIRST_OWN &&
			cli_option(cli, saved->command, option, exit_status))
			return NULL;
	}
	*exit_status = EXIT_WRONG;
	if (paths_init(&cli->paths) != STATUS_OK) {
		cli_error("the shipped questions are not where they should be");
		return NULL;
	}
	return open_progress(cli, saved->only_reads);
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
