#include "support/demo_world.h"

#include "base/buf.h"

#include <check.h>
#include <dirent.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char *below(const struct demo_world *w, const char *name)
{
	struct buf b;

	buf_init(&b);
	buf_printf(&b, "%s/%s", w->root, name);
	return buf_take(&b);
}

char *demo_world_write(struct demo_world *w, const char *name, const char *text, size_t n)
{
	char *path = below(w, name), *slash = strrchr(path, '/');
	FILE *file;

	*slash = '\0';
	ck_assert_int_eq(paths_make_folder(path), STATUS_OK);
	*slash = '/';
	file = fopen(path, "wbe");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(text, 1, n, file), n);
	ck_assert_int_eq(fclose(file), 0);
	return path;
}

void demo_world_open(struct demo_world *w)
{
	static const char flags[] = "-std=c17 -O1\n-static\n-lm\n", archive[] = "!<arch>\n";

	*w = (struct demo_world){.root = "/tmp/gradus-test-XXXXXX"};
	ck_assert_ptr_nonnull(mkdtemp(w->root));
	w->paths.questions = below(w, "questions");
	w->paths.demos = below(w, "demos");
	w->paths.lab = below(w, "lab");
	w->paths.cache = below(w, "cache");
	free(demo_world_write(w, "lab/lab.flags", flags, strlen(flags)));
	free(demo_world_write(w, "lab/liblab.a", archive, strlen(archive)));
	free(demo_world_write(w, "lab/include/lab/demo.h", "", 0));
	ck_assert_int_eq(paths_make_folder(w->paths.questions), STATUS_OK);
	ck_assert_int_eq(runner_new(&w->runner, &w->paths), STATUS_OK);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

void demo_world_close(struct demo_world *w)
{
	runner_free(w->runner);
	nftw(w->root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	paths_done(&w->paths);
}

struct job *demo_world_run(struct demo_world *w, const char *text, const struct demo_limits *limits)
{
	char *source = demo_world_write(w, "packs/p/001-demo.c", text, strlen(text));
	struct demo_order order = {.source = source, .limits = limits};
	struct job *job;

	ck_assert_int_eq(job_run(&job, w->runner, &order), STATUS_OK);
	free(source);
	return job;
}

size_t count_descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	size_t n = 0;

	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}

size_t count_children(void)
{
	char path[64], pids[4096];
	size_t n = 0, got;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	file = fopen(path, "re");
	ck_assert_ptr_nonnull(file);
	got = fread(pids, 1, sizeof(pids), file);
	fclose(file);
	for (size_t i = 0; i < got; i++)
		n += pids[i] == ' ';
	return n;
}

static size_t count_workers_now(const struct demo_world *w)
{
	char path[64 + NAME_MAX], folder[PATH_MAX];
	const struct dirent *entry;
	DIR *dir = opendir("/proc");
	size_t n = 0;

	ck_assert_ptr_nonnull(dir);
	while ((entry = readdir(dir))) {
		ssize_t got;

		snprintf(path, sizeof(path), "/proc/%s/cwd", entry->d_name);
		got = readlink(path, folder, sizeof(folder) - 1);
		if (got < 0)
			continue;
		folder[got] = '\0';
		n += !strncmp(folder, w->root, strlen(w->root));
	}
	closedir(dir);
	return n;
}

size_t count_workers(const struct demo_world *w)
{
	const struct timespec pause = {.tv_nsec = 10 * 1000 * 1000};
	size_t n = count_workers_now(w);

	for (int i = 0; n && i < 50; i++) {
		nanosleep(&pause, NULL);
		n = count_workers_now(w);
	}
	return n;
}

/* nftw takes no context. */
static size_t n_found;

static int count_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)path;
	(void)st;
	(void)type;
	n_found += at->level > 0;
	return 0;
}

size_t count_files(const char *path)
{
	n_found = 0;
	nftw(path, count_one, 16, FTW_PHYS);
	return n_found;
}

const char *only_error(const struct job *job)
{
	const struct demo_result *r = job_result(job);

	ck_assert_uint_eq(r->n_errors, 1);
	ck_assert(!r->complete);
	return r->errors[0];
}
