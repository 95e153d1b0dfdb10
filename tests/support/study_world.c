#include "support/study_world.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void replace(char **path, const char *with)
{
	free(*path);
	*path = strdup(with);
}

static void open_progress(struct study_world *w)
{
	struct fsrs fsrs = fsrs_defaults();
	struct buf message;
	char path[96];

	buf_init(&message);
	snprintf(path, sizeof(path), "%s/progress.db", w->folder);
	progress_open(&w->progress, path, &fsrs, &message);
	ck_assert_str_eq(message.data, "");
	buf_done(&message);
}

static void open_pages(struct study_world *w)
{
	const struct deck_filter all = {.level = LEVEL_NONE, .kinds = DECK_ALL};
	struct diags diags;

	diags_init(&diags);
	ck_assert_int_eq(library_open(&w->library, &w->paths, &diags), STATUS_OK);
	diags_done(&diags);
	ck_assert_int_eq(deck_open(&w->deck, &w->library, &all), STATUS_OK);
}

static void make_world(struct study_world *w)
{
	*w = (struct study_world){.folder = "/tmp/gradus-study-XXXXXX"};
	ck_assert_ptr_nonnull(mkdtemp(w->folder));
	ck_assert_int_eq(setenv("GRADUS_ROOT", ".", 1), 0);
	ck_assert_int_eq(paths_init(&w->paths), STATUS_OK);
	replace(&w->paths.questions, "tests/data/study/packs");
	replace(&w->paths.lessons, "tests/data/study/lessons");
	replace(&w->paths.packs, w->folder);
}

static void open_rest(struct study_world *w)
{
	const struct live_options options = {0};

	open_pages(w);
	ck_assert_int_eq(runner_new(&w->runner, &w->paths), STATUS_OK);
	ck_assert_int_eq(live_new(&w->live, w->runner, &options), STATUS_OK);
	open_progress(w);
}

void study_world_open(struct study_world *w)
{
	make_world(w);
	open_rest(w);
}

void study_world_open_copy(struct study_world *w)
{
	char command[128];

	make_world(w);
	snprintf(command, sizeof(command), "cp -r tests/data/study/packs '%s/packs'", w->folder);
	ck_assert_int_eq(system(command), 0);
	snprintf(command, sizeof(command), "%s/packs", w->folder);
	replace(&w->paths.questions, command);
	open_rest(w);
}

void study_world_reload(struct study_world *w)
{
	deck_free(w->deck);
	library_done(&w->library);
	open_pages(w);
}

void study_world_close(struct study_world *w)
{
	char command[128];

	progress_close(w->progress);
	deck_free(w->deck);
	live_free(w->live);
	runner_free(w->runner);
	library_done(&w->library);
	paths_done(&w->paths);
	snprintf(command, sizeof(command), "rm -rf '%s'", w->folder);
	ck_assert_int_eq(system(command), 0);
}

void study_world_reopen(struct study_world *w)
{
	progress_close(w->progress);
	open_progress(w);
}

const struct deck_card *study_card(const struct study_world *w, const char *name)
{
	long i = deck_find(w->deck, name);

	ck_assert_msg(i != DECK_NONE, "there is no card '%s'", name);
	return deck_card(w->deck, (size_t)i);
}

void study_compute(struct study_world *w)
{
	ck_assert_int_eq(live_finish(w->live, NULL, NULL), STATUS_OK);
}

/* ---- answers */

/* The square of the number that the prompt names. */
static bool answer_number(struct asking *a, bool is_right, char hint[ANSWER_HINT_BYTES])
{
	const char *at = strstr(asking_prompt(a), "x = ");
	double x = at ? strtod(at + 4, NULL) : 0;
	char text[32];

	ck_assert_double_ge(x, 2);
	snprintf(text, sizeof(text), "%g", is_right ? x * x : -x);
	return asking_answer(a, text, hint);
}

/* Right options in the right order; wrong: the first wrong one, or an order
 * turned round. */
static bool answer_options(struct asking *a, bool is_right, char hint[ANSWER_HINT_BYTES])
{
	const struct quiz_item *item = asking_card(a)->item;
	size_t picked[ANSWER_MAX_CHOICES], n = 0, n_options = asking_n_options(a);

	for (size_t i = 0; i < n_options; i++) {
		struct asked_option o = asking_option(a, i);

		if (item->kind == ITEM_ORDER) {
			picked[is_right ? o.place : n_options - 1 - o.place] = i;
			n = n_options;
		} else if (o.is_right == is_right && (item->kind == ITEM_MULTIPLE || !n)) {
			picked[n++] = i;
		}
	}
	return asking_pick(a, picked, n, hint);
}

void study_answer(struct study_world *w, struct asking *asking, bool is_right)
{
	const struct quiz_item *item = asking_card(asking)->item;
	size_t all[ANSWER_MAX_CHOICES], n = asking_n_options(asking);
	char hint[ANSWER_HINT_BYTES];
	bool done;

	study_compute(w);
	for (size_t i = 0; i < n; i++)
		all[i] = i;
	if (!item)
		asking_reveal(asking);
	if (!item)
		done = asking_pick(asking, all, is_right ? n : 0, hint);
	else if (item->kind == ITEM_NUMERIC)
		done = answer_number(asking, is_right, hint);
	else
		done = answer_options(asking, is_right, hint);
	ck_assert_msg(done, "%s: %s", asking_card(asking)->name, hint);
	ck_assert_int_eq(asking_verdict(asking)->is_right, is_right);
}
