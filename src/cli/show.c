/* gradus show: a page as text, its live numbers computed now. */
#include "cli/cli.h"

#include "base/arena.h"
#include "pack/reading.h"
#include "study/deck.h"
#include "verify/view.h"

#include <stdio.h>
#include <string.h>

enum { OPTION_SECTION = OPTION_FIRST_OWN, MAX_LOOSE_BYTES = 256 << 20 };

static const struct style plain = {.role = ROLE_TEXT};
static const struct style dim = {.role = ROLE_DIM};
static const struct style code = {.role = ROLE_CODE};
static const struct style heading = {.role = ROLE_HEADING, .attr = ATTR_BOLD};

static void next_line(struct lines *out)
{
	lines_end(out);
	lines_pad(out, plain, 1);
}

/* The page's title, and right of it or below what the front matter says. */
static void put_title(
	struct lines *out, const struct page_ref *ref, const struct front_matter *front, int width)
{
	const char *title = ref->title[0] ? ref->title : front->title;
	struct buf about;

	if (!title)
		return;
	buf_init(&about);
	buf_puts(&about, level_name(front->level));
	if (front->reviewed)
		buf_printf(&about, "%sreviewed %s", about.n ? " \xC2\xB7 " : "", front->reviewed);
	lines_pad(out, plain, 1);
	if (ref->question)
		lines_printf(out, dim, "%d \xC2\xB7 ", ref->question->number);
	lines_wrap(out, heading, title, width - lines_open_cells(out));
	if (lines_open_cells(out) + (int)about.n + 3 <= width)
		lines_pad(out, plain, width - lines_open_cells(out) - (int)about.n);
	else
		next_line(out);
	lines_puts(out, dim, about.data);
	lines_end(out);
	buf_done(&about);
}

/* Does this name find the page that is shown? */
static bool names_it(struct live_view *view, const char *name)
{
	struct page_ref found;

	return library_find(view->library, NULL, name, &found) && found.path &&
	       strcmp(found.path, view->page.path) == 0;
}

/* What the reader types for this page: its slug, its number where the slug is longer than
 * `room`, the pack's name or "lesson:" and the slug where these would find another page.
 * False for what has no cards. */
static bool quiz_name(struct live_view *view, int room, char *out, size_t size)
{
	const struct page_ref *ref = &view->page;
	const struct question *q = ref->question;
	char number[16];

	if (!deck_page_name(ref, out, size))
		return false;
	snprintf(number, sizeof(number), "%d", q ? q->number : 0);
	if (q && names_it(view, q->slug) && (int)strlen(q->slug) <= room)
		snprintf(out, size, "%s", q->slug);
	else if (q && names_it(view, number))
		snprintf(out, size, "%s", number);
	else if (!q && names_it(view, ref->name) && !strchr(ref->name, '/'))
		snprintf(out, size, "%s", ref->name);
	return true;
}

/* The quiz is played, not read: its answers stay out of sight. */
static void put_quiz_note(
	struct lines *out, struct live_view *view, const struct document *d, int width)
{
	static const char command[] = "gradus quiz --page ";
	int room = width - 3 - (int)strlen("99 items: ") - (int)strlen(command);
	char name[512];

	if (!d->n_items || !quiz_name(view, room, name, sizeof(name)))
		return;
	lines_end(out);
	lines_pad(out, plain, 1);
	lines_puts(out, heading, "Quiz");
	lines_end(out);
	lines_end(out);
	lines_pad(out, plain, 3);
	lines_printf(out, plain, "%zu item%s: ", d->n_items, d->n_items == 1 ? "" : "s");
	if ((int)strlen(name) > room) {
		lines_end(out);
		lines_pad(out, plain, 3);
	}
	lines_printf(out, code, "%s%s", command, name);
	lines_end(out);
}

static enum status print_part(struct cli *cli, struct live_view *view, const char *text, size_t n)
{
	struct page_options options = cli_page_options(cli);
	struct page page;
	enum status status;

	options.live = view->page.kind != DOCUMENT_PLAIN ? view_item : NULL;
	options.live_context = view;
	status = page_layout(&page, text, n, &options);
	if (status == STATUS_OK && !cli_print_lines(cli, &page.lines))
		status = STATUS_CANCELLED; /* why has been said */
	page_done(&page);
	return status;
}

/* Everything but the quiz. */
static enum status print_whole(struct cli *cli, struct live_view *view, const struct document *d)
{
	enum status status;
	struct buf text;

	buf_init(&text);
	reading_text(d, &text);
	status = buf_status(&text);
	if (status == STATUS_OK)
		status = print_part(cli, view, text.data, text.n);
	buf_done(&text);
	return status;
}

static enum status print_document(
	struct cli *cli, struct live_view *view, const struct document *d, const char *section)
{
	const struct section *s = section ? document_section(d, section) : NULL;
	const int most = PAGE_MARGIN_CELLS + PAGE_MAX_TEXT_CELLS;
	struct lines lines;
	enum status status = STATUS_OK;

	if (s)
		return print_part(cli, view, d->text + s->begin, s->end - s->begin);
	lines_init(&lines);
	put_title(&lines, &view->page, &d->front, cli->width < most ? cli->width : most);
	lines_end(&lines);
	if (!cli_print_lines(cli, &lines))
		status = STATUS_CANCELLED;
	lines_done(&lines);
	if (status == STATUS_OK)
		status = print_whole(cli, view, d);
	lines_init(&lines);
	put_quiz_note(&lines, view, d, cli->width);
	if (status == STATUS_OK && !cli_print_lines(cli, &lines))
		status = STATUS_CANCELLED;
	lines_done(&lines);
	return status;
}

