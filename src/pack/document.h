/*
 * One page read whole: its sections, live claims, links, excerpts, quiz items,
 * key points, references, each with its line and column. Says what is there;
 * whether the numbers hold is verify's business.
 */
#ifndef GRADUS_PACK_DOCUMENT_H
#define GRADUS_PACK_DOCUMENT_H

#include "base/diag.h"
#include "base/status.h"
#include "pack/pack.h"

#include <stdbool.h>
#include <stddef.h>

/* A plain page has no rules: no front matter and no sections are asked of it. */
enum document_kind { DOCUMENT_QUESTION, DOCUMENT_LESSON, DOCUMENT_PLAIN };

enum { DOCUMENT_MAX_BYTES = 4 * 1024 * 1024 };

struct section {
	const char *title;
	struct position at;
	size_t begin, end; /* bytes of the file: from its heading up to the next's */
	bool is_empty;
};

enum reference_kind {
	REFERENCE_CLAIM,  /* [0.25](live:max_slope) */
	REFERENCE_FIGURE, /* ![...](live:by_layer) */
	REFERENCE_QUESTION,
	REFERENCE_LESSON,
	REFERENCE_CITE,
	REFERENCE_SET,
	REFERENCE_PARAM, /* [12](param:depth?from=4&to=30), in a quiz */
	REFERENCE_URL
};

/* A link that means something to us. */
struct reference {
	enum reference_kind kind;
	const char *text;    /* as written, markup gone */
	const char *target;  /* after the scheme, percent-decoded not yet; all of a URL */
	const char *section; /* title of the section that it stands in; "" before the first */
	struct position at;
};

/* A fenced block with the info string `c demo:NAME`. */
struct excerpt {
	const char *name;
	const char *code; /* as written, newline at the end of each line */
	struct position at;
};

/*
 * A decimal number ("0.25", "1e-6") in running text: not in maths, code, HTML,
 * References, the text of a live, cite, set or param link, or a quiz item's
 * option. "2.0.1", "v2.5", "GPT-3.5", "section 4.2" are none. verify refuses
 * bare numbers; document_parse only finds them.
 */
struct bare_number {
	const char *text;
	struct position at;
};

/* A formula: its TeX and where the TeX begins. */
struct formula {
	const char *tex;
	bool is_display;
	struct position at;
};

enum item_kind { ITEM_SINGLE, ITEM_MULTIPLE, ITEM_ORDER, ITEM_NUMERIC };

struct choice {
	const char *text;        /* markdown */
	const char *explanation; /* markdown; NULL if there is none */
	bool is_right;           /* ITEM_SINGLE, ITEM_MULTIPLE */
	struct position at;
};

/* A wrong number with a name: "[1.7e-07](live:bound?depth=12) You took ..." */
struct wrong_answer {
	const char *text;   /* the sample as written */
	const char *target; /* after live: */
	const char *explanation;
	struct position at;
};

struct drawn_param {
	const char *name;
	const char *sample; /* as written */
	double from, to;
	bool is_integer, is_log;
	struct position at;
};

struct quiz_item {
	const char *id; /* of <!-- id: ... -->; unique in the page; "" if missing (a diag) */
	enum item_kind kind;
	const char *prompt; /* markdown: the heading, and paragraphs before the answers */
	const char *const *hints;
	size_t n_hints;
	struct choice *choices; /* ITEM_ORDER: in the right order */
	size_t n_choices;
	const char *answer_text;   /* ITEM_NUMERIC: sample, as written */
	const char *answer_target; /* after live: */
	double tolerance;          /* 0.2 for ± 20 % */
	bool tolerance_is_relative;
	const char *explanation; /* ITEM_NUMERIC, ITEM_ORDER: markdown of the item's last quote; may
				    be NULL */
	struct wrong_answer *wrong;
	size_t n_wrong;
	struct drawn_param *params;
	size_t n_params;
	struct position at;
};

/* An item of References: its key and where. */
struct citation {
	const char *key;
	const char *text;
	struct position at;
};

struct document {
	enum document_kind kind;
	const char *file;
	const char *text; /* the file's bytes, a NUL replaced by SUB (0x1A) */
	size_t n;
	struct front_matter front;
	struct section *sections;
	size_t n_sections;
	struct reference *references;
	size_t n_references;
	struct excerpt *excerpts;
	size_t n_excerpts;
	struct bare_number *bare;
	size_t n_bare;
	struct formula *formulas;
	size_t n_formulas;
	const char **key_points; /* markdown */
	size_t n_key_points;
	struct follow_up {
		const char *question, *answer; /* markdown */
		struct position at;
	} * follow_ups;
	size_t n_follow_ups;
	struct quiz_item *items;
	size_t n_items;
	struct citation *citations;
	size_t n_citations;
	struct arena *arena; /* owns all of the above */
};

/*
 * Reads and parses a page of at most DOCUMENT_MAX_BYTES. Syntax errors (front matter, sections
 * missing, empty or out of order, quiz items without a right answer or explanation ...) go to
 * `diags`, all of them. STATUS_OK even then; on any other status *document is empty: STATUS_LIMIT
 * for a page too long or nested too deeply, which diags says, STATUS_IO with errno for one that
 * cannot be read. document_done frees. cmark, which parses the blocks, ends the program when memory
 * runs out.
 */
enum status document_read(
	struct document *document, const char *path, enum document_kind kind, struct diags *diags);

/* The same of bytes in memory, which are copied. */
enum status document_parse(struct document *document, const char *file, enum document_kind kind,
	const char *text, size_t n, struct diags *diags);
void document_done(struct document *document);

/* By title, case-insensitive, also by a prefix that only one has; else NULL. */
const struct section *document_section(const struct document *document, const char *title);

#endif
