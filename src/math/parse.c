#include "math/parse.h"

#include "base/lines.h"
#include "base/text.h"

#include <string.h>

void parser_advance(struct parser *p)
{
	p->token = lex_next(&p->lexer);
}

void parser_error(struct parser *p, const char *at, const char *message)
{
	if (!p->error->found)
		*p->error = (struct math_error){true, (size_t)(at - p->lexer.s), message};
}

bool parser_enter(struct parser *p)
{
	if (p->depth >= MATH_MAX_DEPTH) {
		parser_error(p, p->token.s, "nested too deeply");
		p->failed = true;
	}
	p->depth++;
	return !p->failed;
}

void parser_leave(struct parser *p)
{
	p->depth--;
}

bool parser_at_command(const struct parser *p, const char *name)
{
	return p->token.kind == TOKEN_COMMAND && strlen(name) == p->token.n &&
	       !memcmp(p->token.s, name, p->token.n);
}

struct node *parser_node(struct parser *p, enum node_kind kind, enum math_class class)
{
	struct node *node = arena_alloc(p->arena, sizeof(*node));

	if (!node) {
		p->failed = true;
		*p->dummy = (struct node){0};
		return p->dummy;
	}
	node->kind = kind;
	node->class = (uint8_t) class;
	node->attr = p->attr;
	return node;
}

struct node *parser_chars(struct parser *p, const char *s, size_t n)
{
	struct node *node = parser_node(p, NODE_CHARS, CLASS_ORD);
	uint32_t cp = n == 1 ? font_letter(p->font, *s) : 0;
	char bytes[4];

	node->text = s;
	node->n_text = n;
	if (cp) {
		node->plain = s;
		node->n_text = text_encode(cp, bytes);
		node->text = arena_strndup(p->arena, bytes, node->n_text);
		if (!node->text)
			p->failed = true;
	}
	return node;
}

struct node *parser_symbol(struct parser *p, const struct symbol *symbol)
{
	struct node *node = parser_node(p, NODE_SYMBOL, (enum math_class)symbol->class);

	node->symbol = symbol;
	if (symbol->flags & SYMBOL_LIMITS)
		node->limits = LIMITS_IN_DISPLAY;
	return node;
}

struct node *parser_unknown(struct parser *p, const char *s, size_t n)
{
	struct node *node = parser_node(p, NODE_UNKNOWN, CLASS_ORD);

	node->text = s;
	node->n_text = n;
	return node;
}

void parser_append(struct node *row, struct node *child)
{
	if (row->last)
		row->last->next = child;
	else
		row->first = child;
	row->last = child;
}

static bool is_digit(const struct token *token)
{
	return token->kind == TOKEN_CHARACTER && *token->s >= '0' && *token->s <= '9';
}

/* A number: digits, and points between digits. */
static struct node *parse_number(struct parser *p)
{
	const char *s = p->token.s, *end = p->lexer.s + p->lexer.n;
	size_t n = 1;

	for (; s + n < end; n++) {
		bool point = s[n] == '.' && s + n + 1 < end && s[n + 1] >= '0' && s[n + 1] <= '9';

		if (!point && !(s[n] >= '0' && s[n] <= '9'))
			break;
	}
	p->lexer.at = (size_t)(s - p->lexer.s) + n;
	parser_advance(p);
	return parser_chars(p, s, n);
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static struct node *parse_word(struct parser *p)
{
	const char *s = p->token.s, *end = p->lexer.s + p->lexer.n;
	size_t n = 1;

	while (s + n < end && is_letter(s[n]))
		n++;
	p->lexer.at = (size_t)(s - p->lexer.s) + n;
	parser_advance(p);
	return parser_chars(p, s, n);
}

static struct node *parse_character(struct parser *p)
{
	struct token token = p->token;
	const struct symbol *symbol = symbol_of_character(token.s, token.n);
	struct node *space;

	if (p->words && is_letter(*token.s))
		return parse_word(p);
	parser_advance(p);
	if (*token.s == '~') {
		space = parser_node(p, NODE_SPACE, CLASS_ORD);
		space->count = 1;
		return space;
	}
	return symbol ? parser_symbol(p, symbol) : parser_chars(p, token.s, token.n);
}

static struct node *parse_group(struct parser *p)
{
	struct node *row;
	enum font font = p->font;
	uint8_t attr = p->attr;

	parser_advance(p);
	row = parser_row(p, 0);
	if (p->token.kind == TOKEN_CLOSE)
		parser_advance(p);
	p->font = font;
	p->attr = attr;
	return row;
}

/* & or \\ where there is no table: shown as it is written. */
static struct node *parse_stray(struct parser *p)
{
	struct token token = p->token;

