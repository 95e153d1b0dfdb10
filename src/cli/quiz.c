/* gradus quiz and gradus review, in the line mode: questions on standard
 * output, answers on standard input, each kept before it is explained. */
#include "cli/ask.h"
#include "cli/desk.h"
#include "cli/saved.h"
#include "study/sitting.h"

#include <stdio.h>
#include <string.h>

enum {
	OPTION_LEVEL = OPTION_FIRST_OWN,
	OPTION_TOPIC,
	OPTION_COUNT,
	OPTION_SEED,
	OPTION_RECALL,
	OPTION_PAGE,
	DEFAULT_COUNT = 10
};

struct wish {
	const char *page; /* as the reader named it; NULL: all */
	struct deck_filter filter;
	struct sitting_wish sitting;
};

/* A session in the line mode. */
struct quiz {
	struct desk desk;
	struct sitting *sitting;
	struct ask ask; /* the present one */
};

/* ---- orders */

/* The card of the answer taken back is asked next. */
static void undo(struct quiz *q)
{
	const char *name;
	enum status status = sitting_undo(q->sitting, saved_now_ms(), &name);

	if (status == STATUS_OK) {
		printf("Taken back: the answer to ");
		ask_print_safe(name);
		puts(".");
		q->ask.is_over = !sitting_asking(q->sitting);
	} else {
		puts(status == STATUS_NOT_FOUND ? "There is no answer to take back."
						: sitting_error(q->sitting));
	}
}

