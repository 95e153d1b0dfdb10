#include "tui/presets.h"

#include "base/arena.h"
#include "verify/claim.h"

static struct preset *presets_of(const struct document *d, struct arena *arena, size_t *n)
{
	struct preset *presets = arena_array(arena, d->n_references + 1, sizeof(*presets));

	for (size_t i = 0; presets && i < d->n_references; i++) {
		/* A set: link is the question mark's part of a target alone. */
		const char *text = arena_printf(arena, "set?%s", d->references[i].target);
		struct target target;

		if (d->references[i].kind != REFERENCE_SET || !text ||
			!target_parse(&target, arena, text))
			continue;
		presets[(*n)++] =
			(struct preset){.text = arena_strdup(arena, d->references[i].text),
				.arguments = target.arguments,
				.n_arguments = target.n_arguments};
	}
	return presets;
}

struct preset *presets_read(const struct page_ref *page, struct arena *arena, size_t *n)
{
	struct preset *presets;
	struct document d;
	struct diags ignored;
	enum status status;

	*n = 0;
	if (!page->path)
		return NULL;
	diags_init(&ignored);
	status = document_read(&d, page->path, page->kind, &ignored);
	diags_done(&ignored);
	if (status != STATUS_OK)
		return NULL;
	presets = presets_of(&d, arena, n);
	document_done(&d);
	return presets;
}
