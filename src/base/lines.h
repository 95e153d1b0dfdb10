/*
 * Styled lines: what every renderer makes and every output draws. A line is a
 * list of runs, a run is text of one style. All text enters by lines_put(),
 * which measures it and makes it safe, so nothing that a pack, a demo or a
 * file name says reaches a terminal raw. Styles name a role, never a color:
 * colors belong to a theme (theme.h).
 */
#ifndef GRADUS_BASE_LINES_H
#define GRADUS_BASE_LINES_H

#include "base/buf.h"

#include <stddef.h>
#include <stdint.h>

enum role {
	ROLE_TEXT,
	ROLE_DIM, /* secondary: captions, rules, axes, borders */
	ROLE_HEADING,
	ROLE_ACCENT, /* selected */
	ROLE_LINK,
	ROLE_CODE,
	ROLE_KEYWORD, /* code highlighting, from here */
	ROLE_TYPE,
	ROLE_STRING,
	ROLE_NUMBER,
	ROLE_COMMENT,
	ROLE_PREPROC, /* to here */
	ROLE_MATH,
	ROLE_LIVE,    /* a live number that agrees with what was written */
	ROLE_STALE,   /* one that does not */
	ROLE_PENDING, /* one not yet computed */
	ROLE_GOOD,    /* a check that holds */
	ROLE_BAD,     /* a check that fails, an error */
	ROLE_MARK,    /* a search hit; TeX that could not be read */
	ROLE_SERIES,  /* the first of ROLE_N_SERIES series of a plot */
	ROLE_N_SERIES = 8,
	ROLE_HEAT = ROLE_SERIES + ROLE_N_SERIES, /* the least of ROLE_N_HEAT even steps */
	ROLE_N_HEAT = 16,
	ROLE_CONTOUR = ROLE_HEAT + ROLE_N_HEAT, /* the lowest line; all stand out from the ground */
	ROLE_N_CONTOUR = 10,
	ROLE_END = ROLE_CONTOUR + ROLE_N_CONTOUR
};

enum attr {
	ATTR_BOLD = 1,
	ATTR_ITALIC = 2,
	ATTR_UNDERLINE = 4,
	ATTR_STRIKE = 8,
	ATTR_REVERSE = 16
};

struct style {
	uint8_t role; /* of the text */
	uint8_t back; /* role whose color is the background; ROLE_TEXT: none */
	uint8_t attr; /* enum attr, or-ed */
};

struct run {
	uint32_t at; /* byte offset into lines.text */
	uint32_t n_bytes;
	uint32_t n_cells;
	uint32_t link; /* 0, or 1 + index into the owner's table of links */
	struct style style;
};

struct line {
	uint32_t run, n_runs; /* first run and how many */
	uint32_t n_cells;
};

struct lines {
	struct buf text; /* UTF-8, safe */
	struct run *runs;
	size_t n_runs, cap_runs;
	struct line *line;
	size_t n_lines, cap_lines;
	size_t first_open; /* first run of the open line */
	enum status status;
};

void lines_init(struct lines *l);
void lines_done(struct lines *l);

/* Forgets all lines, keeps the memory. */
void lines_clear(struct lines *l);

/* Appends text to the open line. Unsafe characters become U+FFFD. Neighbours
 * of the same style and link become one run. */
void lines_put(struct lines *l, struct style style, uint32_t link, const char *s, size_t n);
void lines_puts(struct lines *l, struct style style, const char *s);
void lines_printf(struct lines *l, struct style style, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Appends `cells` spaces; nothing if not positive. */
void lines_pad(struct lines *l, struct style style, int cells);

/* Appends `cells` times the string `s`. */
void lines_repeat(struct lines *l, struct style style, const char *s, int cells);

/* Appends text to the open line, broken at spaces into rows of at most `room`
 * cells that begin below each other; the last row stays open. A word that is
 * longer is cut. */
void lines_wrap(struct lines *l, struct style style, const char *s, int room);

/* Cells in the open line. */
int lines_open_cells(const struct lines *l);

/* Ends the open line, which may be empty. */
void lines_end(struct lines *l);

/* Appends runs of one closed line of `from` to the open line of `to`, their
 * links moved by `link_shift` where they have one. */
void lines_copy_line(struct lines *to, const struct lines *from, size_t line, uint32_t link_shift);

/* Text of a run; not NUL-terminated; valid until the lines change. */
static inline const char *lines_run_text(const struct lines *l, const struct run *r)
{
	return l->text.data + r->at;
}

/* STATUS_OK or STATUS_NO_MEMORY. */
enum status lines_status(const struct lines *l);

#endif
