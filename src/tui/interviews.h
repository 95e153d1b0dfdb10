/* Between the screen where an interview is chosen and that where it is sat. */
#ifndef GRADUS_TUI_INTERVIEWS_H
#define GRADUS_TUI_INTERVIEWS_H

#include "study/interview.h"
#include "tui/app.h"

/* Sits one drawn by the wish from what the filter lets through; NULL: goes on
 * with the one that is not finished. What can't be is said. */
void interview_sit(
	struct app *app, const struct deck_filter *filter, const struct interview_wish *wish);

#endif
