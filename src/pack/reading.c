#include "pack/reading.h"

#include <strings.h>

static bool is_quiz(const struct section *s)
{
	return strcasecmp(s->title, "Quiz") == 0 || strcasecmp(s->title, "Check yourself") == 0;
}

void reading_text(const struct document *document, struct buf *out)
{
	size_t from = document->front.body;

	for (size_t i = 0; i < document->n_sections; i++) {
		const struct section *s = &document->sections[i];

		if (document->kind == DOCUMENT_PLAIN || !is_quiz(s))
			continue;
		buf_add(out, document->text + from, s->begin - from);
		from = s->end;
	}
	buf_add(out, document->text + from, document->n - from);
}
