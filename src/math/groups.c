#include "math/parse.h"

#include "base/lines.h"

#include <string.h>

/* Letters of an array's column specification that count. */
enum { MAX_COLUMNS = 64 };

static const struct accent accents[] = {
	{"hat", "\u0302", "^", "^", "hat", "hat", false, false, false},
	{"widehat", "\u0302", "^", "^", "hat", "hat", false, false, false},
	{"tilde", "\u0303", "~", "~", "tilde", "tilde", false, false, false},
	{"widetilde", "\u0303", "~", "~", "tilde", "tilde", false, false, false},
	{"bar", "\u0304", "_", "_", "bar", "bar", true, false, false},
	{"overline", "\u0304", "_", "_", "bar", "bar", true, false, false},
	{"vec", "\u20D7", "→", "->", "vec", "vector", false, false, true},
	{"overrightarrow", "\u20D7", "→", "->", "vec", "vector", false, false, true},
	{"overleftarrow", "\u20D6", "←", "<-", "overleftarrow", "left vector", false, false, true},
	{"dot", "\u0307", "˙", ".", "dot", "dot", false, false, false},
	{"ddot", "\u0308", "¨", "..", "ddot", "double dot", false, false, false},
	{"check", "\u030C", "ˇ", "v", "check", "check", false, false, false},
	{"breve", "\u0306", "˘", "u", "breve", "breve", false, false, false},
	{"acute", "\u0301", "´", "'", "acute", "acute", false, false, false},
	{"grave", "\u0300", "`", "`", "grave", "grave", false, false, false},
	{"mathring", "\u030A", "˚", "o", "mathring", "ring", false, false, false},
	{"underline", "\u0332", "‾", "-", "underline", "underlined", true, true, false},
	{"not", "\u0338", "/", "/", "not", "not", false, false, false},
};

/* s[0..n) comes from the source and may hold any byte, NUL too. */
static bool is_name(const char *name, const char *s, size_t n)
{
	return strlen(name) == n && !memcmp(name, s, n);
}

const struct accent *accent_find(const char *name, size_t n)
{
	for (size_t i = 0; i < sizeof(accents) / sizeof(accents[0]); i++) {
		if (is_name(accents[i].name, name, n))
			return &accents[i];
	}
	return NULL;
}

static const struct environment environments[] = {
	{"matrix", TABLE_MATRIX, NULL, NULL, "c"},
	{"pmatrix", TABLE_MATRIX, "(", ")", "c"},
	{"bmatrix", TABLE_MATRIX, "[", "]", "c"},
	{"Bmatrix", TABLE_MATRIX, "{", "}", "c"},
	{"vmatrix", TABLE_MATRIX, "|", "|", "c"},
	{"Vmatrix", TABLE_MATRIX, "‖", "‖", "c"},
	{"smallmatrix", TABLE_MATRIX, NULL, NULL, "c"},
	{"array", TABLE_MATRIX, NULL, NULL, "c"},
	{"subarray", TABLE_STACK, NULL, NULL, "c"},
	{"substack", TABLE_STACK, NULL, NULL, "c"},
	{"cases", TABLE_CASES, "{", NULL, "l"},
	{"dcases", TABLE_CASES, "{", NULL, "l"},
	{"rcases", TABLE_CASES, NULL, "}", "l"},
	{"aligned", TABLE_ALIGNED, NULL, NULL, "rl"},
	{"align", TABLE_ALIGNED, NULL, NULL, "rl"},
	{"alignat", TABLE_ALIGNED, NULL, NULL, "rl"},
	{"alignedat", TABLE_ALIGNED, NULL, NULL, "rl"},
	{"flalign", TABLE_ALIGNED, NULL, NULL, "rl"},
	{"split", TABLE_ALIGNED, NULL, NULL, "rl"},
	{"eqnarray", TABLE_ALIGNED, NULL, NULL, "rcl"},
	{"equation", TABLE_ALIGNED, NULL, NULL, "rl"},
	{"displaymath", TABLE_ALIGNED, NULL, NULL, "rl"},
	{"gather", TABLE_ALIGNED, NULL, NULL, "c"},
	{"gathered", TABLE_ALIGNED, NULL, NULL, "c"},
	{"multline", TABLE_ALIGNED, NULL, NULL, "l"},
};

