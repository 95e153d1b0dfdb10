#include "support/tui_world.h"

#include <check.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64], data_home[96];
static const char *const variables[] = {data_home, NULL};
const char *const *const tui_world = variables;

void tui_world_make(void)
{
	char path[128], pack[PATH_MAX];

	strcpy(folder, "/tmp/gradus-screen-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(data_home, sizeof(data_home), "XDG_DATA_HOME=%s", folder);
	snprintf(path, sizeof(path), "%s/gradus", folder);
	ck_assert_int_eq(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/gradus/packs", folder);
	ck_assert_int_eq(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/gradus/packs/powers", folder);
	ck_assert_ptr_nonnull(realpath("tests/data/study/packs/powers", pack));
	ck_assert_int_eq(symlink(pack, path), 0);
}

void tui_world_remove(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	ck_assert_int_eq(system(command), 0);
}
