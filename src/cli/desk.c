#include "cli/desk.h"

#include "cli/saved.h"

#include <stdlib.h>
#include <sys/random.h>

static enum status open_parts(struct desk *d, const struct deck_filter *filter)
{
	const struct live_options options = {0};
	enum status status = runner_new(&d->runner, &d->cli->paths);

	if (status == STATUS_OK)
		status = live_new(&d->live, d->runner, &options);
	if (status == STATUS_OK)
		status = deck_open(&d->deck, &d->cli->library, filter);
	return status;
}

bool desk_open(struct desk *desk, struct cli *cli, const struct deck_filter *filter)
{
	enum status status;
	struct buf ignored; /* saved_open has said it */

	*desk = (struct desk){.cli = cli, .progress = saved_open(cli)};
	if (!desk->progress)
		return false;
	buf_init(&ignored);
	saved_settings(cli, &desk->settings, &ignored);
	buf_done(&ignored);
	status = open_parts(desk, filter);
	if (status != STATUS_OK)
		cli_error("%s", status_text(status));
	return status == STATUS_OK;
}

void desk_close(struct desk *desk)
{
	deck_free(desk->deck);
	live_free(desk->live);
	runner_free(desk->runner);
	progress_close(desk->progress);
}

bool desk_read_count(const char *option, const char *text, size_t max, size_t *count)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (text[0] < '0' || text[0] > '9' || *end || n < 1 || n > max) {
		cli_error("--%s is a number from 1 to %zu, not '%s'", option, max, text);
		return false;
	}
	*count = n;
	return true;
}

bool desk_read_seed(const char *text, uint64_t *seed)
{
	char *end;

	*seed = strtoull(text, &end, 10);
	if (text[0] >= '0' && text[0] <= '9' && !*end)
		return true;
	cli_error("--seed is a whole number, not '%s'", text);
	return false;
}

bool desk_read_level(const char *text, enum level *level)
{
	*level = level_from_name(text);
	if (*level != LEVEL_NONE)
		return true;
	cli_error("--level is beginner, intermediate or senior, not '%s'", text);
	return false;
}

uint64_t desk_seed(void)
{
	uint64_t seed;

	if (getrandom(&seed, sizeof(seed), 0) != (ssize_t)sizeof(seed))
		seed = (uint64_t)saved_now_ms();
	return seed;
}
