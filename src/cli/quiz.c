/* gradus quiz and gradus review, in the line mode: questions on standard
 * output, answers on standard input, each kept before it is explained. */
#include "base/arena.h"
#include "base/text.h"
#include "cli/ask.h"
#include "cli/saved.h"
#include "learn/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

enum {
	OPTION_LEVEL = OPTION_FIRST_OWN,
	OPTION_TOPIC,
	OPTION_COUNT,
	OPTION_SEED,
	DEFAULT_COUNT = 10,
	NEW_A_DAY = 10,
	MAX_COUNT = 1000
};

struct wish {
	enum level level;
	const char *topic;
	size_t count;
	uint64_t seed;
	bool is_review;
};

struct asked_page {
	struct page_ref ref;
	struct document document;
};

struct entry {
	size_t page;
	const struct quiz_item *item;
	const char *name; /* pack/question#item */
};

/* All that may be asked, and the session over it. */
struct quiz {
	struct cli *cli;
	struct wish wish;
	struct arena *arena;
	struct asked_page *pages;
	size_t n_pages, cap_pages;
	struct entry *entries;
	size_t n, cap;
	struct progress *progress;
	struct runner *runner;
	struct live *live;
	size_t n_asked, n_right;
	struct review last; /* of this session, may be graded anew; no item: none */
};

static bool has_topic(const struct front_matter *front, const char *topic)
{
	for (size_t i = 0; topic && i < front->n_topics; i++)
		if (strcasecmp(front->topics[i], topic) == 0)
			return true;
	return !topic;
}

static enum status add_items(struct quiz *q, size_t page, const struct asked_page *p)
{
	for (size_t i = 0; i < p->document.n_items; i++) {
		const struct quiz_item *item = &p->document.items[i];
		struct entry *grown =
			arena_grow(q->arena, q->entries, q->n, &q->cap, sizeof(*grown));

		if (!grown)
			return STATUS_NO_MEMORY;
		q->entries = grown;
		if (!item->id[0])
			continue;
		grown[q->n++] = (struct entry){.page = page,
			.item = item,
			.name = arena_printf(q->arena, "%s/%s#%s", p->ref.pack->name,
				p->ref.question->slug, item->id)};
	}
	return arena_status(q->arena);
}

/* A page with mistakes is not asked: its items may lack what an answer needs. */
static enum status add_page(struct quiz *q, const struct page_ref *ref)
{
	struct asked_page *page =
		arena_grow(q->arena, q->pages, q->n_pages, &q->cap_pages, sizeof(*page));
	struct diags diags;
	enum status status;

	if (!page)
		return STATUS_NO_MEMORY;
	q->pages = page;
	page += q->n_pages;
	page->ref = *ref;
	diags_init(&diags);
	status = document_read(&page->document, ref->path, ref->kind, &diags);
	if (status == STATUS_OK && (diags.n || !page->document.n_items ||
					   !has_topic(&page->document.front, q->wish.topic)))
		document_done(&page->document);
	diags_done(&diags);
	if (status != STATUS_OK || !page->document.n_items)
		return status == STATUS_NO_MEMORY ? status : STATUS_OK;
	q->n_pages++;
	return add_items(q, q->n_pages - 1, page);
}

static enum status collect(struct quiz *q)
{
	const struct library *library = &q->cli->library;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < library->n_packs; i++) {
		const struct pack *pack = library->packs[i];

		for (size_t j = 0; j < pack->n_questions && status == STATUS_OK; j++) {
			const struct question *question = &pack->questions[j];
			struct page_ref ref = library_question(pack, question);

			if (ref.path &&
				(q->wish.level == LEVEL_NONE || q->wish.level == question->level))
				status = add_page(q, &ref);
		}
	}
	return status;
}

/* ---- the plan */

