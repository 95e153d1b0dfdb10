#include "tui/study.h"

#include "cli/saved.h"
#include "tui/chrome.h"

#include <string.h>
#include <time.h>

bool study_open(struct study *study, struct app *app, const struct deck_filter *filter)
{
	const struct live_options options = {0};
	enum status status;
	struct buf message;

	*study = (struct study){0};
	buf_init(&message);
	study->progress = saved_try(app_cli(app), &message);
	if (!study->progress || !saved_settings(app_cli(app), &study->settings, &message)) {
		app_say(app, "%s", message.n ? message.data : status_text(STATUS_NO_MEMORY));
		buf_done(&message);
		return false;
	}
	buf_done(&message);
	status = live_new(&study->live, app_runner(app), &options);
	if (status == STATUS_OK)
		status = deck_open(&study->deck, app_library(app), filter);
	if (status == STATUS_OK)
		return true;
	app_say(app, "The questions can't be read: %s.", status_text(status));
	study_close(study);
	return false;
}

void study_close(struct study *study)
{
	deck_free(study->deck);
	live_free(study->live);
	progress_close(study->progress);
	*study = (struct study){0};
}

bool study_put(struct lines *out, const struct study_text *how, const struct study_mark *mark,
	const char *markdown)
{
	struct page_options options = {.width = how->area->cols - mark->cells,
		.ascii = how->area->ascii,
		.no_color = how->area->no_color,
		.live = how->asking ? asking_live : NULL,
		.live_context = how->asking};
	struct page page;

	if (page_layout(&page, markdown, strlen(markdown), &options) != STATUS_OK)
		return false;
	for (size_t i = 0; i < page.lines.n_lines; i++) {
		if (i == 0 && mark->cells)
			chrome_column(out, mark->style, mark->text, mark->cells);
		else
			lines_pad(out, style_plain, mark->cells);
		lines_copy_line(out, &page.lines, i, 0);
		lines_end(out);
	}
	page_done(&page);
	return true;
}

void study_put_wait(struct buf *out, int64_t ms)
{
	static const struct {
		double ms;
		const char *unit;
	} units[] = {{365.25 * 86400e3, "y"}, {30.44 * 86400e3, "mo"}, {86400e3, "d"},
		{3600e3, "h"}, {60e3, "m"}};
	size_t last = sizeof(units) / sizeof(units[0]) - 1, i = 0;
	double n;

	while (i < last && (double)ms < units[i].ms * 0.95)
		i++;
	n = (double)ms / units[i].ms;
	if (i == 0)
		buf_printf(out, "%.1f %s", n, units[i].unit);
	else
		buf_printf(out, "%.0f %s", n < 1 ? 1 : n, units[i].unit);
}

void study_reveal(struct scroll *scroll, size_t line, size_t rows)
{
	if (line < scroll->top)
		scroll->top = line;
	else if (line >= scroll->top + rows)
		scroll->top = line - rows + 1;
}

void study_put_view(struct scroll *scroll, const struct lines *body, size_t rows, struct lines *out)
{
	scroll_clamp(scroll, body->n_lines, rows);
	for (size_t i = scroll->top; i < scroll->top + rows; i++) {
		if (i < body->n_lines)
			lines_copy_line(out, body, i, 0);
		lines_end(out);
	}
}

int64_t study_clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}
