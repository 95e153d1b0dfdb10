/*
 * Demos that mean harm, and the jobs that run them. Each file of tests/hostile
 * begins with the one line of error that it must end in, or with none where it
 * must run well.
 */
#include "support/demo_world.h"

#include "base/buf.h"

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define HOSTILE "tests/hostile"

/* The sanitizer's own memory counts as the demo's, whose process begins in it. */
#ifdef __SANITIZE_ADDRESS__
enum { MEMORY_MIB = 512 };
#else
enum { MEMORY_MIB = 256 };
#endif

enum { AT_ONCE = 6, MAX_HOSTILE = 200 };

static const struct demo_limits small = {.wall_ms = 3000,
	.cpu_ms = 10 * 1000,
	.memory_bytes = (size_t)MEMORY_MIB << 20,
	.output_bytes = (size_t)2 << 20};

static const char looping_demo[] = "int main(void) { for (;;) ; }\n";

/* ---- the folder of hostile programs */

struct hostile {
	char path[300];
	char *expected; /* "" where it must run well */
	struct job *job;
};

static int is_source(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > 2 && !strcmp(entry->d_name + n - 2, ".c");
}

/* The line with the memory limit in place of the word LIMIT. */
static char *with_limit(const char *line)
{
	const char *word = strstr(line, "LIMIT");
	struct buf b;

	buf_init(&b);
	if (word)
		buf_printf(&b, "%.*s%d%s", (int)(word - line), line, MEMORY_MIB, word + 5);
	else
		buf_puts(&b, line);
	return buf_take(&b);
}

static char *read_expected(const char *path)
{
	static const char begin[] = "/* expect:", end[] = " */";
	char *line = NULL, *stop;
	size_t cap = 0;
	FILE *file = fopen(path, "re");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_gt(getline(&line, &cap, file), 0);
	fclose(file);
	ck_assert_msg(!strncmp(line, begin, strlen(begin)), "%s has no expectation", path);
	stop = strstr(line, end);
	ck_assert_ptr_nonnull(stop);
	*stop = '\0';
	stop = with_limit(line + strlen(begin) + strspn(line + strlen(begin), " "));
	free(line);
	return stop;
}

static size_t find_hostile(struct hostile *list)
{
	struct dirent **entries;
	int n = scandir(HOSTILE, &entries, is_source, alphasort);

	ck_assert_int_gt(n, 0);
	ck_assert_int_le(n, MAX_HOSTILE);
	for (int i = 0; i < n; i++) {
		snprintf(list[i].path, sizeof(list[i].path), HOSTILE "/%s", entries[i]->d_name);
		list[i].expected = read_expected(list[i].path);
		free(entries[i]);
	}
	free(entries);
	return (size_t)n;
}

/* Drives list[0..n), a few at once, from this one thread. */
static void run_all(struct runner *runner, struct hostile *list, size_t n)
{
	struct pollfd fds[AT_ONCE * JOB_MAX_FDS];
	size_t begun = 0, running;

	do {
		size_t n_fds = 0;
		int timeout_ms = 60 * 1000;

		running = 0;
		for (size_t i = 0; i < begun; i++) {
			if (job_pump(list[i].job) == JOB_DONE)
				continue;
			running++;
			n_fds += job_fds(list[i].job, fds + n_fds);
			if (job_timeout_ms(list[i].job) < timeout_ms)
				timeout_ms = job_timeout_ms(list[i].job);
		}
		if (running < AT_ONCE && begun < n) {
			struct demo_order order = {.source = list[begun].path, .limits = &small};

			ck_assert_int_eq(job_start(&list[begun].job, runner, &order), STATUS_OK);
			begun++;
			running++;
		} else if (running) {
			poll(fds, (nfds_t)n_fds, timeout_ms);
		}
	} while (running);
}

static bool went_as_expected(const struct hostile *h)
{
	const struct demo_result *r = job_result(h->job);
	bool good;

	if (!*h->expected)
		good = r->complete && !r->n_errors;
	else
		good = !r->complete && r->n_errors == 1 && !strcmp(r->errors[0], h->expected);
	if (good)
		return true;
	fprintf(stderr, "%s: expected '%s'\n", h->path, h->expected);
	for (size_t i = 0; i < r->n_errors; i++)
		fprintf(stderr, "    got '%s'\n", r->errors[i]);
	return false;
}

