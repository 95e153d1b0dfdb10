/* gradus interview, in the line mode: questions on standard output, answers on
 * standard input, every step kept before the next. */
#include "study/interview.h"
#include "cli/ask.h"
#include "cli/desk.h"
#include "cli/saved.h"
#include "study/interview_report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	OPTION_LEVEL = OPTION_FIRST_OWN,
	OPTION_TOPIC,
	OPTION_COUNT,
	OPTION_SECONDS,
	OPTION_WEAK,
	OPTION_SEED,
	OPTION_RESUME,
	OPTION_REPORT,
	OPTION_LIST,
	DEFAULT_COUNT = 5,
	MAX_SECONDS = 3600,
	MAX_REPORTS = 1000000
};

enum task { TASK_SIT, TASK_RESUME, TASK_REPORT, TASK_LIST };

struct wish {
	enum task task;
	struct deck_filter filter;
	struct interview_wish interview;
	size_t nth; /* TASK_REPORT */
};

struct sat {
	struct desk desk;
	struct interview *interview;
	char *line;
	size_t cap;
};

/* What a line of input means beside an answer. */
enum heard { HEARD_TEXT, HEARD_PAUSE, HEARD_END };

static enum heard hear(struct sat *s, const char *request)
{
	printf("%s> ", request);
	fflush(stdout);
	if (getline(&s->line, &s->cap, stdin) < 0) {
		putchar('\n');
		return HEARD_PAUSE;
	}
	s->line[strcspn(s->line, "\r\n")] = '\0';
	if (strcmp(s->line, "pause") == 0)
		return HEARD_PAUSE;
	return strcmp(s->line, "end") == 0 ? HEARD_END : HEARD_TEXT;
}

/* Lines up to an empty one. */
static enum heard hear_text(struct sat *s, const char *request, struct buf *text)
{
	enum heard heard = hear(s, request);

	while (heard == HEARD_TEXT && s->line[0]) {
		buf_puts(text, s->line);
		buf_putc(text, '\n');
		heard = hear(s, "");
	}
	return heard;
}

static void print(struct sat *s, const char *markdown)
{
	struct ask ask = {
		.cli = s->desk.cli, .live = s->desk.live, .asking = interview_asking(s->interview)};

	ask_print(&ask, markdown);
	putchar('\n');
}

static void print_clock(int64_t ms)
{
	printf("%lld:%02lld", (long long)(ms / 60000), (long long)(ms / 1000 % 60));
}

/* ---- phases */

static enum heard ask_question(struct sat *s, enum status *status)
{
	struct interview *iv = s->interview;
	int64_t used = interview_used_ms(iv), begin = ask_clock_ms();
	enum heard heard;
	struct buf text;

	printf("Question %zu of %zu, suggested ", interview_place(iv) + 1, interview_n(iv));
	print_clock(interview_suggested_s(iv) * INT64_C(1000));
	if (used) {
		printf(", used ");
		print_clock(used);
	}
	puts("\n");
	print(s, asking_prompt(interview_asking(iv)));
	buf_init(&text);
	heard = hear_text(s, "your answer, said or written, ended by an empty line", &text);
	used += ask_clock_ms() - begin;
	if (heard == HEARD_TEXT) {
		*status = interview_lock(iv, text.data, used, saved_now_ms());
		if (*status == STATUS_OK) {
			printf("Answered in ");
			print_clock(used);
			puts(".\n");
		}
	} else if (heard == HEARD_PAUSE) {
		*status = interview_pause(iv, used, saved_now_ms());
	}
	buf_done(&text);
	return heard;
}

static enum heard tick_points(struct sat *s, enum status *status)
{
	struct asking *a = interview_asking(s->interview);
	char hint[ANSWER_HINT_BYTES];
	bool made[ANSWER_MAX_CHOICES];
	struct verdict verdict;
	enum heard heard;
	struct buf points;

	print(s, asking_reveal(a));
	buf_init(&points);
	for (size_t i = 0; i < asking_n_options(a); i++)
		buf_printf(&points, "**%c)** %s\n\n", (char)('a' + i), asking_option(a, i).text);
	print(s, points.data);
	buf_done(&points);
	while ((heard = hear(s, asking_wanted(a))) == HEARD_TEXT &&
		!asking_answer(a, s->line, hint)) {
		printf("Not read: ");
		ask_print_safe(hint);
		putchar('\n');
	}
	if (heard != HEARD_TEXT)
		return heard;
	for (size_t i = 0; i < asking_n_options(a); i++)
		made[i] = asking_option(a, i).is_picked;
	verdict = *asking_verdict(a); /* the asking may be gone behind the next step */
	*status = interview_tick(s->interview, made, saved_now_ms());
	if (*status == STATUS_OK)
		printf("%zu of %zu key points.\n\n", verdict.n_made, verdict.n_points);
	return heard;
}

/* The rest of a question's follow-ups is not asked. */
static enum status pass_follow_ups(struct interview *iv)
{
	size_t place = interview_place(iv);
	enum status status = STATUS_OK;

