#include "tui/standing.h"

#include "cli/saved.h"
#include "store/interview_log.h"

#include <unistd.h>

/* Pages that are read for how well they are known, at most: some 50 ms. */
enum { MAX_PAGES = 500 };

/* Who has answered nothing has no file, and gets none by looking. */
static bool has_file(struct app *app)
{
	struct buf path;
	bool there;

	buf_init(&path);
	buf_printf(&path, "%s/progress.db", app_cli(app)->paths.data);
	there = buf_status(&path) == STATUS_OK && access(path.data, R_OK) == 0;
	buf_done(&path);
	return there;
}

static size_t n_written(const struct library *library)
{
	size_t n = library->lessons.n;

	for (size_t i = 0; i < library->n_packs; i++)
		for (size_t j = 0; j < library->packs[i]->n_questions; j++)
			n += library->packs[i]->questions[j].path != NULL;
	return n;
}

static bool take_last(
	void *context, const struct interview_start *start, const struct interview_score *score)
{
	struct standing *s = context;

	(void)start;
	if (!score->n_points)
		return true;
	s->has_interview = true;
	s->interview_share = (double)score->n_made / (double)score->n_points;
	return false;
}

static void find_weakest(struct standing *s)
{
	const struct mastery_row *least = NULL;

	for (size_t i = 0; i < s->mastery.n_topics; i++) {
		const struct mastery_row *row = &s->mastery.topics[i];

		if (row->n_started && (!least || row->strength < least->strength))
			least = row;
	}
	s->weakest = least ? least->name : NULL;
}

static void open_study(struct standing *s, struct app *app)
{
	const struct deck_filter all = {.kinds = DECK_ALL, .level = LEVEL_NONE};
	struct buf message;

	buf_init(&message);
	s->study.progress = saved_try(app_cli(app), &message);
	buf_done(&message);
	if (s->study.progress && n_written(app_library(app)) <= MAX_PAGES &&
		deck_open(&s->study.deck, app_library(app), &all) != STATUS_OK)
		s->study.deck = NULL;
}

void standing_read(struct standing *standing, struct app *app)
{
	struct progress *progress;
	struct progress_stats stats;

	if (!standing->study.progress && has_file(app))
		open_study(standing, app);
	progress = standing->study.progress;
	if (!progress || progress_stats(progress, saved_now_ms(), &stats) != STATUS_OK)
		return;
	standing->n_due = stats.n_due;
	standing->has_interview = false;
	interview_log_each(progress, take_last, standing);
	if (standing->study.deck &&
		(!standing->is_read || standing->n_reviews != stats.n_reviews)) {
		mastery_done(&standing->mastery);
		standing->has_mastery = mastery_init(&standing->mastery, standing->study.deck,
						progress, saved_now_ms()) == STATUS_OK;
		find_weakest(standing);
	}
	standing->n_reviews = stats.n_reviews;
	standing->is_read = true;
}

void standing_done(struct standing *standing)
{
	mastery_done(&standing->mastery);
	study_close(&standing->study);
	*standing = (struct standing){0};
}
