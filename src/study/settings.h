/*
 * What the reader may set, from config.yaml; docs/gradus.1 lists the keys.
 */
#ifndef GRADUS_STUDY_SETTINGS_H
#define GRADUS_STUDY_SETTINGS_H

#include "base/diag.h"
#include "base/status.h"
#include "learn/fsrs.h"

#include <stddef.h>

enum { SETTINGS_NEW_A_DAY = 10, SETTINGS_MAX_NEW_A_DAY = 1000 };

enum settings_background { SETTINGS_BACKGROUND_ASKED, SETTINGS_DARK, SETTINGS_LIGHT };

struct settings {
	struct fsrs fsrs;
	size_t new_a_day;
	enum settings_background background; /* ASKED: the terminal is to say */
};

struct settings settings_defaults(void);

/*
 * Reads the file at `path`; where there is none, or nothing in it, everything
 * is as by default. All mistakes go to `diags` with their places, and
 * STATUS_INVALID is answered: settings half heeded would reschedule every card.
 * *settings is that of the keys that are right.
 */
enum status settings_read(struct settings *settings, const char *path, struct diags *diags);

#endif
