/* Runs the real program with a pinned environment and catches what it writes. */
#ifndef SUPPORT_COMMAND_H
#define SUPPORT_COMMAND_H

struct command_result {
	char *out, *err; /* NUL-terminated; free with command_free */
	int exit_status; /* -1 if it ended by a signal */
};

enum { COMMAND_MAX_ARGS = 16 };

/* The program under test (GRADUS, else build/gradus) with these arguments (up
 * to a NULL) and nothing in its environment but HOME, PATH, GRADUS_ROOT=.,
 * LC_ALL=C.UTF-8, TERM=xterm-256color and `more` ("NAME=VALUE", up to a NULL;
 * may be NULL; later ones win). Standard input is empty. */
struct command_result command_run(const char *const *args, const char *const *more);
/* The same with this text on standard input. */
struct command_result command_answer(
	const char *const *args, const char *const *more, const char *input);
void command_free(struct command_result *result);

/* "gradus a b": words apart by single spaces. */
struct command_result command_line(const char *words);

/* The program for tests that time it from outside: GRADUS_TIMED, else GRADUS;
 * NULL if neither is set. */
const char *timed_program(void);

#endif
