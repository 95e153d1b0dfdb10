#include "demo/compile.h"

#include "base/arena.h"
#include "base/sha256.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	MAX_SOURCE_BYTES = 1 << 20,
	MAX_LAB_BYTES = 64 << 20,
	MAX_FLAG_BYTES = 4096,
	MAX_EXECUTABLE_BYTES = 64 << 20,
	COMPILER_MEMORY_BYTES = 1 << 30,
	COMPILER_FILES = 256,
	KEPT = 200,         /* executables in the cache */
	ABANDONED_S = 3600, /* a folder of this age: whoever made it was killed */
};

struct compiler {
	const struct paths *paths;
	char *questions;   /* without symbolic links; NULL if there is none */
	char *folder;      /* of the cache */
	bool ready;        /* what follows has been read */
	char *cc;          /* path of the compiler */
	char *lab;         /* path of the lab, absolute */
	char *flags[3];    /* for compiling, for linking, libraries */
	struct sha256 key; /* over all of that; a source's bytes come behind */
};

static char *join(const char *a, const char *b)
{
	struct buf s;

	buf_init(&s);
	buf_printf(&s, "%s/%s", a, b);
	return buf_take(&s);
}

/* ---- what compiles */

enum status compiler_new(struct compiler **compiler, const struct paths *paths)
{
	struct compiler *c = calloc(1, sizeof(*c));

	*compiler = NULL;
	if (!c)
		return STATUS_NO_MEMORY;
	c->paths = paths;
	c->questions = realpath(paths->questions, NULL);
	c->folder = join(paths->cache, "demos");
	if (!c->folder || (!c->questions && errno == ENOMEM)) {
		compiler_free(c);
		return STATUS_NO_MEMORY;
	}
	*compiler = c;
	return STATUS_OK;
}

void compiler_free(struct compiler *c)
{
	if (!c)
		return;
	free(c->questions);
	free(c->folder);
	free(c->cc);
	free(c->lab);
	for (size_t i = 0; i < 3; i++)
		free(c->flags[i]);
	free(c);
}

/* Adds a name and a file's bytes to the key, each with its length. */
static enum status add_to_key(struct sha256 *key, const char *name, const char *path)
{
	struct buf b;
	enum status status;
	char head[64];

	buf_init(&b);
	status = buf_read_file(&b, path, MAX_LAB_BYTES);
	if (status == STATUS_OK) {
		snprintf(head, sizeof(head), "\n%zu %zu ", strlen(name), b.n);
		sha256_add(key, head, strlen(head));
		sha256_add(key, name, strlen(name));
		sha256_add(key, b.data, b.n);
	}
	buf_done(&b);
	return status;
}

static int is_header(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > 2 && !strcmp(entry->d_name + n - 2, ".h");
}

/* The headers in the order of their names, so that the key is always the same. */
static enum status add_headers(struct sha256 *key, const char *folder)
{
	struct dirent **entries;
	int n = scandir(folder, &entries, is_header, alphasort);
	enum status status = STATUS_OK;

	if (n < 0)
		return STATUS_IO;
	for (int i = 0; i < n; i++) {
		char *path = join(folder, entries[i]->d_name);

		if (status == STATUS_OK)
			status =
				path ? add_to_key(key, entries[i]->d_name, path) : STATUS_NO_MEMORY;
		free(path);
		free(entries[i]);
	}
	free(entries);
	return status;
}

/* The three lines of lab.flags. */
static enum status read_flags(struct compiler *c, const char *path)
{
	struct buf b;
	enum status status;
	char *line, *rest;

	buf_init(&b);
	status = buf_read_file(&b, path, MAX_FLAG_BYTES);
	rest = b.data;
	for (size_t i = 0; status == STATUS_OK && i < 3; i++) {
		line = strsep(&rest, "\n");
		free(c->flags[i]);
		c->flags[i] = strdup(line ? line : "");
		if (!c->flags[i])
			status = STATUS_NO_MEMORY;
	}
	buf_done(&b);
	return status;
}

