#include "base/paths.h"

#include "base/buf.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *join(const char *a, const char *b)
{
	struct buf s;

	buf_init(&s);
	buf_printf(&s, "%s/%s", a, b);
	return buf_take(&s);
}

static bool is_folder(const char *path)
{
	struct stat st;

	return path && stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Cuts `times` names off the end of an absolute path. */
static void cut(char *path, int times)
{
	while (times-- > 0) {
		char *slash = strrchr(path, '/');

		if (slash)
			*slash = '\0';
	}
}

/* The folder `name` of the XDG variable or below the home folder. */
static char *user_folder(const char *variable, const char *under_home)
{
	const char *value = getenv(variable), *home = getenv("HOME");
	char *base, *folder;

	/* The XDG specification: a relative path is to be ignored. */
	if (value && value[0] == '/')
		return join(value, "gradus");
	base = join(home && home[0] == '/' ? home : "/nonexistent", under_home);
	folder = base ? join(base, "gradus") : NULL;
	free(base);
	return folder;
}

/* Where the parts lie below a root. */
struct layout {
	const char *questions, *lessons, *demos, *lab, *templates;
};

static const struct layout source_layout = {
	.questions = "questions",
	.lessons = "content/lessons",
	.demos = "build/demos",
	.lab = "build/lab",
	.templates = "content/new",
};
static const struct layout installed_layout = {
	.questions = "share/gradus/questions",
	.lessons = "share/gradus/lessons",
	.demos = "libexec/gradus/demos",
	.lab = "lib/gradus",
	.templates = "share/gradus/new",
};

/* STATUS_NOT_FOUND, and nothing set, if no questions are there. */
static enum status find_below(struct paths *p, const char *root, const struct layout *layout)
{
	char *questions = join(root, layout->questions);

	if (questions && !is_folder(questions)) {
		free(questions);
		return STATUS_NOT_FOUND;
	}
	p->questions = questions;
	p->lessons = join(root, layout->lessons);
	p->demos = join(root, layout->demos);
	p->lab = join(root, layout->lab);
	p->templates = join(root, layout->templates);
	p->installed = layout == &installed_layout;
	return p->questions && p->lessons && p->demos && p->lab && p->templates ? STATUS_OK
										: STATUS_NO_MEMORY;
}

/* PREFIX/bin/gradus, TREE/build/gradus or TREE/build/MODE/gradus. */
static enum status find_shipped(struct paths *p)
{
	const char *root = getenv("GRADUS_ROOT");
	enum status status = STATUS_NOT_FOUND;
	char self[PATH_MAX];
	ssize_t n;

	if (root && root[0])
		return find_below(p, root, &source_layout);
	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (n <= 0)
		return STATUS_NOT_FOUND;
	self[n] = '\0';
	cut(self, 2);
	status = find_below(p, self, &installed_layout);
	for (int up = 0; status == STATUS_NOT_FOUND && up < 3; up++) {
		status = find_below(p, self, &source_layout);
		cut(self, 1);
	}
	return status;
}

enum status paths_init(struct paths *p)
{
	enum status status;

	*p = (struct paths){0};
	p->data = user_folder("XDG_DATA_HOME", ".local/share");
	p->cache = user_folder("XDG_CACHE_HOME", ".cache");
	p->config = user_folder("XDG_CONFIG_HOME", ".config");
	p->packs = p->data ? join(p->data, "packs") : NULL;
	status = p->packs && p->cache && p->config ? find_shipped(p) : STATUS_NO_MEMORY;
	if (status != STATUS_OK)
		paths_done(p);
	return status;
}

void paths_done(struct paths *p)
{
	free(p->questions);
	free(p->lessons);
	free(p->demos);
	free(p->lab);
	free(p->templates);
	free(p->packs);
	free(p->data);
	free(p->cache);
	free(p->config);
	*p = (struct paths){0};
}

enum status paths_make_folder(const char *path)
{
	char *copy = strdup(path);
	enum status status = STATUS_OK;

	if (!copy)
		return STATUS_NO_MEMORY;
	for (char *s = copy + 1; status == STATUS_OK && *s; s++) {
		if (*s != '/')
			continue;
		*s = '\0';
		if (mkdir(copy, 0700) != 0 && errno != EEXIST)
			status = STATUS_IO;
		*s = '/';
	}
	if (status == STATUS_OK && mkdir(copy, 0700) != 0 && errno != EEXIST)
		status = STATUS_IO;
	free(copy);
	return status;
}