	while (status == STATUS_OK && interview_phase(iv) == INTERVIEW_FOLLOWING &&
		interview_place(iv) == place)
		status = interview_follow(iv, FOLLOW_UP_PASSED, saved_now_ms());
	return status;
}

static enum heard ask_follow_up(struct sat *s, enum status *status)
{
	size_t place, n;
	const struct follow_up *f = interview_follow_up(s->interview, &place, &n);
	enum heard heard;
	struct buf text;

	printf("Follow-up %zu of %zu:\n\n", place + 1, n);
	print(s, f->question);
	buf_init(&text);
	heard = hear_text(s, "your answer, ended by an empty line, or next", &text);
	if (heard == HEARD_TEXT && strcmp(text.data, "next\n") == 0) {
		buf_done(&text);
		*status = pass_follow_ups(s->interview);
		return heard;
	}
	buf_done(&text);
	if (heard != HEARD_TEXT)
		return heard;
	print(s, f->answer);
	do
		heard = hear(s, "did you have it, y or n");
	while (heard == HEARD_TEXT && strcmp(s->line, "y") != 0 && strcmp(s->line, "n") != 0);
	if (heard == HEARD_TEXT)
		*status = interview_follow(s->interview,
			s->line[0] == 'y' ? FOLLOW_UP_HAD : FOLLOW_UP_MISSED, saved_now_ms());
	return heard;
}

static enum heard go_on(struct sat *s, enum status *status)
{
	switch (interview_phase(s->interview)) {
	case INTERVIEW_ASKING:
		return ask_question(s, status);
	case INTERVIEW_TICKING:
		return tick_points(s, status);
	default:
		return ask_follow_up(s, status);
	}
}

/* ---- the report */

static bool print_report(struct sat *s, size_t nth, bool is_raw)
{
	struct page_options options = cli_page_options(s->desk.cli);
	struct buf markdown;
	struct page page;
	enum status status;
	bool done = false;

	buf_init(&markdown);
	status = nth ? interview_report_write(&markdown, s->desk.progress, nth, saved_now_ms())
		     : interview_report_list(&markdown, s->desk.progress);
	if (status == STATUS_NOT_FOUND)
		cli_error(
			nth == 1 ? "no interview was sat yet" : "there are not so many interviews");
	else if (status != STATUS_OK)
		cli_error("%s", status_text(status));
	else if (is_raw)
		done = cli_print_clean(&markdown);
	else if (page_layout(&page, markdown.data, markdown.n, &options) == STATUS_OK) {
		done = cli_print_lines(s->desk.cli, &page.lines);
		page_done(&page);
	}
	buf_done(&markdown);
	return done;
}

/* ---- sitting it */

static bool sit(struct sat *s)
{
	struct interview *iv = s->interview;
	enum status status = STATUS_OK;
	enum heard heard = HEARD_TEXT;

	while (status == STATUS_OK && heard == HEARD_TEXT && interview_phase(iv) != INTERVIEW_OVER)
		heard = go_on(s, &status);
	if (status == STATUS_OK && heard == HEARD_END)
		status = interview_finish(iv, saved_now_ms());
	if (status != STATUS_OK) {
		cli_error("%s", interview_error(iv)[0] ? interview_error(iv) : status_text(status));
		return false;
	}
	if (heard == HEARD_PAUSE) {
		puts("Paused; 'gradus interview --resume' goes on.");
		return true;
	}
	return print_report(s, 1, false);
}

static void print_date(int64_t at_ms)
{
	time_t seconds = (time_t)(at_ms / 1000);
	char date[32] = "";
	struct tm tm;

	if (gmtime_r(&seconds, &tm))
		strftime(date, sizeof(date), "%Y-%m-%d %H:%M", &tm);
	fputs(date, stdout);
}

/* Says that there is one which was not finished. */
static void print_open(struct sat *s, const char *what)
{
	size_t n_done, n;
	int64_t at_ms;

	if (!interview_is_open(s->desk.progress, &at_ms, &n_done, &n))
		return;
	printf("The interview of ");
	print_date(at_ms);
	printf(" (UTC) %s: %zu of %zu questions answered.\n\n", what, n_done, n);
}

static bool begin(struct sat *s, const struct wish *wish)
{
	struct desk *d = &s->desk;
	bool is_resumed = wish->task == TASK_RESUME;
	enum status status;

	print_open(s, is_resumed ? "goes on" : "was not finished, a new one begins");
	status = is_resumed ? interview_resume(
				      &s->interview, d->deck, d->progress, d->live, saved_now_ms())
			    : interview_begin(&s->interview, d->deck, d->progress, d->live,
				      &wish->interview, saved_now_ms());
	if (status == STATUS_OK)
		return true;
	if (status == STATUS_NOT_FOUND)
		cli_error(is_resumed ? "no interview is unfinished" : "no question matches");
	else
		cli_error("%s", progress_error(d->progress)[0] ? progress_error(d->progress)
							       : status_text(status));
	return false;
}

