#include "page/figure.h"

#include "base/arena.h"
#include "math/math.h"
#include "page/table.h"

#include <stdlib.h>
#include <string.h>

enum {
	MATH_INDENT = 8,    /* a formula's, where the width allows */
	NARROW = 60,        /* half of it where there are less cells */
	MIN_PLOT_WIDTH = 30 /* narrower, words say it better */
};

/* Copies lines behind the frame's prefix, all of them the link. */
static void copy_lines(struct frame *frame, const struct lines *from, uint32_t link, int indent)
{
	for (size_t i = 0; i < from->n_lines; i++) {
		const struct line *line = &from->line[i];

		frame_begin(frame);
		lines_pad(frame->out, (struct style){0}, indent);
		for (uint32_t j = 0; j < line->n_runs; j++) {
			const struct run *r = &from->runs[line->run + j];

			lines_put(frame->out, r->style, link, lines_run_text(from, r), r->n_bytes);
		}
		lines_end(frame->out);
	}
}

/* Writes lines of text that end in newlines, each wrapped. */
static void write_sentences(struct frame *frame, struct flow *flow, struct ink ink, const char *s)
{
	while (*s) {
		size_t n = strcspn(s, "\n");

		flow_clear(flow);
		flow_put(flow, ink, s, n);
		frame_write(frame, flow, 0, flow->text.n);
		s += n + (s[n] == '\n');
	}
}

/* The plot under the page's own caption, which says it in the text's words. */
static enum status write_plot(struct frame *frame, const struct plot *data, const char *caption,
	uint32_t link, const struct page_options *options)
{
	struct plot plot = *data;
	struct plot_options o = {
		.width = frame_room(frame), .ascii = options->ascii, .no_color = options->no_color};
	struct lines drawing;
	enum status status;

	if (caption[0])
		plot.title = caption;
	o.height = options->plot_height ? options->plot_height : plot_height(&plot, o.width);
	lines_init(&drawing);
	status = plot_render(&drawing, &plot, &o);
	if (status == STATUS_OK)
		copy_lines(frame, &drawing, link, 0);
	lines_done(&drawing);
	return status;
}

/* In words, and in speech as a table as well. */
static enum status speak_plot(
	struct frame *frame, struct inlines *in, const struct plot *plot, uint32_t link)
{
	struct arena *arena;
	struct table table;
	enum status status;

	buf_clear(&in->scratch);
	status = plot_describe(&in->scratch, plot);
	if (status != STATUS_OK)
		return status;
	write_sentences(frame, &in->flow, (struct ink){.link = link}, in->scratch.data);
	if (!in->options->spoken)
		return STATUS_OK;
	arena = arena_new();
	if (!arena)
		return STATUS_NO_MEMORY;
	status = plot_table(&table, plot, arena);
	if (status == STATUS_OK && table.n_rows) {
		frame_blank(frame);
		status = table_write(frame, &table, true);
	}
	arena_free(arena);
	return status;
}

/* The caption, or what stands in for a figure that isn't there. */
static void write_caption(struct frame *frame, struct inlines *in, const struct live_item *item,
	const char *alt, uint32_t link)
{
	static const char *const notes[] = {
		[LIVE_UNKNOWN] = " (no such figure)",
		[LIVE_PENDING] = " (computing)",
		[LIVE_VERIFIED] = "",
		[LIVE_STALE] = "",
		[LIVE_COMPUTED] = "",
		[LIVE_FAILED] = " (the demo failed)",
	};
	bool is_drawn = item->plot || item->table;
	bool is_bad = item->state == LIVE_UNKNOWN || item->state == LIVE_FAILED;
	struct ink ink = {.style = {.role = ROLE_DIM, .attr = ATTR_ITALIC}, .link = link};

	if (is_drawn && !in->options->spoken) /* as the title of a plot */
		ink.style = (struct style){.role = ROLE_HEADING};
	struct flow *flow = &in->flow;

	flow_clear(flow);
	flow_put(flow, ink, alt, strlen(alt));
	if (in->options->live && !is_drawn) {
		ink.style = (struct style){.role = is_bad ? ROLE_BAD : ROLE_PENDING};
		flow_put(flow, ink, notes[item->state], strlen(notes[item->state]));
	}
	frame_write(frame, flow, 0, flow->text.n);
	if (is_bad && item->message && !is_drawn)
		write_sentences(
			frame, flow, (struct ink){.style = {.role = ROLE_DIM}}, item->message);
}

enum status figure_write(struct frame *frame, struct inlines *in, cmark_node *image)
{
	const char *target = live_target(image);
	enum status status = STATUS_OK;
	struct live_item item;
	bool is_titled;
	uint32_t link;
	char *alt;

	inlines_collect(in, image);
	alt = strdup(in->scratch.data);
	if (!alt)
		return STATUS_NO_MEMORY;
	item = live_find(in->options, target, alt);
	link = inlines_add_link(in, PAGE_LINK_LIVE, target, alt);
	is_titled = item.plot && !in->options->spoken && frame_room(frame) >= MIN_PLOT_WIDTH;
	if (!is_titled)
		write_caption(frame, in, &item, alt, link);
	if (is_titled)
		status = write_plot(frame, item.plot, alt, link, in->options);
	else if (item.plot)
		status = speak_plot(frame, in, item.plot, link);
	else if (item.table)
		status = table_write(frame, item.table, in->options->spoken);
	free(alt);
	return status;
}

enum status figure_write_math(struct frame *frame, struct inlines *in, const char *tex)
{
	int room = frame_room(frame), baseline = 0, spare, indent;
	struct math_options options = {MATH_DISPLAY, room, in->options->ascii};
	size_t n = strlen(tex);
	enum status status;
	struct lines box;

	while (n && (tex[n - 1] == '\n' || tex[n - 1] == '\r'))
		n--;
	if (in->options->spoken) {
		buf_clear(&in->scratch);
		status = math_speak(&in->scratch, tex, n);
		write_sentences(frame, &in->flow, (struct ink){0}, in->scratch.data);
		return status;
	}
	lines_init(&box);
	status = math_render(&box, tex, n, &options, &baseline, NULL);
	if (status == STATUS_OK && box.n_lines) {
		/* All begin in one column; those that would not fit begin further left. */
		spare = room - (int)box.line[0].n_cells;
		indent = room < NARROW ? MATH_INDENT / 2 : MATH_INDENT;
		indent = indent < spare ? indent : spare;
		copy_lines(frame, &box, inlines_add_link(in, PAGE_LINK_MATH, tex, tex), indent);
	}
	lines_done(&box);
	return status;
}