const struct environment *environment_find(const char *name, size_t n)
{
	if (n && name[n - 1] == '*')
		n--;
	for (size_t i = 0; i < sizeof(environments) / sizeof(environments[0]); i++) {
		if (is_name(environments[i].name, name, n))
			return &environments[i];
	}
	return NULL;
}

/* The bytes of s[0..n) before the brace that closes them. */
static size_t group_length(const char *s, size_t n)
{
	size_t depth = 0, i;

	for (i = 0; i < n; i++) {
		if (s[i] == '\\')
			i++;
		else if (s[i] == '{')
			depth++;
		else if (s[i] == '}' && depth-- == 0)
			break;
	}
	return i < n ? i : n;
}

struct token parser_raw_group(struct parser *p)
{
	struct token raw = {.s = p->token.s};
	struct lexer *l = &p->lexer;

	if (p->token.kind != TOKEN_OPEN) {
		parser_error(p, p->token.s, "a group in braces was expected");
		return raw;
	}
	raw.s = l->s + l->at;
	raw.n = group_length(raw.s, l->n - l->at);
	l->at += raw.n;
	parser_advance(p);
	if (p->token.kind == TOKEN_CLOSE)
		parser_advance(p);
	return raw;
}

const struct symbol *parser_delimiter(struct parser *p)
{
	const struct symbol *symbol = NULL;
	struct token token = p->token;

	if (token.kind == TOKEN_CHARACTER && *token.s == '<')
		symbol = symbol_of_command("langle", 6);
	else if (token.kind == TOKEN_CHARACTER && *token.s == '>')
		symbol = symbol_of_command("rangle", 6);
	else if (token.kind == TOKEN_CHARACTER && *token.s != '.')
		symbol = symbol_of_character(token.s, token.n);
	else if (token.kind == TOKEN_COMMAND)
		symbol = symbol_of_command(token.s, token.n);
	if (symbol || (token.kind == TOKEN_CHARACTER && *token.s == '.'))
		parser_advance(p);
	else
		parser_error(p, token.s, "a delimiter was expected");
	return symbol;
}

struct node *parser_fence(struct parser *p, unsigned stops)
{
	struct node *node = parser_node(p, NODE_FENCE, CLASS_INNER);
	const char *at = p->token.s;

	node->left = parser_delimiter(p);
	node->kid[BASE] = parser_row(p, (stops & STOP_CELL) | STOP_RIGHT);
	if (parser_at_command(p, "right")) {
		parser_advance(p);
		node->right = parser_delimiter(p);
	} else {
		parser_error(p, at, "\\left without its \\right");
	}
	return node;
}

struct node *parser_table(struct parser *p, const struct environment *environment)
{
	struct node *table = parser_node(p, NODE_TABLE, CLASS_INNER);
	struct node *row = parser_node(p, NODE_ROW, CLASS_ORD);

	table->environment = environment;
	while (!p->failed) {
		parser_append(row, parser_row(p, STOP_CELL));
		if (p->token.kind == TOKEN_ROW) {
			parser_append(table, row);
			row = parser_node(p, NODE_ROW, CLASS_ORD);
			lex_skip_bracket(&p->lexer);
		} else if (p->token.kind != TOKEN_CELL) {
			break;
		}
		parser_advance(p);
	}
	/* A last \\ begins no row. */
	if (!table->first || (row->first && (row->first->next || row->first->first)))
		parser_append(table, row);
	return table;
}

static void end_environment(struct parser *p, const char *at, const struct token *name)
{
	struct token closed;

	if (!parser_at_command(p, "end")) {
		parser_error(p, at, "\\begin without its \\end");
		return;
	}
	at = p->token.s - 1;
	parser_advance(p);
	closed = parser_raw_group(p);
	if (closed.n != name->n || memcmp(closed.s, name->s, name->n) != 0)
		parser_error(p, at, "\\end of another environment");
}

