/* Results as JSON on standard output. */
#ifndef GRADUS_CLI_JSON_H
#define GRADUS_CLI_JSON_H

#include "demo/runner.h"

#include <jansson.h>
#include <stdbool.h>

/* A string with every unsafe character replaced: JSON may end on a terminal,
 * and jansson refuses text that is no UTF-8. NULL gives "". */
json_t *json_text(const char *s);

/* Prints a value with a newline and frees it; false if that failed. */
bool json_print(json_t *value);

/* The form of docs/DEMOS.md, "run --json". */
bool json_print_result(const char *name, const struct job *job);

#endif