START_TEST(every_hostile_program_ends_in_its_one_line_and_leaves_nothing)
{
	static struct hostile list[MAX_HOSTILE];
	size_t n = find_hostile(list), n_wrong = 0, n_descriptors;
	struct demo_world w;

	demo_world_open(&w);
	n_descriptors = count_descriptors();
	run_all(w.runner, list, n);
	ck_assert_uint_eq(count_children(), 0);
	ck_assert_uint_eq(count_descriptors(), n_descriptors);
	for (size_t i = 0; i < n; i++) {
		n_wrong += !went_as_expected(&list[i]);
		job_free(list[i].job);
		free(list[i].expected);
	}
	ck_assert_uint_eq(n_wrong, 0);
	/* Executables only, no folder of a compilation. */
	ck_assert_uint_eq(count_files(w.paths.cache), n + 1);
	ck_assert_int_ne(access("/tmp/gradus-hostile", F_OK), 0);
	demo_world_close(&w);
}
END_TEST

/* ---- every call there is */

/* With zeros for arguments these are let through or answered; all others stop
 * the demo. A number more here is a hole or a decision. */
static bool is_let_through(long call)
{
	static const long calls[] = {SYS_brk, SYS_munmap, SYS_mremap, SYS_mprotect,
		SYS_set_tid_address, SYS_set_robust_list, SYS_rseq, SYS_prlimit64, SYS_readlink,
		SYS_readlinkat, SYS_fstat, SYS_newfstatat, SYS_ioctl, SYS_lseek, SYS_sysinfo,
		SYS_rt_sigprocmask, SYS_getpid, SYS_gettid, SYS_exit, SYS_exit_group};

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (calls[i] == call)
			return true;
	return false;
}

START_TEST(every_call_that_is_not_on_the_list_stops_the_demo)
{
	/* The registers by hand: libc's syscall() would need no more either. */
	static const char source[] =
		"#include <stdio.h>\n"
		"#include <stdlib.h>\n"
		"int main(int argc, char **argv)\n"
		"{\n"
		"	register long r10 __asm__(\"r10\") = 0, r8 __asm__(\"r8\") = 0;\n"
		"	register long r9 __asm__(\"r9\") = 0;\n"
		"	long a = atol(argv[argc - 1]);\n"
		"	setvbuf(stdout, NULL, _IONBF, 0);\n"
		"	puts(\"gradus-demo\\t1\\nend\");\n"
		"	__asm__ volatile(\"syscall\" : \"+a\"(a) : \"D\"(0), \"S\"(0), \"d\"(0),\n"
		"		\"r\"(r10), \"r\"(r8), \"r\"(r9) : \"rcx\", \"r11\", \"memory\");\n"
		"	return 0;\n"
		"}\n";
	enum { LAST_CALL = 500 };
	struct demo_world w;
	char *path, number[32];
	const char *arguments[] = {number};

	demo_world_open(&w);
	path = demo_world_write(&w, "packs/p/001-call.c", source, strlen(source));
	for (long call = 0; call <= LAST_CALL; call++) {
		/* uretprobe and uprobe are for the kernel's own trampolines: no
		 * filter sees them, and from elsewhere they do nothing. */
		if (call == 335 || call == 336)
			continue;
		struct demo_order order = {
			.source = path, .arguments = arguments, .n_arguments = 1, .limits = &small};
		struct job *job;

		snprintf(number, sizeof(number), "%ld", call);
		ck_assert_int_eq(job_run(&job, w.runner, &order), STATUS_OK);
		if (is_let_through(call))
			ck_assert_msg(job_result(job)->complete, "call %ld: %s", call,
				job_result(job)->errors[0]);
		else
			ck_assert_msg(strstr(only_error(job), "which a demo may not"),
				"call %ld: %s", call, only_error(job));
		job_free(job);
	}
	free(path);
	demo_world_close(&w);
}
END_TEST

/* ---- the machine under us */

/* Loads a filter into this process (a fork of the tests) that answers calls of
 * seccomp with EINVAL, or passes all and occupies the one listener. */