struct node *parser_environment(struct parser *p)
{
	const char *at = p->token.s;
	struct token name = parser_raw_group(p), columns;
	const struct environment *environment = environment_find(name.s, name.n);
	struct node *table, *row;
	bool words = p->words;

	p->words = false;
	if (environment &&
		(!strcmp(environment->name, "array") || !strncmp(environment->name, "alignat", 7) ||
			!strcmp(environment->name, "alignedat") ||
			!strcmp(environment->name, "subarray"))) {
		columns = parser_raw_group(p);
	} else {
		columns = (struct token){0};
	}
	table = parser_table(p, environment ? environment : environment_find("aligned", 7));
	if (environment && !strcmp(environment->name, "array")) {
		table->columns = columns.s;
		table->n_columns = columns.n < MAX_COLUMNS ? columns.n : MAX_COLUMNS;
	}
	end_environment(p, at, &name);
	p->words = words;
	if (environment)
		return table;
	parser_error(p, at, "unknown environment");
	row = parser_node(p, NODE_ROW, CLASS_ORD);
	parser_append(row, parser_unknown(p, name.s, name.n));
	parser_append(row, table);
	return row;
}

static bool is_space(char c)
{
	return c == ' ' || c == '~' || (c >= '\t' && c <= '\r');
}

static void append_space(struct parser *p, struct node *row)
{
	struct node *space;

	if (row->last && row->last->kind == NODE_SPACE)
		return;
	space = parser_node(p, NODE_SPACE, CLASS_ORD);
	space->count = 1;
	parser_append(row, space);
}

/* A formula in text, up to its dollar. */
static void append_math(struct parser *p, struct node *row, size_t end)
{
	struct lexer *l = &p->lexer;
	size_t n = l->n;
	const char *s = l->s + ++l->at, *dollar = memchr(s, '$', end - l->at);

	l->n = dollar ? (size_t)(dollar - l->s) : end;
	parser_advance(p);
	parser_append(row, parser_row(p, 0));
	l->at = l->n + (dollar != NULL);
	l->n = n;
}

/* A command in text: an escaped character, a space or another font. */
static void append_command(struct parser *p, struct node *row)
{
	parser_advance(p);
	if (p->token.kind == TOKEN_ROW) {
		append_space(p, row);
	} else if (p->token.n == 1 && strchr("%$#&_{}", *p->token.s)) {
		parser_append(row, parser_chars(p, p->token.s, 1));
	} else {
		parser_append(row, parser_command(p, 0));
		p->lexer.at = p->lexer.behind;
	}
}

static void append_word(struct parser *p, struct node *row, size_t end)
{
	struct lexer *l = &p->lexer;
	size_t from = l->at;

	while (l->at < end && !is_space(l->s[l->at]) && !strchr("\\${}", l->s[l->at]))
		l->at++;
	/* strchr finds NUL: that is a character too */
	if (l->at == from)
		l->at++;
	parser_append(row, parser_chars(p, l->s + from, l->at - from));
}

static void append_text(struct parser *p, struct node *row, size_t end)
{
	struct lexer *l = &p->lexer;

	while (l->at < end && !p->failed) {
		char c = l->s[l->at];

		if (is_space(c)) {
			append_space(p, row);
			l->at++;
		} else if (c == '\\') {
			append_command(p, row);
		} else if (c == '$') {
			append_math(p, row, end);
		} else if (c == '{' || c == '}') {
			l->at++;
		} else {
			append_word(p, row, end);
		}
	}
}

struct node *parser_text(struct parser *p, uint8_t attr)
{
	struct lexer *l = &p->lexer;
	struct node *row;
	enum font font = p->font;
	uint8_t outer = p->attr;

	if (p->token.kind != TOKEN_OPEN)
		return parser_argument(p);
	row = parser_node(p, NODE_ROW, CLASS_ORD);
	p->font = FONT_PLAIN;
	p->attr |= attr;
	append_text(p, row, l->at + group_length(l->s + l->at, l->n - l->at));
	p->font = font;
	p->attr = outer;
	parser_advance(p);
	if (p->token.kind == TOKEN_CLOSE)
		parser_advance(p);
	return row;
}
