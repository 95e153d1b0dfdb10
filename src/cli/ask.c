#include "cli/ask.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Each number is computed when it is first asked for. */
static void live_now(void *context, const char *target, const char *written, struct live_item *item)
{
	struct ask *ask = context;

	asking_live(ask->asking, target, written, item);
	if (item->state != LIVE_PENDING || live_finish(ask->live, NULL, NULL) != STATUS_OK)
		return;
	*item = (struct live_item){0};
	asking_live(ask->asking, target, written, item);
}

bool ask_print(struct ask *ask, const char *markdown)
{
	struct page_options options = cli_page_options(ask->cli);
	struct page page;
	enum status status;
	bool done;

	options.live = live_now;
	options.live_context = ask;
	status = page_layout(&page, markdown, strlen(markdown), &options);
	if (status != STATUS_OK) {
		cli_error("%s", status_text(status));
		return false;
	}
	done = cli_print_lines(ask->cli, &page.lines);
	page_done(&page);
	return done;
}

void ask_print_safe(const char *text)
{
	struct buf safe;

	buf_init(&safe);
	text_clean(&safe, text, strlen(text));
	fputs(safe.data, stdout);
	buf_done(&safe);
}

int64_t ask_clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

/* ---- the question */

static bool is_recall(const struct ask *ask)
{
	return !asking_card(ask->asking)->item;
}

static bool print_options(struct ask *ask)
{
	struct buf text;
	bool done;

	buf_init(&text);
	for (size_t i = 0; i < asking_n_options(ask->asking); i++)
		buf_printf(&text, "**%c)** %s\n\n", (char)('a' + i),
			asking_option(ask->asking, i).text);
	done = buf_status(&text) == STATUS_OK && ask_print(ask, text.data);
	buf_done(&text);
	return done;
}

static bool print_question(struct ask *ask)
{
	bool done = ask_print(ask, asking_prompt(ask->asking));

	putchar('\n');
	return done && (is_recall(ask) || print_options(ask));
}

static void print_request(const struct ask *ask, bool is_revealed)
{
	if (is_recall(ask) && !is_revealed)
		printf("your answer, said or written, skip or quit> ");
	else
		printf("%s%s, skip or quit> ", asking_wanted(ask->asking),
			asking_n_hints(ask->asking) ? ", ? for a hint" : "");
	fflush(stdout);
}

/* ---- the answer */

static void give_hint(struct ask *ask)
{
	const char *hint = asking_hint(ask->asking);

	if (hint)
		ask_print(ask, hint);
	else
		puts("There is no further hint.");
}

static void refuse(const char *hint)
{
	printf("Not read: ");
	ask_print_safe(hint);
	putchar('\n');
}

/* What the reader answered to themselves is compared with the page. */
static void reveal(struct ask *ask)
{
	ask_print(ask, asking_reveal(ask->asking));
	putchar('\n');
	print_options(ask);
}

enum heard { HEARD_NOTHING, HEARD_ANSWER, HEARD_END };

/* One line of input. */
static enum heard hear(struct ask *ask, const char *line, bool *is_revealed, enum ask_end *end)
{
	char hint[ANSWER_HINT_BYTES];

	*end = strcmp(line, "skip") == 0 ? ASK_SKIPPED : ASK_QUIT;
	if (*end == ASK_SKIPPED || strcmp(line, "quit") == 0)
		return HEARD_END;
	if (strcmp(line, "?") == 0) {
		give_hint(ask);
	} else if (ask->order && ask->order(ask->context, line)) {
		*end = ASK_ORDERED;
		return ask->is_over ? HEARD_END : HEARD_NOTHING;
	} else if (is_recall(ask) && !*is_revealed) {
		*is_revealed = true;
		reveal(ask);
	} else if (asking_answer(ask->asking, line, hint)) {
		*end = ASK_ANSWERED;
		return HEARD_ANSWER;
	} else {
		refuse(hint);
	}
	return HEARD_NOTHING;
}

static enum ask_end read_answer(struct ask *ask, int64_t *took_ms)
{
	int64_t begin = ask_clock_ms();
	enum heard heard = HEARD_NOTHING;
	enum ask_end end = ASK_QUIT;
	bool is_revealed = false;
	char *line = NULL;
	size_t cap = 0;

	while (heard == HEARD_NOTHING) {
		print_request(ask, is_revealed);
		end = ASK_QUIT;
		if (getline(&line, &cap, stdin) < 0)
			break;
		line[strcspn(line, "\r\n")] = '\0';
		heard = hear(ask, line, &is_revealed, &end);
	}
	free(line);
	putchar('\n');
	*took_ms = ask_clock_ms() - begin;
	return end;
}

enum ask_end ask_card(struct ask *ask, int64_t *took_ms)
{
	const char *message = NULL;

	ask->is_over = false;
	if (live_finish(ask->live, NULL, NULL) != STATUS_OK ||
		asking_state(ask->asking, &message) != ASKING_READY) {
		cli_error("%s: %s", asking_card(ask->asking)->name,
			message ? message : "its demo could not be run");
		return ASK_FAILED;
	}
	return print_question(ask) ? read_answer(ask, took_ms) : ASK_FAILED;
}
