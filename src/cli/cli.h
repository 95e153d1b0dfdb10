/*
 * What the commands share: where output goes and how it looks, options,
 * exit statuses. One file a command; main.c picks it.
 */
#ifndef GRADUS_CLI_CLI_H
#define GRADUS_CLI_CLI_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/lines.h"
#include "base/paths.h"
#include "base/status.h"
#include "base/theme.h"
#include "pack/library.h"
#include "page/page.h"

#include <getopt.h>
#include <stdbool.h>

enum exit_status {
	EXIT_DONE = 0,
	EXIT_WRONG = 1, /* something checked is wrong, something failed */
	EXIT_USAGE = 2  /* usage, or not found */
};

struct cli {
	struct paths paths;
	struct library library;    /* empty until cli_open_library */
	struct output_style style; /* of standard output */
	int width;                 /* cells of standard output */
	bool is_terminal;          /* standard output and input both */
	bool spoken;               /* --plain */
};

struct command {
	const char *name;
	const char *synopsis; /* behind "gradus NAME" */
	const char *summary;  /* one line */
	const char *help;     /* options and more; may be "" */
	int (*run)(struct cli *cli, int argc, char **argv);
};

extern const struct command check_command, export_command, import_command, interview_command,
	list_command, merge_command, new_command, quiz_command, rebuild_command, review_command,
	run_command, search_command, show_command, stats_command, suspend_command;

/* The table of all commands, ended by a NULL. */
extern const struct command *const commands[];

/* The options that every command takes, at the end of its struct option list;
 * its short options end in "h". They are handled by cli_option. */
enum { OPTION_WIDTH = 256, OPTION_COLOR, OPTION_PLAIN, OPTION_FIRST_OWN };
/* clang-format off */
#define CLI_OPTIONS                                               \
	{"width", required_argument, NULL, OPTION_WIDTH},         \
	{"color", required_argument, NULL, OPTION_COLOR},         \
	{"plain", no_argument, NULL, OPTION_PLAIN},               \
	{"help", no_argument, NULL, 'h'},                         \
	{NULL, 0, NULL, 0}
/* clang-format on */

/* Handles an option that a command did not: one of the above, or an error that
 * getopt has reported. True if the command is to end with *exit_status. */
bool cli_option(struct cli *cli, const struct command *command, int option, int *exit_status);

/* Looks at the environment, locale and standard output. */
void cli_init(struct cli *cli);
void cli_done(struct cli *cli);

/* Finds what is shipped and opens the packs; says on standard error what is
 * wrong. False if there is nothing to work with. What is wrong in the packs is
 * added to `diags`, or counted on standard error where that is NULL. */
bool cli_open_library(struct cli *cli, struct diags *diags);

/* The page that `name` means. Else says so, with the nearest names. */
bool cli_find(struct cli *cli, const char *name, struct page_ref *ref);

/* Prints to standard output; false if that failed. */
bool cli_print(const struct buf *text);
/* The same of lines that others wrote, each made safe for a terminal. */
bool cli_print_clean(const struct buf *text);
bool cli_print_lines(const struct cli *cli, const struct lines *lines);

/* Prints "gradus: message" on standard error, safe for a terminal. */
void cli_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints diagnostics on standard error, sorted. */
void cli_print_diags(struct diags *diags);

/* A line of progress on standard error, where that is a terminal and the work
 * takes over half a second: a live_progress_fn. Zero to begin with, and
 * cli_progress_end before other output. */
struct cli_progress {
	long long begin_ms;
	bool is_shown;
};
void cli_progress(void *progress, size_t n_done, size_t n);
void cli_progress_end(struct cli_progress *progress);

/* Options for page_layout that fit the output. */
struct page_options cli_page_options(const struct cli *cli);

/* Usage of one command, and of the program. */
void cli_print_help(const struct command *command);
void cli_print_usage(void);

#endif
