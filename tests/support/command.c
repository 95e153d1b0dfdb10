#include "support/command.h"

#include "base/buf.h"

#include <check.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_ENVIRONMENT = 32 };

static _Noreturn void become(
	const char *const *args, const char *const *more, int in, int out, int err)
{
	const char *program = getenv("GRADUS"), *path = getenv("PATH");
	const char *argv[COMMAND_MAX_ARGS + 2] = {program ? program : "build/gradus"};
	const char *names[MAX_ENVIRONMENT] = {
		"HOME=/tmp/gradus-tests", "GRADUS_ROOT=.", "LC_ALL=C.UTF-8", "TERM=xterm-256color"};
	char path_variable[4096];
	size_t n = 4, n_args = 1;

	for (; args && *args && n_args <= COMMAND_MAX_ARGS; args++)
		argv[n_args++] = *args;
	snprintf(path_variable, sizeof(path_variable), "PATH=%s", path ? path : "/usr/bin:/bin");
	names[n++] = path_variable;
	clearenv();
	for (size_t i = 0; i < n; i++)
		putenv((char *)names[i]);
	for (; more && *more; more++)
		putenv((char *)*more);
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	execv(argv[0], (char *const *)argv);
	_exit(127);
}

/* Reads both pipes to their ends. */
static void catch_both(int out, int err, struct buf *text)
{
	struct pollfd fds[2] = {{.fd = out, .events = POLLIN}, {.fd = err, .events = POLLIN}};
	int open = 2;

	while (open) {
		char bytes[65536];

		poll(fds, 2, -1);
		for (size_t i = 0; i < 2; i++) {
			ssize_t n;

			if (!fds[i].revents)
				continue;
			n = read(fds[i].fd, bytes, sizeof(bytes));
			if (n > 0) {
				buf_add(&text[i], bytes, (size_t)n);
			} else {
				fds[i].fd = -1;
				open--;
			}
		}
	}
}

/* A file of this text, to be read from its beginning. */
static int file_of(const char *text)
{
	int fd = memfd_create("input", MFD_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

struct command_result command_answer(
	const char *const *args, const char *const *more, const char *input)
{
	struct command_result result = {.exit_status = -1};
	struct buf text[2];
	int in = file_of(input), out[2], err[2], status;
	pid_t pid;

	ck_assert_int_eq(pipe(out), 0);
	ck_assert_int_eq(pipe(err), 0);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (!pid)
		become(args, more, in, out[1], err[1]);
	close(in);
	close(out[1]);
	close(err[1]);
	buf_init(&text[0]);
	buf_init(&text[1]);
	catch_both(out[0], err[0], text);
	close(out[0]);
	close(err[0]);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	if (WIFEXITED(status))
		result.exit_status = WEXITSTATUS(status);
	result.out = buf_take(&text[0]);
	result.err = buf_take(&text[1]);
	return result;
}

struct command_result command_run(const char *const *args, const char *const *more)
{
	return command_answer(args, more, "");
}

void command_free(struct command_result *result)
{
	free(result->out);
	free(result->err);
}

struct command_result command_line(const char *words)
{
	const char *args[COMMAND_MAX_ARGS + 1] = {NULL};
	char *copy = strdup(words), *rest = copy;
	struct command_result result;

	for (size_t i = 0; i < COMMAND_MAX_ARGS && (args[i] = strsep(&rest, " ")); i++)
		;
	result = command_run(args, NULL);
	free(copy);
	return result;
}

const char *timed_program(void)
{
	const char *timed = getenv("GRADUS_TIMED");

	return timed ? timed : getenv("GRADUS");
}