static int run_wish(struct cli *cli, const struct wish *wish)
{
	const struct deck_filter all = {.level = LEVEL_NONE, .kinds = DECK_RECALL};
	struct sat s = {0};
	bool done;

	if (wish->task == TASK_REPORT || wish->task == TASK_LIST) {
		s.desk = (struct desk){.cli = cli, .progress = saved_open_reading(cli)};
		done = s.desk.progress &&
		       print_report(&s, wish->task == TASK_LIST ? 0 : wish->nth, true);
	} else {
		done = desk_open(&s.desk, cli, wish->task == TASK_RESUME ? &all : &wish->filter) &&
		       begin(&s, wish) && sit(&s);
	}
	interview_free(s.interview);
	free(s.line);
	desk_close(&s.desk);
	return done ? EXIT_DONE : EXIT_WRONG;
}

/* ---- the command */

static bool read_own(int option, struct wish *wish)
{
	size_t n;

	switch (option) {
	case OPTION_LEVEL:
		wish->interview.level = optarg;
		return desk_read_level(optarg, &wish->filter.level);
	case OPTION_TOPIC:
		wish->filter.topic = wish->interview.topic = optarg;
		return true;
	case OPTION_COUNT:
		return desk_read_count(
			"count", optarg, INTERVIEW_MAX_QUESTIONS, &wish->interview.count);
	case OPTION_SECONDS:
		if (!desk_read_count("seconds", optarg, MAX_SECONDS, &n))
			return false;
		wish->interview.suggested_s = (int)n;
		return true;
	case OPTION_WEAK:
		wish->interview.is_weak = true;
		return true;
	case OPTION_SEED:
		return desk_read_seed(optarg, &wish->interview.seed);
	case OPTION_RESUME:
		wish->task = TASK_RESUME;
		return true;
	case OPTION_LIST:
		wish->task = TASK_LIST;
		return true;
	default:
		wish->task = TASK_REPORT;
		return true;
	}
}

/* "--report 2": which one stands behind it. */
static bool read_rest(int argc, char **argv, struct wish *wish)
{
	if (wish->task == TASK_REPORT && optind < argc &&
		!desk_read_count("report", argv[optind++], MAX_REPORTS, &wish->nth))
		return false;
	if (optind == argc)
		return true;
	cli_error("interview takes no '%s'", argv[optind]);
	return false;
}

static int run(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{"level", required_argument, NULL, OPTION_LEVEL},
		{"topic", required_argument, NULL, OPTION_TOPIC},
		{"count", required_argument, NULL, OPTION_COUNT},
		{"seconds", required_argument, NULL, OPTION_SECONDS},
		{"weak", no_argument, NULL, OPTION_WEAK},
		{"seed", required_argument, NULL, OPTION_SEED},
		{"resume", no_argument, NULL, OPTION_RESUME},
		{"report", no_argument, NULL, OPTION_REPORT},
		{"list", no_argument, NULL, OPTION_LIST},
		CLI_OPTIONS,
	};
	struct wish wish = {.filter = {.level = LEVEL_NONE, .kinds = DECK_RECALL},
		.interview = {.level = "", .topic = "", .count = DEFAULT_COUNT},
		.nth = 1};
	int option, exit_status;

	wish.interview.seed = desk_seed();
	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option >= OPTION_FIRST_OWN && !read_own(option, &wish))
			return EXIT_USAGE;
		if (option < OPTION_FIRST_OWN &&
			cli_option(cli, &interview_command, option, &exit_status))
			return exit_status;
	}
	if (!read_rest(argc, argv, &wish))
		return EXIT_USAGE;
	return cli_open_library(cli, NULL) ? run_wish(cli, &wish) : EXIT_USAGE;
}

const struct command interview_command = {
	.name = "interview",
	.synopsis =
		"[--level L] [--topic T] [--count N] [--weak] | --resume | --report [N] | --list",
	.summary = "Sit a mock interview, aloud or in writing, and see what to study",
	.help = "  --level L      beginner, intermediate or senior\n"
		"  --topic T      questions that name this topic\n"
		"  --count N      so many questions (5)\n"
		"  --seconds S    suggested for each; else 120, 180 or 240 by its level\n"
		"  --weak         questions of weak topics first\n"
		"  --seed S       what is drawn follows from this number\n"
		"  --resume       go on with the last one, after a pause or a crash\n"
		"  --report [N]   the report of the last one, or the Nth last, as markdown\n"
		"  --list         all of them, as a markdown table\n\n"
		"An empty line ends an answer. Then the short answer is shown: tick the key "
		"points\n"
		"that you made by their letters, take the follow-ups (y or n; next leaves them).\n"
		"'pause' or the end of input keeps everything for --resume; 'end' ends it with "
		"its\n"
		"report. Each question's own card is graded by the points and scheduled.\n",
	.run = run,
};