static enum status read_lab(struct compiler *c)
{
	char *flags = join(c->lab, "lab.flags"), *library = join(c->lab, "liblab.a");
	char *headers = join(c->lab, "include/lab");
	enum status status = flags && library && headers ? STATUS_OK : STATUS_NO_MEMORY;

	sha256_init(&c->key);
	sha256_add(&c->key, c->cc, strlen(c->cc));
	sha256_add(&c->key, c->lab, strlen(c->lab));
	if (status == STATUS_OK)
		status = read_flags(c, flags);
	if (status == STATUS_OK)
		status = add_to_key(&c->key, "lab.flags", flags);
	if (status == STATUS_OK)
		status = add_to_key(&c->key, "liblab.a", library);
	if (status == STATUS_OK)
		status = add_headers(&c->key, headers);
	free(flags);
	free(library);
	free(headers);
	return status;
}

/* The first executable `cc` on PATH, without symbolic links, so that another
 * version of the compiler has another name; NULL if there is none. */
static char *find_cc(void)
{
	const char *path = getenv("PATH");
	char *copy = strdup(path ? path : ""), *rest = copy, *folder, *found = NULL;

	while (!found && (folder = strsep(&rest, ":"))) {
		char *cc = folder[0] == '/' ? join(folder, "cc") : NULL;

		if (cc && access(cc, X_OK) == 0)
			found = realpath(cc, NULL);
		free(cc);
	}
	free(copy);
	return found;
}

/* Reads lab and flags once. */
static enum status make_ready(struct compiler *c, struct buf *why)
{
	enum status status;

	if (c->ready)
		return STATUS_OK;
	if (!c->cc)
		c->cc = find_cc();
	if (!c->cc) {
		buf_puts(why, "it must be compiled, and there is no C compiler (cc) on PATH");
		return STATUS_NOT_FOUND;
	}
	if (!c->lab)
		c->lab = realpath(c->paths->lab, NULL);
	status = c->lab ? read_lab(c) : STATUS_NOT_FOUND;
	if (status != STATUS_OK && status != STATUS_NO_MEMORY)
		buf_printf(
			why, "it must be compiled, and the lab can't be read in %s", c->paths->lab);
	c->ready = status == STATUS_OK;
	return status;
}

/* ---- the bundled executables */

/* The executable that was built for a shipped source: questions/PACK/STEM.c
 * has demos/PACK/STEM. */
static char *bundled_path(const struct compiler *c, const char *source)
{
	size_t n = c->questions ? strlen(c->questions) : 0, n_name = strlen(source);
	struct buf b;

	if (!n || strncmp(source, c->questions, n) != 0 || source[n] != '/' || n_name < n + 4 ||
		strcmp(source + n_name - 2, ".c") != 0)
		return NULL;
	buf_init(&b);
	buf_printf(&b, "%s%.*s", c->paths->demos, (int)(n_name - n - 2), source + n);
	return buf_take(&b);
}

static bool is_older(const struct stat *a, const struct stat *b)
{
	return a->st_mtim.tv_sec != b->st_mtim.tv_sec ? a->st_mtim.tv_sec < b->st_mtim.tv_sec
						      : a->st_mtim.tv_nsec < b->st_mtim.tv_nsec;
}

/* In an installation source and executable were put there together, in any
 * order, and a source isn't edited there; in a source tree one may be. */
static int open_bundled(const struct compiler *c, const char *source)
{
	char *real = realpath(source, NULL);
	char *path = real ? bundled_path(c, real) : NULL;
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	struct stat program, text;

	if (fd >= 0 && !c->paths->installed &&
		(fstat(fd, &program) != 0 || stat(real, &text) != 0 || is_older(&program, &text))) {
		close(fd);
		fd = -1;
	}
	free(path);
	free(real);
	return fd;
}

/* ---- the cache */

static void remove_folder(const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir)
		closedir(dir);
	rmdir(path);
}

struct cached {
	char *path;
	time_t used;
};

