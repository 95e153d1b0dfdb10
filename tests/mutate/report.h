/* The table of what was found, and the share that was caught. */
#ifndef TESTS_MUTATE_REPORT_H
#define TESTS_MUTATE_REPORT_H

#include "base/buf.h"
#include "mutate/trial.h"

/* A line a mutant, survivors with their line of the source below, and a last
 * line with counts. */
void report_write(const struct trials *trials, const struct finding *findings, struct buf *out);

/* Are 95 % of those caught that change the output? */
bool report_is_good(const struct mutants *mutants, const struct finding *findings);

#endif