static enum status plan_review(struct quiz *q, size_t *picked, size_t *n)
{
	const struct fsrs fsrs = fsrs_defaults();
	struct candidate *c = arena_array(q->arena, q->n, sizeof(*c));
	struct session_limits limits = {.count = q->wish.count, .now_ms = saved_now_ms()};
	int64_t today = limits.now_ms - limits.now_ms % INT64_C(86400000);
	size_t n_new;
	enum status status = c ? STATUS_OK : STATUS_NO_MEMORY;

	for (size_t i = 0; i < q->n && status == STATUS_OK; i++) {
		c[i].page = q->entries[i].page;
		status = progress_card(q->progress, q->entries[i].name, &c[i].card);
		c[i].recall = fsrs_retrievability(&fsrs, &c[i].card, limits.now_ms);
	}
	if (status == STATUS_OK)
		status = progress_n_new_since(q->progress, today, &n_new);
	if (status != STATUS_OK)
		return status;
	limits.n_new = n_new < NEW_A_DAY ? NEW_A_DAY - n_new : 0;
	*n = session_review(c, q->n, &limits, picked);
	return STATUS_OK;
}

static enum status plan(struct quiz *q, size_t *picked, size_t *n)
{
	const struct session_limits limits = {.count = q->wish.count, .seed = q->wish.seed};

	if (q->wish.is_review)
		return plan_review(q, picked, n);
	*n = session_quiz(q->n, &limits, picked);
	return STATUS_OK;
}

/* ---- one item */

static enum status save(struct quiz *q, const struct entry *e, const struct verdict *v,
	enum rating *rating, struct fsrs_card *card)
{
	struct review review = {.item = e->name,
		.at_ms = saved_now_ms(),
		.is_right = v->is_right,
		.n_hints = v->n_hints,
		.took_ms = v->took_ms};
	enum status status = progress_card(q->progress, e->name, card);

	if (status != STATUS_OK)
		return status;
	*rating = session_grade(
		e->item->kind, card->state == CARD_NEW, v->is_right, v->n_hints, v->took_ms);
	review.rating = *rating;
	status = progress_add(q->progress, &review, card);
	if (status == STATUS_OK)
		q->last = review;
	return status;
}

/* A pack's name is a folder's, which may hold anything. */
static void print_name(const char *name)
{
	struct buf safe;

	buf_init(&safe);
	text_clean(&safe, name, strlen(name));
	fputs(safe.data, stdout);
	buf_done(&safe);
}

/* "undo": takes back the last answer that is not taken back, of any session. */
static void undo(struct quiz *q)
{
	unsigned char id[PROGRESS_ID_BYTES];
	struct buf item;
	enum status status;

	buf_init(&item);
	status = progress_last(q->progress, id, &item);
	if (status == STATUS_OK)
		status = progress_undo(q->progress, id, saved_now_ms());
	if (status == STATUS_OK) {
		printf("Taken back: the answer to ");
		print_name(item.data);
		puts(".");
	} else {
		puts(status == STATUS_NOT_FOUND ? "There is no answer to take back."
						: progress_error(q->progress));
	}
	buf_done(&item);
	q->last.item = NULL;
}

/* "grade easy": the last answer under another grade. The new record comes
 * first, so that a kill between the two loses nothing. */
static void grade_anew(struct quiz *q, const char *name)
{
	struct review review = q->last;
	enum status status;

	review.rating = rating_from_name(name);
	if (!review.item || !review.rating) {
		puts(review.item ? "A grade is again, hard, good or easy."
				 : "There is no answer to grade.");
		return;
	}
	status = progress_add(q->progress, &review, NULL);
	if (status == STATUS_OK)
		status = progress_undo(q->progress, q->last.id, saved_now_ms());
	if (status == STATUS_OK)
		q->last = review;
	printf("%s%s\n", status == STATUS_OK ? "Now saved as " : progress_error(q->progress),
		status == STATUS_OK ? rating_name(review.rating) : "");
}

