/*
 * Somebody who learns by the line mode: a home of their own in which the real
 * program runs.
 */
#ifndef TESTS_SUPPORT_LEARNER_H
#define TESTS_SUPPORT_LEARNER_H

#include "support/command.h"

/* An empty folder for data and settings; removed at the end. */
void learner_open(void);
void learner_close(void);

const char *learner_folder(void);

/* From now on data are below this subfolder. */
void learner_use(const char *subfolder);

/* "XDG_DATA_HOME=..." as it is now. */
const char *learner_data_home(void);

/* "gradus a b": words apart by single spaces. */
struct command_result learner_run(const char *words, const char *input);

/* Fails the test unless it ends so and says that, on either output. */
void learner_expect(const char *words, const char *input, int exit_status, const char *said);

#endif