static int later_first(const void *a, const void *b)
{
	const struct cached *x = a, *y = b;

	return (x->used < y->used) - (x->used > y->used);
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* Removes what is used least, and folders of compilations that were killed
 * with their program. Best effort: a cache may be in any state. */
static void prune(const char *folder)
{
	struct dirent **entries;
	int n = scandir(folder, &entries, is_visible, NULL);
	struct cached *kept = n > 0 ? calloc((size_t)n, sizeof(*kept)) : NULL;
	time_t now = time(NULL);
	size_t n_kept = 0;
	struct stat st;

	for (int i = 0; i < n; i++) {
		char *path = join(folder, entries[i]->d_name);
		bool there = path && lstat(path, &st) == 0;

		if (there && S_ISDIR(st.st_mode) && st.st_mtime < now - ABANDONED_S)
			remove_folder(path);
		if (there && S_ISREG(st.st_mode) && kept)
			kept[n_kept++] = (struct cached){path, st.st_mtime};
		else
			free(path);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	if (n_kept)
		qsort(kept, n_kept, sizeof(*kept), later_first);
	for (size_t i = 0; i < n_kept; i++) {
		if (i >= KEPT)
			unlink(kept[i].path);
		free(kept[i].path);
	}
	free(kept);
}

/* An executable of the cache, which counts as used now; -1 if it isn't there. */
static int open_cached(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd >= 0)
		futimens(fd, NULL);
	return fd;
}

/* ---- compiling */

void compilation_init(struct compilation *c)
{
	*c = (struct compilation){0};
	process_init(&c->process);
}

void compilation_done(struct compilation *c)
{
	process_done(&c->process);
	if (c->folder)
		remove_folder(c->folder);
	free(c->folder);
	free(c->file);
	free(c->target);
	compilation_init(c);
}

static bool write_file(const char *path, const struct buf *b)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	size_t done = 0;
	ssize_t n = 0;

	while (fd >= 0 && done < b->n && n >= 0) {
		n = write(fd, b->data + done, b->n - done);
		done += n > 0 ? (size_t)n : 0;
	}
	return fd >= 0 && close(fd) == 0 && done == b->n;
}

/* A folder of its own, with a copy of the source: what is compiled is what the
 * key was made of, and its path is in no message and no executable. */
static enum status make_folder(struct compilation *c, const struct compiler *compiler,
	const char *source, const struct buf *text)
{
	const char *slash = strrchr(source, '/');
	char *copy;
	enum status status;

	status = paths_make_folder(compiler->folder);
	if (status != STATUS_OK)
		return status;
	c->folder = join(compiler->folder, "tmp-XXXXXX");
	c->file = join(".", slash ? slash + 1 : source);
	if (!c->folder || !c->file)
		return STATUS_NO_MEMORY;
	if (!mkdtemp(c->folder)) {
		free(c->folder);
		c->folder = NULL;
		return STATUS_IO;
	}
	copy = join(c->folder, c->file);
	if (!copy)
		return STATUS_NO_MEMORY;
	status = write_file(copy, text) ? STATUS_OK : STATUS_IO;
	free(copy);
	return status;
}

struct words {
	struct arena *arena;
	const char **list;
	size_t n, cap;
};

static void add_word(struct words *w, const char *word)
{
	const char **list = arena_grow(w->arena, (void *)w->list, w->n, &w->cap, sizeof(*list));

	if (!list)
		return;
	w->list = list;
	w->list[w->n++] = word;
}

static void add_words(struct words *w, const char *line)
{
	char *rest = arena_strdup(w->arena, line), *word;

	while (rest && (word = strsep(&rest, " ")))
		if (*word)
			add_word(w, word);
}

/* As the Makefile compiles demos: see LAB_CFLAGS there. */
static void add_command(struct words *w, const struct compiler *compiler, const char *file)
{
	add_word(w, "cc");
	add_word(w, arena_printf(w->arena, "-I%s/include", compiler->lab));
	add_words(w, compiler->flags[0]);
	add_word(w, "-w");
	add_words(w, compiler->flags[1]);
	add_word(w, "-o");
	add_word(w, "demo");
	add_word(w, file);
	add_word(w, arena_printf(w->arena, "%s/liblab.a", compiler->lab));
	add_words(w, compiler->flags[2]);
	add_word(w, NULL);
}

