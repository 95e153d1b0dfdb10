/*
 * Where things are: what is shipped (the source tree or an installation) and
 * what belongs to the user (XDG base directories). Makes no folder until asked.
 */
#ifndef GRADUS_BASE_PATHS_H
#define GRADUS_BASE_PATHS_H

#include "base/status.h"

#include <stdbool.h>

struct paths {
	char *questions; /* folder of the shipped packs */
	char *lessons;   /* folder of the lessons */
	char *demos;     /* folder of the compiled demos: <pack>/<stem> */
	char *lab;       /* folder of the lab: include/lab/, liblab.a */
	char *templates; /* folder of what new pages begin as */
	char *packs;     /* the user's packs: $XDG_DATA_HOME/gradus/packs */
	char *data;      /* $XDG_DATA_HOME/gradus */
	char *cache;     /* $XDG_CACHE_HOME/gradus */
	char *config;    /* $XDG_CONFIG_HOME/gradus */
	bool installed;
};

/* Finds the shipped files beside the running executable: in the source tree
 * when it lies in build/, else under its prefix. GRADUS_ROOT overrides (a
 * source tree). STATUS_NOT_FOUND if neither is there. paths_done frees. */
enum status paths_init(struct paths *p);
void paths_done(struct paths *p);

/* Makes a folder and its parents, mode 0700. */
enum status paths_make_folder(const char *path);

#endif
