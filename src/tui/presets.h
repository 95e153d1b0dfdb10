/* The settings that a page's "Try it" links to. */
#ifndef GRADUS_TUI_PRESETS_H
#define GRADUS_TUI_PRESETS_H

#include "pack/library.h"

#include <stddef.h>

struct arena;

struct preset {
	const char *text;
	const char **arguments; /* "name=value" */
	size_t n_arguments;
};

/* Those of a page, in its order; all memory is the arena's. A page that can't
 * be read has none. */
struct preset *presets_read(const struct page_ref *page, struct arena *arena, size_t *n);

#endif
