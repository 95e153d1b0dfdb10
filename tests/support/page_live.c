#include "support/page_live.h"

#include <string.h>

static const double xs[] = {1, 2, 3, 4, 5}, ys[] = {1e-4, 1e-3, 1e-2, 1e-1, 1};
static const struct plot_series series = {.name = "sigmoid", .n = 5, .x = xs, .y = ys};
static const struct plot plot = {.name = "plot",
	.title = "",
	.x = {.label = "layer"},
	.y = {.label = "norm", .scale = PLOT_LOG},
	.series = &series,
	.n_series = 1};

static const char *const columns[] = {"step", "cost", "tiny", "note"};
static const struct table_cell cells[] = {
	{true, 1, NULL},
	{true, 12.5, NULL},
	{true, 1.25e-13, NULL},
	{false, 0, "start"},
	{true, 20, NULL},
	{true, 0.125, NULL},
	{true, 3e-8, NULL},
	{false, 0, "a longer note that has to be wrapped when the page is narrow"},
};
static const struct table table = {.name = "table",
	.title = "",
	.columns = columns,
	.n_columns = 4,
	.n_rows = 2,
	.cells = cells};

void page_live_sample(
	void *context, const char *target, const char *written, struct live_item *item)
{
	static const struct {
		const char *name;
		enum live_state state;
	} states[] = {
		{"ok", LIVE_VERIFIED},
		{"plot", LIVE_VERIFIED},
		{"table", LIVE_VERIFIED},
		{"stale", LIVE_STALE},
		{"drawn", LIVE_COMPUTED},
		{"pending", LIVE_PENDING},
		{"failed", LIVE_FAILED},
	};

	(void)context;
	(void)written;
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (strncmp(target, states[i].name, strlen(states[i].name)) == 0)
			item->state = states[i].state;
	item->now = "4.2e-13";
	item->message = "the demo was stopped after 2 s";
	item->plot = strcmp(target, "plot") == 0 ? &plot : NULL;
	item->table = strcmp(target, "table") == 0 ? &table : NULL;
}

const struct table *page_live_table(void)
{
	return &table;
}
