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
	if (status != STATUS_OK) {
		reader_free(r);
		return status;
	}
	*reader = r;
	return STATUS_OK;
}

enum status reader_layout(struct reader *reader, const struct page_options *options, bool *changed)
{
	struct page_options own = *options;
	enum status status;

	*changed = reader->width != options->width;
	if (!*changed)
		return STATUS_OK;
	page_done(&reader->page);
	own.live = view_item;
	own.live_context = &reader->view;
	reader->width = 0;
	status = page_layout(&reader->page, reader->text.data, reader->text.n, &own);
	if (status == STATUS_OK)
		reader->width = options->width;
	return status;
}

const struct page *reader_page(const struct reader *reader)
{
	return &reader->page;
}

const struct document *reader_document(const struct reader *reader)
{
	return &reader->document;
}

size_t reader_n_pending(const struct reader *reader)
{
	return live_n_settings(reader->view.live) - live_n_done(reader->view.live);
}

/* Letters of a line that are there at any width: of text, not of drawings. */
static size_t letters_of(const struct lines *lines, size_t line)
{
	const struct line *l = &lines->line[line];
	size_t n = 0;

	for (uint32_t i = 0; i < l->n_runs; i++) {
		const struct run *r = &lines->runs[l->run + i];
		const char *s = lines_run_text(lines, r);

		if (r->style.role == ROLE_DIM || r->style.role >= ROLE_SERIES)
			continue;
		for (uint32_t j = 0; j < r->n_bytes; j++)
			n += s[j] != ' ';
	}
	return n;
}

struct place reader_place(const struct reader *reader, size_t line)
{
	const struct page *p = &reader->page;
	struct place place = {0};

	for (size_t i = 0; i < p->n_headings && p->headings[i].line <= line; i++)
		place.heading = i + 1;
	for (size_t i = place.heading ? p->headings[place.heading - 1].line : 0;
		i < line && i < p->lines.n_lines; i++)
		place.letters += letters_of(&p->lines, i);
	return place;
}

size_t reader_line(const struct reader *reader, const struct place *place)
{
	const struct page *p = &reader->page;
	size_t heading = place->heading <= p->n_headings ? place->heading : p->n_headings;
	size_t line = heading ? p->headings[heading - 1].line : 0, letters = 0;

	while (line < p->lines.n_lines && letters < place->letters) {
		letters += letters_of(&p->lines, line);
		/* A line that holds the place and more is the line of the place. */
		if (letters > place->letters)
			break;
		line++;
	}
	return line;
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