static bool obey(void *context, const char *line)
{
	static const char grade[] = "grade ";

	if (strcmp(line, "undo") == 0)
		undo(context);
	else if (strncmp(line, grade, strlen(grade)) == 0)
		grade_anew(context, line + strlen(grade));
	else
		return false;
	return true;
}

static void print_saved(const struct verdict *v, enum rating rating, const struct fsrs_card *card)
{
	int64_t minutes = (card->due_ms - card->last_ms) / 60000;

	printf("%s Saved as %s; again in ", v->is_right ? "Right." : "Wrong.", rating_name(rating));
	if (card->interval)
		printf("%d day%s.\n", card->interval, card->interval == 1 ? "" : "s");
	else
		printf("%lld minute%s.\n", (long long)minutes, minutes == 1 ? "" : "s");
	if (card->lapses >= PROGRESS_LEECH_LAPSES)
		printf("Forgotten %d times: read the page again.\n", card->lapses);
	putchar('\n');
	fflush(stdout);
}

static enum ask_end ask_entry(struct quiz *q, const struct entry *e)
{
	struct asking asking = {.cli = q->cli,
		.view = {.library = &q->cli->library,
			.page = q->pages[e->page].ref,
			.live = q->live,
			.arena = q->arena},
		.item = e->item,
		.name = e->name,
		.seed = q->wish.seed,
		.obey = obey,
		.context = q};
	struct fsrs_card card;
	struct verdict verdict;
	enum rating rating;
	enum ask_end end = ask_item(&asking, &verdict);

	if (end != ASK_ANSWERED)
		return end;
	if (save(q, e, &verdict, &rating, &card) != STATUS_OK) {
		cli_error("%s", progress_error(q->progress));
		end = ASK_QUIT;
	} else {
		q->n_asked++;
		q->n_right += verdict.is_right;
		print_saved(&verdict, rating, &card);
		ask_print(&asking, verdict.explanation.data);
		printf("\n");
	}
	verdict_done(&verdict);
	return end;
}

static enum status run_session(struct quiz *q)
{
	size_t *picked = arena_array(q->arena, q->n + 1, sizeof(*picked)), n = 0;
	enum status status = picked ? plan(q, picked, &n) : STATUS_NO_MEMORY;
	enum ask_end end = ASK_ANSWERED;

	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < n && end != ASK_QUIT; i++) {
		const struct entry *e = &q->entries[picked[i]];

		printf("%zu of %zu: ", i + 1, n);
		print_name(e->name);
		putchar('\n');
		fflush(stdout);
		end = ask_entry(q, e);
	}
	if (!n)
		puts(q->wish.is_review ? "Nothing is due." : "No quiz item matches.");
	else
		printf("%zu asked, %zu right.\n", q->n_asked, q->n_right);
	return STATUS_OK;
}

static enum status begin(struct quiz *q)
{
	const struct live_options options = {0};
	enum status status;

	runner_new(&q->runner, &q->cli->paths);
	if (!q->runner)
		return STATUS_NO_MEMORY;
	status = live_new(&q->live, q->runner, &options);
	if (status == STATUS_OK)
		status = collect(q);
	return status == STATUS_OK ? run_session(q) : status;
}

static int run_wish(struct cli *cli, const struct wish *wish)
{
	struct quiz q = {.cli = cli, .wish = *wish, .arena = arena_new()};
	int exit_status = EXIT_WRONG;
	enum status status;

	q.progress = q.arena ? saved_open(cli) : NULL;
	if (q.progress) {
		status = begin(&q);
		if (status == STATUS_OK)
			exit_status = EXIT_DONE;
		else
			cli_error("%s", status_text(status));
	}
	live_free(q.live);
	runner_free(q.runner);
	for (size_t i = 0; i < q.n_pages; i++)
		document_done(&q.pages[i].document);
	progress_close(q.progress);
	arena_free(q.arena);
	return exit_status;
}

/* ---- the commands */