	parser_error(p, token.s, "& or \\\\ outside of a table");
	parser_advance(p);
	if (token.kind == TOKEN_ROW)
		return parser_unknown(p, token.s - 1, 2);
	return parser_unknown(p, token.s, token.n);
}

/* One thing that may carry scripts. Consumes at least one token. */
static struct node *parse_atom(struct parser *p, unsigned stops)
{
	switch (p->token.kind) {
	case TOKEN_OPEN:
		return parse_group(p);
	case TOKEN_COMMAND:
		return parser_command(p, stops);
	case TOKEN_CELL:
	case TOKEN_ROW:
		return parse_stray(p);
	default:
		return is_digit(&p->token) ? parse_number(p) : parse_character(p);
	}
}

static bool ends_argument(const struct parser *p)
{
	return p->token.kind == TOKEN_END || p->token.kind == TOKEN_CLOSE ||
	       p->token.kind == TOKEN_CELL || p->token.kind == TOKEN_ROW ||
	       p->token.kind == TOKEN_SUP || p->token.kind == TOKEN_SUB ||
	       parser_at_command(p, "right") || parser_at_command(p, "end");
}

struct node *parser_argument(struct parser *p)
{
	struct node *node;

	if (ends_argument(p)) {
		parser_error(p, p->token.s, "an argument was expected");
		return parser_node(p, NODE_ROW, CLASS_ORD);
	}
	if (!parser_enter(p))
		return parser_node(p, NODE_ROW, CLASS_ORD);
	/* TeX takes a single digit: x_12 is x_1 2. */
	node = is_digit(&p->token) ? parse_character(p) : parse_atom(p, 0);
	parser_leave(p);
	return node;
}

struct node *parser_optional(struct parser *p)
{
	struct node *row;

	if (p->token.kind != TOKEN_CHARACTER || *p->token.s != '[' || !parser_enter(p))
		return NULL;
	parser_advance(p);
	row = parser_row(p, STOP_BRACKET);
	if (p->token.kind == TOKEN_CHARACTER && *p->token.s == ']')
		parser_advance(p);
	parser_leave(p);
	return row;
}

/* Up to three primes, as one character. */
static struct node *parse_primes(struct parser *p)
{
	static const struct symbol primes[] = {
		{"prime", "′", "'", "prime", CLASS_ORD, 0},
		{"dprime", "″", "''", "double prime", CLASS_ORD, 0},
		{"trprime", "‴", "'''", "triple prime", CLASS_ORD, 0},
	};
	int n = 0;

	while (p->token.kind == TOKEN_PRIME && n < 3) {
		n++;
		parser_advance(p);
	}
	return parser_symbol(p, &primes[n - 1]);
}

static struct node *with_primes(struct parser *p, struct node *base)
{
	struct node *row = parser_node(p, NODE_ROW, (enum math_class)base->class);

	parser_append(row, base);
	while (p->token.kind == TOKEN_PRIME && !p->failed)
		parser_append(row, parse_primes(p));
	return row;
}

/* Sets a script of `node`, which becomes NODE_SCRIPTS where it isn't yet. */
static struct node *with_script(struct parser *p, struct node *node, int which)
{
	struct node *scripts = node;

	if (node->kind != NODE_SCRIPTS) {
		scripts = parser_node(p, NODE_SCRIPTS, (enum math_class)node->class);
		scripts->kid[BASE] = node;
	}
	parser_advance(p);
	scripts->kid[which] = parser_argument(p);
	return scripts;
}

/* A second script in the same place is left to the row, as one of nothing. */
static bool is_taken(struct parser *p, const struct node *node, int which)
{
	if (node->kind != NODE_SCRIPTS || !node->kid[which])
		return false;
	parser_error(p, p->token.s, "two scripts in the same place");
	return true;
}

static struct node *parse_scripts(struct parser *p, struct node *node)
{
	struct node *base = node;
	int n_primes = 0; /* x'_i' at the most: each wraps what was there */