static enum status start_compiler(
	struct compilation *c, const struct compiler *compiler, int time_limit_ms, struct buf *why)
{
	struct words w = {.arena = arena_new()};
	const char *path = getenv("PATH"), *envp[4] = {"LC_ALL=C"};
	struct process_plan plan = {.path = compiler->cc,
		.folder = c->folder,
		.cpu_s = (time_limit_ms + 999) / 1000,
		.memory_bytes = COMPILER_MEMORY_BYTES,
		.file_bytes = MAX_EXECUTABLE_BYTES,
		.n_files = COMPILER_FILES};
	enum status status = STATUS_NO_MEMORY;
	int error;

	if (!w.arena)
		return STATUS_NO_MEMORY;
	add_command(&w, compiler, c->file);
	envp[1] = arena_printf(w.arena, "TMPDIR=%s", c->folder);
	envp[2] = arena_printf(w.arena, "PATH=%s", path ? path : "");
	plan.argv = (char *const *)w.list;
	plan.envp = (char *const *)envp;
	if (arena_status(w.arena) == STATUS_OK) {
		error = process_start(&c->process, &plan);
		if (error)
			buf_printf(why, "the compiler can't be started: %s", strerror(error));
		status = error ? STATUS_IO : STATUS_OK;
	}
	arena_free(w.arena);
	return status;
}

/* The path in the cache for this text. */
static char *cache_path(const struct compiler *compiler, const char *source, const struct buf *text)
{
	const char *slash = strrchr(source, '/');
	struct sha256 key = compiler->key;
	char hex[SHA256_HEX];

	/* The name is in the executable too: assert says it. */
	sha256_add(&key, slash ? slash + 1 : source, strlen(slash ? slash + 1 : source) + 1);
	sha256_add(&key, text->data, text->n);
	sha256_end_hex(&key, hex);
	return join(compiler->folder, hex);
}

static enum status start_on_text(struct compilation *c, struct compiler *compiler,
	const char *source, const struct buf *text, int time_limit_ms, int *program,
	struct buf *why)
{
	enum status status = make_ready(compiler, why);

	if (status != STATUS_OK)
		return status;
	c->target = cache_path(compiler, source, text);
	if (!c->target)
		return STATUS_NO_MEMORY;
	*program = open_cached(c->target);
	if (*program >= 0)
		return STATUS_OK;
	status = make_folder(c, compiler, source, text);
	if (status == STATUS_IO)
		buf_printf(
			why, "it can't be compiled in %s: %s", compiler->folder, strerror(errno));
	return status == STATUS_OK ? start_compiler(c, compiler, time_limit_ms, why) : status;
}

enum status compilation_start(struct compilation *c, struct compiler *compiler, const char *source,
	int time_limit_ms, int *program, struct buf *why)
{
	struct buf text;
	enum status status;

	*program = open_bundled(compiler, source);
	if (*program >= 0)
		return STATUS_OK;
	buf_init(&text);
	status = buf_read_file(&text, source, MAX_SOURCE_BYTES);
	if (status == STATUS_LIMIT)
		buf_printf(why, "its source is over %d bytes", MAX_SOURCE_BYTES);
	else if (status == STATUS_IO)
		buf_printf(why, "its source can't be read: %s", strerror(errno));
	else if (status == STATUS_OK)
		status = start_on_text(c, compiler, source, &text, time_limit_ms, program, why);
	buf_done(&text);
	if (status == STATUS_NO_MEMORY)
		buf_puts(why, status_text(status));
	return status;
}

enum status compilation_finish(
	struct compilation *c, struct compiler *compiler, int *program, struct buf *why)
{
	char *built = join(c->folder, "demo");
	bool kept = built && rename(built, c->target) == 0;

	*program = -1;
	if (kept) {
		prune(compiler->folder);
		*program = open_cached(c->target);
	}
	if (*program < 0)
		buf_printf(why, "its executable can't be kept in %s: %s", compiler->folder,
			strerror(errno));
	free(built);
	return *program < 0 ? STATUS_IO : STATUS_OK;
}