static void grade_anew(struct quiz *q, const char *name)
{
	enum rating rating = rating_from_name(name);
	enum status status;

	if (!sitting_answer(q->sitting)) {
		puts("There is no answer to grade.");
		return;
	}
	if (!rating) {
		puts("A grade is again, hard, good or easy.");
		return;
	}
	status = sitting_grade(q->sitting, rating, saved_now_ms());
	if (status == STATUS_OK)
		printf("Now saved as %s.\n", rating_name(rating));
	else
		puts(sitting_error(q->sitting));
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

/* ---- one card */

static void print_interval(int64_t ms)
{
	int64_t minutes = (ms + 59999) / 60000;

	printf("%lld minute%s", (long long)minutes, minutes == 1 ? "" : "s");
}

static void print_saved(const struct sitting_answer *a)
{
	printf("%s Saved as %s; again in ", a->is_right ? "Right." : "Wrong.",
		rating_name(a->rating));
	if (a->card.interval)
		printf("%d day%s", a->card.interval, a->card.interval == 1 ? "" : "s");
	else
		print_interval(a->card.due_ms - a->card.last_ms);
	puts(".");
	if (a->card.lapses >= PROGRESS_LEECH_LAPSES)
		printf("Forgotten %d times: read the page again.\n", a->card.lapses);
	putchar('\n');
	fflush(stdout);
}

static enum ask_end ask_present(struct quiz *q)
{
	int64_t took_ms;
	enum ask_end end;

	q->ask = (struct ask){.cli = q->desk.cli,
		.live = q->desk.live,
		.asking = sitting_asking(q->sitting),
		.order = obey,
		.context = q};
	end = ask_card(&q->ask, &took_ms);
	if (end == ASK_SKIPPED || end == ASK_FAILED)
		sitting_skip(q->sitting);
	if (end != ASK_ANSWERED)
		return end;
	if (sitting_save(q->sitting, took_ms, saved_now_ms()) != STATUS_OK) {
		cli_error("%s", sitting_error(q->sitting));
		return ASK_QUIT;
	}
	print_saved(sitting_answer(q->sitting));
	ask_print(&q->ask, asking_verdict(q->ask.asking)->explanation);
	putchar('\n');
	return end;
}

/* ---- the session */

static void print_end(const struct quiz *q, bool is_review)
{
	struct sitting_counts c = sitting_counts(q->sitting, saved_now_ms());

	if (!c.n_planned && !c.n_answered) {
		puts(is_review ? "Nothing is due." : "No quiz item matches.");
		return;
	}
	printf("%zu asked, %zu right.\n", c.n_answered, c.n_right);
	if (!c.n_later)
		return;
	printf("%zu to learn come%s again, the next in ", c.n_later, c.n_later == 1 ? "s" : "");
	print_interval(c.next_ms - saved_now_ms());
	puts(".");
}

static enum status run_session(struct quiz *q, const struct wish *wish)
{
	enum status status = STATUS_OK;
	enum ask_end end = ASK_ANSWERED;

	while (end != ASK_QUIT && status == STATUS_OK) {
		struct sitting_counts c;

		status = sitting_next(q->sitting, saved_now_ms());
		if (status != STATUS_OK)
			break;
		c = sitting_counts(q->sitting, saved_now_ms());
		printf("%zu of %zu: ", c.n_answered + 1, c.n_answered + 1 + c.n_left);
		ask_print_safe(asking_card(sitting_asking(q->sitting))->name);
		putchar('\n');
		fflush(stdout);
		end = ask_present(q);
	}
	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		return status;
	print_end(q, wish->sitting.is_review);
	return STATUS_OK;
}

static int run_wish(struct cli *cli, const struct wish *wish)
{
	struct sitting_wish sitting = wish->sitting;
	struct quiz q = {0};
	int exit_status = EXIT_WRONG;
	enum status status;

	if (desk_open(&q.desk, cli, &wish->filter)) {
		struct desk *d = &q.desk;

		sitting.new_a_day = d->settings.new_a_day;
		status = sitting_new(
			&q.sitting, d->deck, d->progress, d->live, &sitting, saved_now_ms());
		if (status == STATUS_OK)
			status = run_session(&q, wish);
		if (status == STATUS_OK)
			exit_status = EXIT_DONE;
		else
			cli_error("%s", progress_error(d->progress)[0] ? progress_error(d->progress)
								       : status_text(status));
	}
	sitting_free(q.sitting);
	desk_close(&q.desk);
	return exit_status;
}

/* ---- the commands */

static bool read_own(int option, struct wish *wish)
{
	switch (option) {
	case OPTION_LEVEL:
		return desk_read_level(optarg, &wish->filter.level);
	case OPTION_COUNT:
		return desk_read_count("count", optarg, SITTING_MAX_CARDS, &wish->sitting.count);
	case OPTION_SEED:
		return desk_read_seed(optarg, &wish->sitting.seed);
	case OPTION_RECALL:
		wish->filter.kinds = DECK_RECALL;
		return true;
	case OPTION_PAGE:
		wish->page = optarg;
		return true;
	default:
		wish->filter.topic = optarg;
		return true;
	}
}

/* The card name of the page that was named. */
static bool find_page(struct cli *cli, struct wish *wish, char *name, size_t size)
{
	struct page_ref ref;

	if (!wish->page)
		return true;
	if (!cli_find(cli, wish->page, &ref))
		return false;
	if (!deck_page_name(&ref, name, size)) {
		cli_error("%s belongs to no pack: nothing of it can be kept", wish->page);
		return false;
	}
	wish->filter.page = name;
	return true;
}

static int run_command_of(
	struct cli *cli, const struct command *command, bool is_review, int argc, char **argv)
{
	static const struct option options[] = {
		{"level", required_argument, NULL, OPTION_LEVEL},
		{"topic", required_argument, NULL, OPTION_TOPIC},
		{"count", required_argument, NULL, OPTION_COUNT},
		{"seed", required_argument, NULL, OPTION_SEED},
		{"page", required_argument, NULL, OPTION_PAGE},
		{"recall", no_argument, NULL, OPTION_RECALL},
		CLI_OPTIONS,
	};
	struct wish wish = {
		.filter = {.level = LEVEL_NONE, .kinds = is_review ? DECK_ALL : DECK_QUIZ},
		.sitting = {.count = is_review ? SITTING_MAX_CARDS : DEFAULT_COUNT,
			.is_review = is_review}};
	char name[PROGRESS_MAX_NAME_BYTES + 1];
	int option, exit_status;

	wish.sitting.seed = desk_seed();
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
	if (!cli_open_library(cli, NULL) || !find_page(cli, &wish, name, sizeof(name)))
		return EXIT_USAGE;
	return run_wish(cli, &wish);
}

static int run_quiz(struct cli *cli, int argc, char **argv)
{
	return run_command_of(cli, &quiz_command, false, argc, argv);
}

static int run_review(struct cli *cli, int argc, char **argv)
{
	return run_command_of(cli, &review_command, true, argc, argv);
}

#define QUIZ_SYNOPSIS "[--level L] [--topic T] [--page P] [--count N] [--seed S] [--recall]"
#define QUIZ_OPTIONS \
	"  --level L      beginner, intermediate or senior\n" \
	"  --topic T      questions whose pages name this topic\n" \
	"  --page P       of this page only\n" \
	"  --count N      at most so many items\n" \
	"  --seed S       what is drawn follows from this number\n" \
	"  --recall       only the questions themselves: answer aloud or in writing,\n" \
	"                 compare, and tick the key points that you made\n\n" \
	"Questions are written to standard output, a line of standard input answers each:\n" \
	"letters, a number (0.5, 1e-3, 1/3, 5 %), ? for a hint, skip, quit; undo takes\n" \
	"back the last answer, as often as there are answers, and its card is asked again;\n" \
	"'grade easy' (again, hard, good) changes its grade, also of a right answer that was\n" \
	"refused. An answer is saved before it is explained. Exit status 0 also when answers\n" \
	"were wrong.\n"

const struct command quiz_command = {
	.name = "quiz",
	.synopsis = QUIZ_SYNOPSIS,
	.summary = "Answer quiz items, their keys computed for what is drawn",
	.help = QUIZ_OPTIONS,
	.run = run_quiz,
};

const struct command review_command = {
	.name = "review",
	.synopsis = QUIZ_SYNOPSIS,
	.summary = "Answer what is due today, then new items",
	.help = QUIZ_OPTIONS,
	.run = run_review,
};