	while (!p->failed) {
		if (p->token.kind == TOKEN_PRIME && n_primes++ < 2) {
			node = with_primes(p, node);
		} else if (p->token.kind == TOKEN_SUP && !is_taken(p, node, SUP)) {
			node = with_script(p, node, SUP);
		} else if (p->token.kind == TOKEN_SUB && !is_taken(p, node, SUB)) {
			node = with_script(p, node, SUB);
		} else if (parser_at_command(p, "limits")) {
			base->limits = LIMITS_ALWAYS;
			parser_advance(p);
		} else if (parser_at_command(p, "nolimits")) {
			base->limits = LIMITS_NEVER;
			parser_advance(p);
		} else {
			break;
		}
	}
	return node;
}

static bool at_stop(const struct parser *p, unsigned stops)
{
	if (p->failed)
		return true;
	switch (p->token.kind) {
	case TOKEN_END:
	case TOKEN_CLOSE:
		return true;
	case TOKEN_CELL:
	case TOKEN_ROW:
		return stops & STOP_CELL;
	case TOKEN_CHARACTER:
		return (stops & STOP_BRACKET) && *p->token.s == ']';
	case TOKEN_COMMAND:
		return ((stops & STOP_CELL) && parser_at_command(p, "end")) ||
		       ((stops & STOP_RIGHT) && parser_at_command(p, "right"));
	default:
		return false;
	}
}

/* {over \over under}, {n \choose k}: what was read so far goes above the rest. */
static struct node *parse_over(struct parser *p, struct node *over, unsigned stops)
{
	struct node *row = parser_node(p, NODE_ROW, CLASS_ORD);
	struct node *fraction = parser_node(p, NODE_FRACTION, CLASS_INNER);

	fraction->bar = parser_at_command(p, "over");
	parser_advance(p);
	fraction->kid[OVER] = over;
	fraction->kid[UNDER] = parser_row(p, stops);
	parser_append(row, fraction);
	return row;
}

struct node *parser_row(struct parser *p, unsigned stops)
{
	struct node *row = parser_node(p, NODE_ROW, CLASS_ORD);
	struct node *atom;

	if (!parser_enter(p))
		return row;
	while (!at_stop(p, stops)) {
		if (parser_at_command(p, "over") || parser_at_command(p, "choose")) {
			row = parse_over(p, row, stops);
			break;
		}
		if (p->token.kind == TOKEN_SUP || p->token.kind == TOKEN_SUB ||
			p->token.kind == TOKEN_PRIME)
			atom = parser_node(p, NODE_ROW, CLASS_ORD);
		else
			atom = parse_atom(p, stops);
		parser_append(row, parse_scripts(p, atom));
	}
	parser_leave(p);
	return row;
}

const struct node *node_core(const struct node *node)
{
	while (node->kind == NODE_ROW && node->class == CLASS_ORD && !node->limits && node->first &&
		!node->first->next)
		node = node->first;
	return node;
}

bool node_is_empty(const struct node *node)
{
	node = node ? node_core(node) : NULL;
	return !node || (node->kind == NODE_ROW && !node->first);
}

/* A whole formula may have \\ and & too: then it is lines of an alignment. */
static struct node *parse_lines(struct parser *p)
{
	struct node *table = parser_table(p, environment_find("aligned", 7));
	struct node *row = table->first;

	if (row && !row->next && row->first && !row->first->next)
		return row->first;
	return table;
}

static struct node *parse_top(struct parser *p)
{
	struct node *top = parse_lines(p), *row;

	if (p->token.kind == TOKEN_END)
		return top;
	row = parser_node(p, NODE_ROW, CLASS_ORD);
	parser_append(row, top);
	while (p->token.kind != TOKEN_END && !p->failed) {
		size_t slash = p->token.kind == TOKEN_COMMAND;

		parser_error(p, p->token.s - slash, "\\end without its \\begin");
		parser_append(row, parser_unknown(p, p->token.s - slash, p->token.n + slash));
		parser_advance(p);
		parser_append(row, parse_lines(p));
	}
	return row;
}

struct node *math_parse(struct arena *arena, const char *tex, size_t n, struct math_error *error)
{
	struct parser p = {.lexer = {.s = tex, .n = n}, .arena = arena, .error = error};
	struct node *root;
	bool is_open;
	size_t at;

	if (n > MATH_MAX_BYTES) {
		*error = (struct math_error){true, MATH_MAX_BYTES, "the formula is too long"};
		return NULL;
	}
	if (lex_find_unbalanced(tex, n, &at, &is_open)) {
		*error = (struct math_error){
			true, at, is_open ? "this brace is never closed" : "no brace is open here"};
		return NULL;
	}
	p.dummy = arena_alloc(arena, sizeof(*p.dummy));
	if (!p.dummy)
		return NULL;
	parser_advance(&p);
	root = parse_top(&p);
	return p.failed || arena_status(arena) != STATUS_OK ? NULL : root;
}