static void occupy(bool refuse)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, refuse ? SYS_seccomp : ~0U, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EINVAL),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {.len = sizeof(code) / sizeof(code[0]), .filter = code};

	ck_assert_int_eq(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
	ck_assert_int_ge(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
				 refuse ? 0 : SECCOMP_FILTER_FLAG_NEW_LISTENER, &program),
		0);
}

START_TEST(without_seccomp_nothing_runs_and_each_job_says_so)
{
	struct demo_order order = {.source = HOSTILE "/ordinary.c"};
	struct demo_world w;
	struct job *job;

	demo_world_open(&w);
	runner_free(w.runner);
	occupy(true);
	ck_assert_int_eq(runner_new(&w.runner, &w.paths), STATUS_UNSUPPORTED);
	ck_assert_int_eq(job_run(&job, w.runner, &order), STATUS_OK);
	ck_assert_str_eq(only_error(job),
		"demos can't run here: this system can't filter system calls (seccomp)");
	job_free(job);
	demo_world_close(&w);
}
END_TEST

START_TEST(below_another_listener_a_forbidden_call_still_kills)
{
	struct demo_order bad = {.source = HOSTILE "/socket.c"};
	struct demo_order good = {.source = HOSTILE "/ordinary.c"};
	struct demo_world w;
	struct job *job;

	demo_world_open(&w);
	occupy(false);
	ck_assert_int_eq(job_run(&job, w.runner, &bad), STATUS_OK);
	ck_assert_str_eq(only_error(job), "stopped: it made a system call that a demo may not");
	job_free(job);
	ck_assert_int_eq(job_run(&job, w.runner, &good), STATUS_OK);
	ck_assert(job_result(job)->complete);
	job_free(job);
	demo_world_close(&w);
}
END_TEST

START_TEST(closed_standard_descriptors_of_ours_do_not_matter)
{
	struct demo_order order = {.source = HOSTILE "/ordinary.c"};
	struct demo_world w;
	struct job *job;

	demo_world_open(&w);
	for (int fd = 0; fd < 3; fd++)
		close(fd);
	ck_assert_int_eq(job_run(&job, w.runner, &order), STATUS_OK);
	ck_assert(job_result(job)->complete);
	job_free(job);
	demo_world_close(&w);
}
END_TEST

START_TEST(a_demo_sees_neither_our_environment_nor_our_folder)
{
	static const char source[] =
		"#include <stdio.h>\n"
		"extern char **environ;\n"
		"int main(int argc, char **argv)\n"
		"{\n"
		"	puts(\"gradus-demo\\t1\");\n"
		"	for (int i = 0; environ[i]; i++)\n"
		"		printf(\"text\\tenv%d\\t%s\\t\\n\", i, environ[i]);\n"
		"	for (int i = 0; i < argc; i++)\n"
		"		printf(\"text\\targ%d\\t%s\\t\\n\", i, argv[i]);\n"
		"	puts(\"end\");\n"
		"}\n";
	struct demo_world w;
	struct job *job;
	const struct demo_result *r;

	demo_world_open(&w);
	job = demo_world_run(&w, source, NULL);
	r = job_result(job);
	ck_assert(r->complete);
	ck_assert_uint_eq(r->n_values, 4);
	ck_assert_str_eq(result_value(r, "env0")->text, "LC_ALL=C");
	ck_assert_str_eq(
		result_value(r, "env1")->text, "GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-AVX2,-FMA4");
	ck_assert_str_eq(result_value(r, "arg0")->text, "001-demo");
	ck_assert_str_eq(result_value(r, "arg1")->text, "--records");
	job_free(job);
	demo_world_close(&w);
}
END_TEST

/* ---- the same bytes everywhere */

static char *output_of(struct demo_world *w, const char *path, bool fma)
{
	struct demo_order order = {.source = path, .keep_output = true, .fma = fma};
	struct job *job;
	char *output;
	size_t n;

	ck_assert_int_eq(job_run(&job, w->runner, &order), STATUS_OK);
	ck_assert_msg(job_result(job)->complete, "%s", job_result(job)->errors[0]);
	output = strdup(job_output(job, &n));
	ck_assert_uint_eq(strlen(output), n);
	job_free(job);
	return output;
}

