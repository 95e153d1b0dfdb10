#include "tui/reader.h"

#include "base/arena.h"
#include "pack/reading.h"
#include "verify/view.h"

#include <stdlib.h>

struct reader {
	struct document document;
	struct buf text; /* what is read of it */
	struct live_view view;
	struct page page;
	int width; /* of the layout; 0: none */
	size_t n_done;
};

void reader_free(struct reader *reader)
{
	if (!reader)
		return;
	page_done(&reader->page);
	buf_done(&reader->text);
	live_free(reader->view.live);
	arena_free(reader->view.arena);
	document_done(&reader->document);
	free(reader);
}

enum status reader_open(struct reader **reader, struct library *library, struct runner *runner,
	const struct page_ref *ref)
{
	const struct live_options options = {0};
	struct reader *r = calloc(1, sizeof(*r));
	struct diags ignored;
	enum status status;

	*reader = NULL;
	if (!r)
		return STATUS_NO_MEMORY;
	buf_init(&r->text);
	diags_init(&ignored);
	r->view = (struct live_view){.library = library, .page = *ref, .arena = arena_new()};
	status = document_read(&r->document, ref->path, ref->kind, &ignored);
	diags_done(&ignored);
	if (status == STATUS_OK)
		reading_text(&r->document, &r->text);
	if (status == STATUS_OK)
		status = buf_status(&r->text);
	if (status == STATUS_OK)
		status = live_new(&r->view.live, runner, &options);
	if (status == STATUS_OK)
		status = r->view.arena ? view_want(&r->view, &r->document) : STATUS_NO_MEMORY;
	if (status == STATUS_OK)
		status = live_pump(r->view.live);
	if (status != STATUS_OK) {
		reader_free(r);
		return status;
	}
	*reader = r;
	return STATUS_OK;
}

const struct lines *reader_lines(struct reader *reader, const struct page_options *options)
{
	struct page_options own = *options;

	if (reader->width == options->width)
		return &reader->page.lines;
	page_done(&reader->page);
	own.live = view_item;
	own.live_context = &reader->view;
	reader->width = 0;
	if (page_layout(&reader->page, reader->text.data, reader->text.n, &own) != STATUS_OK)
		return NULL;
	reader->width = options->width;
	return &reader->page.lines;
}

size_t reader_fds(const struct reader *reader, struct pollfd *fds, size_t max)
{
	return live_fds(reader->view.live, fds, max);
}

int reader_timeout_ms(const struct reader *reader)
{
	return live_timeout_ms(reader->view.live);
}

bool reader_pump(struct reader *reader)
{
	size_t before = reader->n_done;

	if (live_pump(reader->view.live) != STATUS_OK)
		return false;
	reader->n_done = live_n_done(reader->view.live);
	if (reader->n_done == before)
		return false;
	reader->width = 0;
	return true;
}
