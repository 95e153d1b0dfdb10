#include "support/learner.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64], data_home[128], config_home[96];

void learner_open(void)
{
	strcpy(folder, "/tmp/gradus-quiz-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(data_home, sizeof(data_home), "XDG_DATA_HOME=%s", folder);
	snprintf(config_home, sizeof(config_home), "XDG_CONFIG_HOME=%s", folder);
}

void learner_close(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	ck_assert_int_eq(system(command), 0);
}

const char *learner_folder(void)
{
	return folder;
}

void learner_use(const char *subfolder)
{
	snprintf(data_home, sizeof(data_home), "XDG_DATA_HOME=%s/%s", folder, subfolder);
}

const char *learner_data_home(void)
{
	return data_home;
}

struct command_result learner_run(const char *words, const char *input)
{
	const char *const more[] = {data_home, config_home, NULL};
	const char *args[COMMAND_MAX_ARGS + 1] = {NULL};
	char *copy = strdup(words), *rest = copy;
	struct command_result result;

	for (size_t i = 0; i < COMMAND_MAX_ARGS && (args[i] = strsep(&rest, " ")); i++)
		;
	result = command_answer(args, more, input);
	free(copy);
	return result;
}

void learner_expect(const char *words, const char *input, int exit_status, const char *said)
{
	struct command_result r = learner_run(words, input);

	ck_assert_msg(r.exit_status == exit_status, "%s: exit %d\n%s%s", words, r.exit_status,
		r.out, r.err);
	ck_assert_msg(strstr(r.out, said) || strstr(r.err, said), "%s: no '%s' in\n%s%s", words,
		said, r.out, r.err);
	command_free(&r);
}