START_TEST(the_variant_of_libm_is_pinned_unless_asked_otherwise)
{
	static const char source[] = "#include <math.h>\n"
				     "#include <stdio.h>\n"
				     "#include <string.h>\n"
				     "int main(void)\n"
				     "{\n"
				     "	unsigned hash = 0;\n"
				     "	puts(\"gradus-demo\\t1\");\n"
				     "	for (double x = 0.001; x < 200; x += 0.00137) {\n"
				     "		double y[] = {exp(-x), sin(x), pow(x, 1.3)};\n"
				     "		for (int i = 0; i < 3; i++) {\n"
				     "			unsigned long bits;\n"
				     "			memcpy(&bits, &y[i], sizeof(bits));\n"
				     "			hash = hash * 31 + (unsigned)bits;\n"
				     "		}\n"
				     "	}\n"
				     "	printf(\"value\\thash\\t%u\\t\\nend\\n\", hash);\n"
				     "}\n";
	struct demo_world w;
	char *path, *pinned, *again, *free_choice;

	demo_world_open(&w);
	path = demo_world_write(&w, "packs/p/001-sum.c", source, strlen(source));
	pinned = output_of(&w, path, false);
	again = output_of(&w, path, false);
	free_choice = output_of(&w, path, true);
	ck_assert_str_eq(pinned, again);
	if (__builtin_cpu_supports("fma") && __builtin_cpu_supports("avx2"))
		ck_assert_str_ne(pinned, free_choice);
	else
		ck_assert_str_eq(pinned, free_choice);
	free(path);
	free(pinned);
	free(again);
	free(free_choice);
	demo_world_close(&w);
}
END_TEST

START_TEST(addresses_are_the_same_in_every_run)
{
	static const char source[] = "#include <stdio.h>\n"
				     "#include <stdlib.h>\n"
				     "int main(void)\n"
				     "{\n"
				     "	int here;\n"
				     "	printf(\"gradus-demo\\t1\\ntext\\tat\\t%p %p "
				     "%p\\t\\nend\\n\", (void *)&here,\n"
				     "		malloc(10), malloc(1 << 20));\n"
				     "}\n";
	struct demo_world w;
	char *path, *first, *second;

	if (personality(ADDR_NO_RANDOMIZE) < 0)
		return; /* some containers forbid it, for demos too */
	demo_world_open(&w);
	path = demo_world_write(&w, "packs/p/001-where.c", source, strlen(source));
	first = output_of(&w, path, false);
	second = output_of(&w, path, false);
	ck_assert_str_eq(first, second);
	free(path);
	free(first);
	free(second);
	demo_world_close(&w);
}
END_TEST

/* ---- limits and stopping */

START_TEST(processor_time_has_a_limit_of_its_own)
{
	struct demo_limits limits = {.wall_ms = 20 * 1000, .cpu_ms = 1000};
	struct demo_world w;
	struct job *job;

	demo_world_open(&w);
	job = demo_world_run(&w, looping_demo, &limits);
	ck_assert_str_eq(only_error(job), "stopped: it used more than its 1 s of processor time");
	ck_assert_double_ge(job_result(job)->elapsed_ms, 900);
	job_free(job);
	demo_world_close(&w);
}
END_TEST

/* Pumps until the job is in `state`, which must come. */
static void pump_until(struct job *job, enum job_state state)
{
	struct pollfd fds[JOB_MAX_FDS];

	while (job_pump(job) != state) {
		ck_assert_int_ne(job_pump(job), JOB_DONE);
		poll(fds, (nfds_t)job_fds(job, fds), job_timeout_ms(job));
	}
}

START_TEST(a_job_freed_at_any_time_leaves_nothing)
{
	struct demo_world w;
	size_t n_descriptors;
	struct demo_order order = {0};
	char *path;

	demo_world_open(&w);
	path = demo_world_write(&w, "packs/p/001-loop.c", looping_demo, strlen(looping_demo));
	order.source = path;
	n_descriptors = count_descriptors();
	for (int state = JOB_COMPILING; state <= JOB_RUNNING; state++) {
		struct job *job;

		ck_assert_int_eq(job_start(&job, w.runner, &order), STATUS_OK);
		pump_until(job, (enum job_state)state);
		ck_assert_uint_eq(count_children(), 1);
		ck_assert_int_gt(job_timeout_ms(job), 0);
		job_free(job);
		ck_assert_uint_eq(count_children(), 0);
		ck_assert_uint_eq(count_workers(&w), 0);
		ck_assert_uint_eq(count_descriptors(), n_descriptors);
	}
	/* The folder, and the executable of the second. */
	ck_assert_uint_eq(count_files(w.paths.cache), 2);
	job_free(NULL);
	free(path);
	demo_world_close(&w);
}
END_TEST

