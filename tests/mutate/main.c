/*
 * Makes small mistakes in a demo, one at a time, and counts which of them
 * its checks and pages catch: mutate DEMO FOLDER [MUTATIONS]. Mutants are written to
 * FOLDER/<stem>, executables kept below FOLDER. `make mutate` runs it; docs/DEMOS.md tells.
 *
 * Exit status: 0 if 95 % or more are caught, 1 if less, 2 if it can't be measured.
 */
#include "base/paths.h"
#include "mutate/report.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MUTATIONS = 80, MAX_SOURCE_BYTES = 1 << 20, CANT = 2 };

struct world {
	struct paths paths;
	struct library library;
	struct runner *runner;
	struct arena *arena;
	struct buf source;
	struct diags diags;
};

static int complain(const char *demo, const char *what)
{
	fprintf(stderr, "mutate: %s: %s\n", demo, what);
	return CANT;
}

/* The library with only what is shipped; executables go to `folder`. */
static enum status open_world(struct world *w, const char *folder)
{
	enum status status = paths_init(&w->paths);
	char *cache = strdup(folder), *packs = strdup("/nonexistent");

	if (status != STATUS_OK || !cache || !packs) {
		free(cache);
		free(packs);
		return status == STATUS_OK ? STATUS_NO_MEMORY : status;
	}
	free(w->paths.cache);
	free(w->paths.packs);
	w->paths.cache = cache;
	w->paths.packs = packs;
	status = paths_make_folder(folder);
	if (status == STATUS_OK)
		status = library_open(&w->library, &w->paths, &w->diags);
	diags_done(&w->diags);
	diags_init(&w->diags);
	return status == STATUS_OK ? runner_new(&w->runner, &w->paths) : status;
}

static void close_world(struct world *w)
{
	runner_free(w->runner);
	library_done(&w->library);
	paths_done(&w->paths);
	arena_free(w->arena);
	buf_done(&w->source);
	diags_done(&w->diags);
}

/* A folder for the mutants of a demo. */
static const char *make_folder(struct world *w, const char *demo, const char *folder)
{
	const char *slash = strrchr(demo, '/'), *stem = slash ? slash + 1 : demo;
	const char *path = arena_printf(w->arena, "%s/%.*s", folder, (int)strcspn(stem, "."), stem);

	return path && paths_make_folder(path) == STATUS_OK ? path : NULL;
}

static int measure(struct world *w, const struct subject *subject, const char *folder, size_t most)
{
	struct mutants mutants;
	const struct trials trials = {.subject = subject,
		.mutants = &mutants,
		.source = w->source.data,
		.folder = make_folder(w, subject->page.demo, folder)};
	struct finding *findings;
	enum status status;
	struct buf out;
	int result = CANT;

	if (!trials.folder)
		return complain(folder, "can't be made");
	if (!mutants_find(&mutants, w->arena, w->source.data))
		return complain(subject->page.demo, "its brackets don't pair, or memory ran out");
	mutants_sample(&mutants, most);
	findings = arena_array(w->arena, mutants.n, sizeof(*findings));
	status = findings ? trials_run(&trials, findings) : STATUS_NO_MEMORY;
	if (status != STATUS_OK)
		return complain(subject->page.demo, status_text(status));
	buf_init(&out);
	report_write(&trials, findings, &out);
	if (buf_status(&out) == STATUS_OK && fputs(out.data, stdout) != EOF)
		result = report_is_good(&mutants, findings) ? EXIT_SUCCESS : EXIT_FAILURE;
	buf_done(&out);
	return result;
}

static int run(struct world *w, const char *demo, const char *folder, size_t most)
{
	enum status status = open_world(w, folder);
	struct subject subject;
	struct page_ref page;
	int result;

	if (status != STATUS_OK)
		return complain(demo, status_text(status));
	if (!library_find(&w->library, NULL, demo, &page) || !page.question || !page.demo)
		return complain(demo, "no demo of a question");
	if (buf_read_file(&w->source, page.demo, MAX_SOURCE_BYTES) != STATUS_OK)
		return complain(page.demo, "can't be read");
	status = subject_init(&subject, &w->library, w->runner, &page, w->arena, &w->diags);
	if (status != STATUS_OK) {
		result = complain(demo, status_text(status));
	} else if (w->diags.n) {
		for (size_t i = 0; i < w->diags.n; i++)
			complain(demo, w->diags.items[i].message);
		result = CANT;
	} else {
		result = measure(w, &subject, folder, most);
	}
	subject_done(&subject);
	return result;
}

int main(int argc, char **argv)
{
	struct world w = {0};
	long most = argc > 3 ? strtol(argv[3], NULL, 10) : MUTATIONS;
	int result;

	setlocale(LC_ALL, "C.UTF-8");
	if (argc < 3 || argc > 4 || most < 1) {
		fprintf(stderr, "usage: mutate DEMO FOLDER [MUTATIONS]\n");
		return CANT;
	}
	w.arena = arena_new();
	buf_init(&w.source);
	diags_init(&w.diags);
	result = w.arena ? run(&w, argv[1], argv[2], (size_t)most)
			 : complain(argv[1], status_text(STATUS_NO_MEMORY));
	close_world(&w);
	return result;
}