/* Computes what the page asks for. */
static enum status compute(struct live_view *view, const struct document *d)
{
	struct cli_progress progress = {0};
	enum status status = view_want(view, d);

	if (status == STATUS_OK)
		status = live_finish(view->live, cli_progress, &progress);
	cli_progress_end(&progress);
	return status;
}

static bool section_is_there(const struct document *d, const char *section)
{
	struct buf names;

	if (!section || document_section(d, section))
		return true;
	buf_init(&names);
	for (size_t i = 0; i < d->n_sections; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", d->sections[i].title);
	cli_error("there is no section '%s'; there are: %s", section, names.data);
	buf_done(&names);
	return false;
}

static enum status show_document(struct cli *cli, struct live_view *view, struct runner *runner,
	const struct document *d, const char *section)
{
	const struct live_options options = {0};
	enum status status = live_new(&view->live, runner, &options);

	view->arena = arena_new();
	if (status == STATUS_OK && !view->arena)
		status = STATUS_NO_MEMORY;
	if (status == STATUS_OK)
		status = compute(view, d);
	if (status == STATUS_OK)
		status = print_document(cli, view, d, section);
	live_free(view->live);
	arena_free(view->arena);
	return status;
}

static int show_page(struct cli *cli, const struct page_ref *ref, const char *section)
{
	struct live_view view = {.library = &cli->library, .page = *ref};
	struct runner *runner = NULL;
	struct document document;
	struct diags diags;
	int exit_status = EXIT_USAGE;
	enum status status;

	diags_init(&diags);
	status = document_read(&document, ref->path, ref->kind, &diags);
	diags_done(&diags); /* `check` tells them */
	if (status != STATUS_OK) {
		cli_error("%s can't be read: %s", ref->path, status_text(status));
		return EXIT_USAGE;
	}
	if (section_is_there(&document, section)) {
		runner_new(&runner, &cli->paths);
		status = runner ? show_document(cli, &view, runner, &document, section)
				: STATUS_NO_MEMORY;
		if (status != STATUS_OK && status != STATUS_CANCELLED)
			cli_error("%s: %s", ref->path, status_text(status));
		exit_status = status == STATUS_OK ? EXIT_DONE : EXIT_WRONG;
	}
	runner_free(runner);
	document_done(&document);
	return exit_status;
}

/* Any markdown file that is no page of a pack: whatever its size and however
 * strange, it is laid out as it is, behind its front matter if it has one. */
static int show_loose(struct cli *cli, const struct page_ref *ref)
{
	struct live_view view = {.library = &cli->library, .page = *ref};
	struct arena *arena = arena_new();
	struct front_matter front = {0};
	struct diags ignored;
	struct buf text;
	enum status status;

	buf_init(&text);
	diags_init(&ignored);
	status = arena ? buf_read_file(&text, ref->path, MAX_LOOSE_BYTES) : STATUS_NO_MEMORY;
	if (status == STATUS_OK && strncmp(text.data, "---", 3) == 0)
		front_matter_parse(&front, arena, ref->path, text.data, text.n, &ignored);
	if (status == STATUS_OK)
		status = print_part(cli, &view, text.data + front.body, text.n - front.body);
	if (status != STATUS_OK && status != STATUS_CANCELLED)
		cli_error("%s can't be shown: %s", ref->path, status_text(status));
	diags_done(&ignored);
	buf_done(&text);
	arena_free(arena);
	return status == STATUS_OK ? EXIT_DONE : EXIT_WRONG;
}

/* Just any markdown file is shown without a look at the packs. */
static bool is_loose(struct cli *cli, const char *name, struct page_ref *ref)
{
	bool loose;

	if (paths_init(&cli->paths) != STATUS_OK)
		return false;
	loose = library_is_loose(&cli->paths, name, ref);
	paths_done(&cli->paths);
	return loose;
}

static int run(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{"section", required_argument, NULL, OPTION_SECTION},
		CLI_OPTIONS,
	};
	const char *section = NULL;
	struct page_ref ref;
	int option, exit_status;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option == OPTION_SECTION)
			section = optarg;
		else if (cli_option(cli, &show_command, option, &exit_status))
			return exit_status;
	}
	if (optind != argc - 1) {
		cli_error("show needs one page; 'gradus list' shows them");
		return EXIT_USAGE;
	}
	if (!section && is_loose(cli, argv[optind], &ref))
		return show_loose(cli, &ref);
	if (!cli_open_library(cli, NULL) || !cli_find(cli, argv[optind], &ref))
		return EXIT_USAGE;
	if (!ref.path) {
		cli_error("'%s' is planned: its answer is not yet written", ref.title);
		return EXIT_USAGE;
	}
	if (ref.kind == DOCUMENT_PLAIN && !section)
		return show_loose(cli, &ref);
	return show_page(cli, &ref, section);
}

const struct command show_command = {
	.name = "show",
	.synopsis = "PAGE [--section NAME]",
	.summary = "Show a page, its numbers computed now",
	.help = "PAGE is a slug, a number, PACK/SLUG, a lesson's slug or the path of any markdown "
		"file.\n\n"
		"  --section NAME   only this section, or the one that begins so\n",
	.run = run,
};