START_TEST(results_are_there_while_the_demo_runs)
{
	static const char source[] = "#include <stdio.h>\n"
				     "int main(void)\n"
				     "{\n"
				     "	puts(\"gradus-demo\\t1\\nprogress\\t0.25\");\n"
				     "	fflush(stdout);\n"
				     "	for (;;)\n"
				     "		;\n"
				     "}\n";
	struct pollfd fds[JOB_MAX_FDS];
	struct demo_order order = {.limits = &small};
	struct demo_world w;
	struct job *job;
	char *path;

	demo_world_open(&w);
	path = demo_world_write(&w, "packs/p/001-slow.c", source, strlen(source));
	order.source = path;
	ck_assert_int_eq(job_start(&job, w.runner, &order), STATUS_OK);
	pump_until(job, JOB_RUNNING);
	while (job_result(job)->progress < 0.25) {
		poll(fds, (nfds_t)job_fds(job, fds), job_timeout_ms(job));
		ck_assert_int_eq(job_pump(job), JOB_RUNNING);
	}
	ck_assert_uint_eq(job_result(job)->n_errors, 0);
	job_free(job);
	free(path);
	demo_world_close(&w);
}
END_TEST

/* A demo that has been through its last call is not yet gone: its memory is taken down
 * first. Who waits for it must sleep, since it may want the same processor. */
START_TEST(an_ending_demo_is_waited_for_asleep)
{
	static const char source[] = "#include <stdio.h>\n"
				     "static volatile char much[300 << 20];\n"
				     "int main(void)\n"
				     "{\n"
				     "	for (long i = 0; i < 300 << 20; i += 4096)\n"
				     "		much[i] = 1;\n"
				     "	puts(\"gradus-demo\\t1\\nend\");\n"
				     "}\n";
	struct pollfd fds[JOB_MAX_FDS];
	struct demo_order order = {0};
	struct demo_world w;
	struct job *job;
	int n_wakes = 0;
	char *path;

	demo_world_open(&w);
	path = demo_world_write(&w, "packs/p/001-large.c", source, strlen(source));
	order.source = path;
	ck_assert_int_eq(job_start(&job, w.runner, &order), STATUS_OK);
	pump_until(job, JOB_RUNNING);
	for (; job_pump(job) != JOB_DONE; n_wakes++)
		poll(fds, (nfds_t)job_fds(job, fds), job_timeout_ms(job));
	ck_assert_uint_eq(job_result(job)->n_errors, 0);
	/* At most one for records and one for each descriptor that closes. */
	ck_assert_int_le(n_wakes, 2 * JOB_MAX_FDS);
	job_free(job);
	free(path);
	demo_world_close(&w);
}
END_TEST

Suite *sandbox_suite(void)
{
	Suite *s = suite_create("sandbox");
	TCase *t = tcase_create("hostile");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, every_hostile_program_ends_in_its_one_line_and_leaves_nothing);
	tcase_add_test(t, every_call_that_is_not_on_the_list_stops_the_demo);
	suite_add_tcase(s, t);

	t = tcase_create("machine");
	tcase_set_timeout(t, 30);
	tcase_add_test(t, without_seccomp_nothing_runs_and_each_job_says_so);
	tcase_add_test(t, below_another_listener_a_forbidden_call_still_kills);
	tcase_add_test(t, closed_standard_descriptors_of_ours_do_not_matter);
	tcase_add_test(t, a_demo_sees_neither_our_environment_nor_our_folder);
	tcase_add_test(t, the_variant_of_libm_is_pinned_unless_asked_otherwise);
	tcase_add_test(t, addresses_are_the_same_in_every_run);
	tcase_add_test(t, processor_time_has_a_limit_of_its_own);
	tcase_add_test(t, a_job_freed_at_any_time_leaves_nothing);
	tcase_add_test(t, results_are_there_while_the_demo_runs);
	tcase_add_test(t, an_ending_demo_is_waited_for_asleep);
	suite_add_tcase(s, t);
	return s;
}