static bool read_count(const char *text, size_t *count)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (text[0] < '0' || text[0] > '9' || *end || n < 1 || n > MAX_COUNT) {
		cli_error("--count is a number from 1 to %d, not '%s'", MAX_COUNT, text);
		return false;
	}
	*count = n;
	return true;
}

static bool read_seed(const char *text, uint64_t *seed)
{
	char *end;

	*seed = strtoull(text, &end, 10);
	if (text[0] >= '0' && text[0] <= '9' && !*end)
		return true;
	cli_error("--seed is a whole number, not '%s'", text);
	return false;
}

static bool read_level(const char *text, enum level *level)
{
	*level = level_from_name(text);
	if (*level != LEVEL_NONE)
		return true;
	cli_error("--level is beginner, intermediate or senior, not '%s'", text);
	return false;
}

static bool read_own(int option, struct wish *wish)
{
	switch (option) {
	case OPTION_LEVEL:
		return read_level(optarg, &wish->level);
	case OPTION_COUNT:
		return read_count(optarg, &wish->count);
	case OPTION_SEED:
		return read_seed(optarg, &wish->seed);
	default:
		wish->topic = optarg;
		return true;
	}
}

static int run_command_of(
	struct cli *cli, const struct command *command, bool is_review, int argc, char **argv)
{
	static const struct option options[] = {
		{"level", required_argument, NULL, OPTION_LEVEL},
		{"topic", required_argument, NULL, OPTION_TOPIC},
		{"count", required_argument, NULL, OPTION_COUNT},
		{"seed", required_argument, NULL, OPTION_SEED},
		CLI_OPTIONS,
	};
	struct wish wish = {.level = LEVEL_NONE, .count = DEFAULT_COUNT, .is_review = is_review};
	int option, exit_status;

	if (is_review)
		wish.count = MAX_COUNT;
	if (getrandom(&wish.seed, sizeof(wish.seed), 0) != (ssize_t)sizeof(wish.seed))
		wish.seed = (uint64_t)saved_now_ms();
	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option >= OPTION_FIRST_OWN && !read_own(option, &wish))
			return EXIT_USAGE;
		if (option < OPTION_FIRST_OWN && cli_option(cli, command, option, &exit_status))
			return exit_status;
	}
	if (optind != argc) {
		cli_error("%s takes no '%s'", command->name, argv[optind]);
		return EXIT_USAGE;
	}
	return cli_open_library(cli, NULL) ? run_wish(cli, &wish) : EXIT_USAGE;
}

static int run_quiz(struct cli *cli, int argc, char **argv)
{
	return run_command_of(cli, &quiz_command, false, argc, argv);
}

static int run_review(struct cli *cli, int argc, char **argv)
{
	return run_command_of(cli, &review_command, true, argc, argv);
}

#define QUIZ_OPTIONS \
	"  --level L      beginner, intermediate or senior\n" \
	"  --topic T      questions whose pages name this topic\n" \
	"  --count N      at most so many items\n" \
	"  --seed S       what is drawn follows from this number\n\n" \
	"Questions are written to standard output, a line of standard input answers each:\n" \
	"letters, a number (0.5, 1e-3, 1/3, 5 %), ? for a hint, skip, quit; undo takes\n" \
	"back the last answer, 'grade easy' (again, hard, good) changes its grade. An answer\n" \
	"is saved before it is explained. Exit status 0 also when answers were wrong.\n"

const struct command quiz_command = {
	.name = "quiz",
	.synopsis = "[--level L] [--topic T] [--count N] [--seed S]",
	.summary = "Answer quiz items, their keys computed for what is drawn",
	.help = QUIZ_OPTIONS,
	.run = run_quiz,
};

const struct command review_command = {
	.name = "review",
	.synopsis = "[--level L] [--topic T] [--count N] [--seed S]",
	.summary = "Answer what is due today, then new items",
	.help = QUIZ_OPTIONS,
	.run = run_review,
};
