#include "cli/saved.h"

#include <stdio.h>
#include <time.h>

bool saved_settings(const struct cli *cli, struct settings *settings, struct buf *message)
{
	enum status status;
	struct diags diags;
	struct buf path;

	buf_init(&path);
	diags_init(&diags);
	buf_printf(&path, "%s/config.yaml", cli->paths.config);
	status = settings_read(settings, path.data, &diags);
	diags_sort(&diags);
	diags_write(&diags, message);
	if (status != STATUS_OK && !diags.n)
		buf_puts(message, status_text(status));
	diags_done(&diags);
	buf_done(&path);
	return status == STATUS_OK;
}

/* How an opening went. */
struct opening {
	struct progress *progress;
	enum status status;
	bool is_of_settings; /* the message is theirs */
	struct buf message;
};

static void try_open(const struct cli *cli, bool only_reads, const struct progress_watch *watch,
	struct opening *o)
{
	struct settings settings;
	struct buf path, ignored;

	*o = (struct opening){.status = STATUS_INVALID};
	buf_init(&o->message);
	o->is_of_settings = !saved_settings(cli, &settings, &o->message);
	if (o->is_of_settings)
		return;
	buf_init(&path);
	buf_init(&ignored);
	buf_printf(&path, "%s/progress.db", cli->paths.data);
	o->status =
		progress_open_watched(&o->progress, path.data, &settings.fsrs, watch, &o->message);
	if (only_reads && (o->status == STATUS_DENIED || o->status == STATUS_IO))
		progress_open_reading(&o->progress, path.data, &settings.fsrs, &ignored);
	buf_done(&path);
	buf_done(&ignored);
}

struct progress *saved_try(const struct cli *cli, struct buf *message)
{
	struct opening o;

	try_open(cli, false, &(struct progress_watch){0}, &o);
	buf_puts(message, o.message.data);
	buf_done(&o.message);
	return o.progress;
}

static struct progress *open_progress(const struct cli *cli, bool only_reads)
{
	struct cli_progress line = {0};
	const struct progress_watch watch = {cli_progress, &line};
	struct opening o;

	try_open(cli, only_reads, &watch, &o);
	cli_progress_end(&line);
	if (o.progress)
		progress_watch(o.progress, &(struct progress_watch){0});
	if (o.is_of_settings)
		fputs(o.message.data, stderr); /* as compilers write, made safe by diags_write */
	else if (o.status != STATUS_OK)
		cli_error("%s%s", o.message.data, o.progress ? " (what is there can be read)" : "");
	buf_done(&o.message);
	return o.progress;
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
