#include "math/parse.h"

#include "base/lines.h"

#include <stdlib.h>
#include <string.h>

struct command;

typedef struct node *command_fn(struct parser *p, const struct command *command, unsigned stops);

struct command {
	const char *name;
	command_fn *make;
	int value;        /* what `make` takes it for: cells, rows, a class, a size... */
	const char *text; /* the same */
};

static struct node *make_space(struct parser *p, const struct command *command, unsigned stops)
{
	struct node *node = parser_node(p, NODE_SPACE, CLASS_ORD);

	(void)stops;
	node->count = command->value;
	return node;
}

/* \hspace{1em}, \color{red}, \label{x}: an argument that is not shown. */
static struct node *make_ignored(struct parser *p, const struct command *command, unsigned stops)
{
	for (int i = 0; i < command->value; i++)
		parser_raw_group(p);
	return make_space(p, &(struct command){.value = command->text ? 1 : 0}, stops);
}

/* \textcolor{red}{x}: the second argument only. */
static struct node *make_colored(struct parser *p, const struct command *command, unsigned stops)
{
	make_ignored(p, command, stops);
	return parser_argument(p);
}

static struct node *make_style(struct parser *p, const struct command *command, unsigned stops)
{
	struct node *node = parser_node(p, NODE_STYLE, CLASS_ORD);

	(void)stops;
	node->size = (uint8_t)command->value;
	return node;
}

/* \frac and its kin; `text`: the size that it forces, as d or t. */
static struct node *make_fraction(struct parser *p, const struct command *command, unsigned stops)
{
	struct node *node = parser_node(p, NODE_FRACTION, CLASS_INNER);

	(void)stops;
	parser_optional(p); /* \cfrac[l] */
	node->bar = command->value;
	node->sized = command->text != NULL;
	if (command->text)
		node->size = *command->text == 'd' ? SIZE_DISPLAY : SIZE_TEXT;
	node->kid[OVER] = parser_argument(p);
	node->kid[UNDER] = parser_argument(p);
	return node;
}

static struct node *make_root(struct parser *p, const struct command *command, unsigned stops)
{
	struct node *node = parser_node(p, NODE_ROOT, CLASS_ORD);

	(void)command;
	(void)stops;
	node->kid[SUP] = parser_optional(p);
	node->kid[BASE] = parser_argument(p);
	return node;
}

enum { LETTERS_BOLD = 8, LETTERS_WORDS = 16 }; /* beside an enum font */

/* \mathbf{x} and the like: an argument in another font. */
static struct node *make_letters(struct parser *p, const struct command *command, unsigned stops)
{
	enum font font = p->font;
	uint8_t attr = p->attr;
	bool words = p->words;
	struct node *node;

	(void)stops;
	p->font = (enum font)(command->value & 7);
	if (command->value & LETTERS_BOLD)
		p->attr |= ATTR_BOLD;
	p->words = command->value & LETTERS_WORDS;
	node = parser_argument(p);
	p->font = font;
	p->attr = attr;
	p->words = words;
	return node;
}

/* {\bf x}: from here to the end of the group, which restores. */
static struct node *make_switch(struct parser *p, const struct command *command, unsigned stops)
{
	p->font = (enum font)(command->value & 7);
	if (command->value & LETTERS_BOLD)
		p->attr |= ATTR_BOLD;
	return make_space(p, &(struct command){.value = 0}, stops);
}

static struct node *make_text(struct parser *p, const struct command *command, unsigned stops)
{
	(void)stops;
	return parser_text(p, (uint8_t)command->value);
}

static struct node *make_operator(struct parser *p, const struct command *command, unsigned stops)
{
	struct node *node = parser_node(p, NODE_ROW, CLASS_OP);

	if (p->token.kind == TOKEN_CHARACTER && *p->token.s == '*') {
		node->limits = LIMITS_IN_DISPLAY;
		parser_advance(p);
	}
	parser_append(node, make_letters(p, command, stops));
	return node;
}

/* \mathrel{x}: an argument of another class. */
static struct node *make_class(struct parser *p, const struct command *command, unsigned stops)
{
	struct node *node = parser_node(p, NODE_ROW, (enum math_class)command->value);

	(void)stops;
	parser_append(node, parser_argument(p));
	return node;
}

/* Of {\sim} that of \sim, of {\arg\min} an operator's. */
static enum math_class class_of_base(const struct node *base)
{
	const struct node *core = node_core(base);

	if (core->kind == NODE_ROW && core->first && core->first->class == CLASS_OP)
		return CLASS_OP;
	return (enum math_class)core->class;
}

/* \underset{x}{base} and \overset: scripts that are limits in any style. */
static struct node *make_set(struct parser *p, const struct command *command, unsigned stops)
{
	struct node *node = parser_node(p, NODE_SCRIPTS, CLASS_ORD);
	struct node *row = parser_node(p, NODE_ROW, CLASS_ORD);
	struct node *base = parser_node(p, NODE_ROW, CLASS_ORD);

	(void)stops;
	node->kid[command->value] = parser_argument(p);
	parser_append(base, parser_argument(p));
	base->class = (uint8_t)(command->text ? CLASS_REL : class_of_base(base->first));
	base->limits = LIMITS_ALWAYS;
	node->kid[BASE] = base;
	node->class = row->class = base->class;
	parser_append(row, node);
	return row;
}

/* \xrightarrow[below]{above} */
static struct node *make_arrow(struct parser *p, const struct command *command, unsigned stops)
{
	struct node *node = parser_node(p, NODE_SCRIPTS, CLASS_REL);
	struct node *row = parser_node(p, NODE_ROW, CLASS_REL);
	const char *name = command->text;

	(void)stops;
	node->kid[BASE] = parser_symbol(p, symbol_of_command(name, strlen(name)));
	node->kid[BASE]->limits = LIMITS_ALWAYS;
	node->kid[SUB] = parser_optional(p);
	node->kid[SUP] = parser_argument(p);
	parser_append(row, node);
	return row;
}

static struct node *make_brace(struct parser *p, const struct command *command, unsigned stops)
{
	struct node *node = parser_node(p, NODE_BRACE, CLASS_ORD);

	(void)stops;
	node->above = command->value;
	node->limits = LIMITS_ALWAYS;
	node->kid[BASE] = parser_argument(p);
	return node;
}

/* \phantom, \boxed: a node of kind `value` around an argument. */
static struct node *make_wrapper(struct parser *p, const struct command *command, unsigned stops)
{
	struct node *node = parser_node(p, (enum node_kind)command->value, CLASS_ORD);

	(void)stops;
	node->kid[BASE] = parser_argument(p);
	return node;
}

static struct node *make_tag(struct parser *p, const struct command *command, unsigned stops)
{
	struct node *node = parser_node(p, NODE_TAG, CLASS_ORD);

	(void)command;
	(void)stops;
	if (p->token.kind == TOKEN_CHARACTER && *p->token.s == '*')
		parser_advance(p);
	node->kid[BASE] = parser_text(p, 0);
	return node;
}

static struct node *make_fence(struct parser *p, const struct command *command, unsigned stops)
{
	(void)command;
	return parser_fence(p, stops);
}

/* What closes something that was not opened. */
static struct node *make_stray(struct parser *p, const struct command *command, unsigned stops)
{
	const char *s = p->lexer.s + p->lexer.behind - strlen(command->name) - 1;

	(void)stops;
	parser_error(p, s, command->text);
	return parser_unknown(p, s, strlen(command->name) + 1);
}

static struct node *make_middle(struct parser *p, const struct command *command, unsigned stops)
{
	struct node *node = parser_node(p, NODE_MIDDLE, CLASS_REL);

	(void)command;
	(void)stops;
	node->symbol = parser_delimiter(p);
	return node;
}

/* \big( and the like; `value` is rows, `text` the class as l, r or m. */
static struct node *make_big(struct parser *p, const struct command *command, unsigned stops)
{
	struct node *node = parser_node(p, NODE_DELIMITER, CLASS_ORD);

	(void)stops;
	node->symbol = parser_delimiter(p);
	node->count = command->value;
	node->class = node->symbol ? node->symbol->class : CLASS_ORD;
	if (command->text)
		node->class = *command->text == 'l'   ? CLASS_OPEN
			      : *command->text == 'r' ? CLASS_CLOSE
						      : CLASS_REL;
	return node;
}

static struct node *make_environment(
	struct parser *p, const struct command *command, unsigned stops)
{
	(void)command;
	(void)stops;
	return parser_environment(p);
}

static struct node *make_substack(struct parser *p, const struct command *command, unsigned stops)
{
	struct node *node;

	(void)stops;
	if (p->token.kind != TOKEN_OPEN)
		return parser_argument(p);
	parser_advance(p);
	node = parser_table(p, environment_find(command->name, strlen(command->name)));
	if (p->token.kind == TOKEN_CLOSE)
		parser_advance(p);
	return node;
}

/* \not in front of a relation strikes it through. */
static struct node *make_not(struct parser *p, const struct command *command, unsigned stops)
{
	struct node *node = parser_node(p, NODE_ACCENT, CLASS_REL);

	(void)command;
	(void)stops;
	if (parser_at_command(p, "in"))
		p->token.s = "notin", p->token.n = 5;
	else if (p->token.kind == TOKEN_CHARACTER && *p->token.s == '=')
		p->token = (struct token){TOKEN_COMMAND, "neq", 3};
	else
		node->accent = accent_find("not", 3);
	node->kid[BASE] = parser_argument(p);
	if (node->accent)
		return node;
	node->kind = NODE_ROW;
	parser_append(node, node->kid[BASE]);
	return node;
}

/* \pmod{n} */
static struct node *make_mod(struct parser *p, const struct command *command, unsigned stops)
{
	struct node *row = parser_node(p, NODE_ROW, CLASS_ORD);

	(void)command;
	(void)stops;
	parser_append(row, parser_symbol(p, symbol_of_character("(", 1)));
	parser_append(row, parser_symbol(p, symbol_of_command("bmod", 4)));
	parser_append(row, parser_argument(p));
	parser_append(row, parser_symbol(p, symbol_of_character(")", 1)));
	return row;
}

/* Sorted by name, as strcmp does. */
static const struct command commands[] = {
	{" ", make_space, 1, NULL},
	{"!", make_space, 0, NULL},
	{",", make_space, 1, NULL},
	{"-", make_space, 0, NULL},
	{"/", make_space, 0, NULL},
	{":", make_space, 1, NULL},
	{";", make_space, 1, NULL},
	{">", make_space, 1, NULL},
	{"Big", make_big, 3, NULL},
	{"Bigg", make_big, 5, NULL},
	{"Biggl", make_big, 5, "l"},
	{"Biggm", make_big, 5, "m"},
	{"Biggr", make_big, 5, "r"},
	{"Bigl", make_big, 3, "l"},
	{"Bigm", make_big, 3, "m"},
	{"Bigr", make_big, 3, "r"},
	{"allowbreak", make_space, 0, NULL},
	{"begin", make_environment, 0, NULL},
	{"bf", make_switch, LETTERS_BOLD, NULL},
	{"bfseries", make_switch, LETTERS_BOLD, NULL},
	{"big", make_big, 1, NULL},
	{"bigg", make_big, 3, NULL},
	{"biggl", make_big, 3, "l"},
	{"biggm", make_big, 3, "m"},
	{"biggr", make_big, 3, "r"},
	{"bigl", make_big, 1, "l"},
	{"bigm", make_big, 1, "m"},
	{"bigr", make_big, 1, "r"},
	{"binom", make_fraction, false, NULL},
	{"bm", make_letters, LETTERS_BOLD, NULL},
	{"boldsymbol", make_letters, LETTERS_BOLD, NULL},
	{"boxed", make_wrapper, NODE_BOXED, NULL},
	{"cal", make_switch, FONT_SCRIPT, NULL},
	{"centering", make_space, 0, NULL},
	{"cfrac", make_fraction, true, "d"},
	{"color", make_ignored, 1, NULL},
	{"colorbox", make_colored, 1, NULL},
	{"dbinom", make_fraction, false, "d"},
	{"dfrac", make_fraction, true, "d"},
	{"displaylimits", make_space, 0, NULL},
	{"displaystyle", make_style, SIZE_DISPLAY, NULL},
	{"emph", make_text, 0, NULL},
	{"end", make_stray, 0, "\\end without its \\begin"},
	{"enskip", make_space, 1, NULL},
	{"enspace", make_space, 1, NULL},
	{"fbox", make_wrapper, NODE_BOXED, NULL},
	{"frac", make_fraction, true, NULL},
	{"hbox", make_text, 0, NULL},
	{"hline", make_space, 0, NULL},
	{"hphantom", make_wrapper, NODE_PHANTOM, NULL},
	{"hspace", make_ignored, 1, "space"},
	{"it", make_switch, FONT_PLAIN, NULL},
	{"label", make_ignored, 1, NULL},
	{"left", make_fence, 0, NULL},
	{"limits", make_space, 0, NULL},
	{"mathbb", make_letters, FONT_BLACKBOARD, NULL},
	{"mathbbm", make_letters, FONT_BLACKBOARD, NULL},
	{"mathbf", make_letters, LETTERS_BOLD, NULL},
	{"mathbin", make_class, CLASS_BIN, NULL},
	{"mathcal", make_letters, FONT_SCRIPT, NULL},
	{"mathclose", make_class, CLASS_CLOSE, NULL},
	{"mathcolor", make_colored, 1, NULL},
	{"mathds", make_letters, FONT_BLACKBOARD, NULL},
	{"mathfrak", make_letters, FONT_FRAKTUR, NULL},
	{"mathinner", make_class, CLASS_INNER, NULL},
	{"mathit", make_letters, LETTERS_WORDS, NULL},
	{"mathnormal", make_letters, FONT_PLAIN, NULL},
	{"mathop", make_class, CLASS_OP, NULL},
	{"mathopen", make_class, CLASS_OPEN, NULL},
	{"mathord", make_class, CLASS_ORD, NULL},
	{"mathpunct", make_class, CLASS_PUNCT, NULL},
	{"mathrel", make_class, CLASS_REL, NULL},
	{"mathrm", make_letters, LETTERS_WORDS, NULL},
	{"mathscr", make_letters, FONT_SCRIPT, NULL},
	{"mathsf", make_letters, LETTERS_WORDS, NULL},
	{"mathstrut", make_space, 0, NULL},
	{"mathtt", make_letters, LETTERS_WORDS, NULL},
	{"mathup", make_letters, LETTERS_WORDS, NULL},
	{"mbox", make_text, 0, NULL},
	{"medspace", make_space, 1, NULL},
	{"middle", make_middle, 0, NULL},
	{"mspace", make_ignored, 1, "space"},
	{"negthinspace", make_space, 0, NULL},
	{"nicefrac", make_fraction, true, "t"},
	{"noindent", make_space, 0, NULL},
	{"nolimits", make_space, 0, NULL},
	{"nonumber", make_space, 0, NULL},
	{"not", make_not, 0, NULL},
	{"notag", make_space, 0, NULL},
	{"operatorname", make_operator, LETTERS_WORDS, NULL},
	{"overbrace", make_brace, true, NULL},
	{"overset", make_set, SUP, NULL},
	{"phantom", make_wrapper, NODE_PHANTOM, NULL},
	{"pmb", make_letters, LETTERS_BOLD, NULL},
	{"pmod", make_mod, 0, NULL},
	{"qquad", make_space, 6, NULL},
	{"quad", make_space, 3, NULL},
	{"relax", make_space, 0, NULL},
	{"right", make_stray, 0, "\\right without its \\left"},
	{"rm", make_switch, FONT_PLAIN, NULL},
	{"scriptscriptstyle", make_style, SIZE_SCRIPT, NULL},
	{"scriptstyle", make_style, SIZE_SCRIPT, NULL},
	{"sf", make_switch, FONT_PLAIN, NULL},
	{"space", make_space, 1, NULL},
	{"sqrt", make_root, 0, NULL},
	{"stackrel", make_set, SUP, "relation"},
	{"strut", make_space, 0, NULL},
	{"substack", make_substack, 0, NULL},
	{"tag", make_tag, 0, NULL},
	{"tbinom", make_fraction, false, "t"},
	{"text", make_text, 0, NULL},
	{"textbf", make_text, ATTR_BOLD, NULL},
	{"textcolor", make_colored, 1, NULL},
	{"textit", make_text, 0, NULL},
	{"textnormal", make_text, 0, NULL},
	{"textrm", make_text, 0, NULL},
	{"textsc", make_text, 0, NULL},
	{"textsf", make_text, 0, NULL},
	{"textstyle", make_style, SIZE_TEXT, NULL},
	{"texttt", make_text, 0, NULL},
	{"tfrac", make_fraction, true, "t"},
	{"thickspace", make_space, 1, NULL},
	{"thinspace", make_space, 1, NULL},
	{"tt", make_switch, FONT_PLAIN, NULL},
	{"underbrace", make_brace, false, NULL},
	{"underset", make_set, SUB, NULL},
	{"vphantom", make_ignored, 1, NULL},
	{"vspace", make_ignored, 1, NULL},
	{"xRightarrow", make_arrow, 0, "Rightarrow"},
	{"xleftarrow", make_arrow, 0, "longleftarrow"},
	{"xleftrightarrow", make_arrow, 0, "longleftrightarrow"},
	{"xmapsto", make_arrow, 0, "mapsto"},
	{"xrightarrow", make_arrow, 0, "longrightarrow"},
};

static int compare(const void *a, const void *b)
{
	const struct token *key = a;
	const struct command *command = b;
	int order = strncmp(key->s, command->name, key->n);

	return order ? order : -(command->name[key->n] != '\0');
}

static struct node *make_accent(struct parser *p, const struct accent *accent)
{
	struct node *node = parser_node(p, NODE_ACCENT, CLASS_ORD);

	node->accent = accent;
	node->kid[BASE] = parser_argument(p);
	return node;
}

/* Marked; a group behind it is its argument, whose contents still render. */
static struct node *make_unknown(struct parser *p, const struct token *command)
{
	struct node *row = parser_node(p, NODE_ROW, CLASS_ORD);

	parser_error(p, command->s - 1, "unknown command");
	parser_append(row, parser_unknown(p, command->s - 1, command->n + 1));
	while (p->token.kind == TOKEN_OPEN && !p->failed) {
		parser_append(row, parser_unknown(p, "{", 1));
		parser_append(row, parser_argument(p));
		parser_append(row, parser_unknown(p, "}", 1));
	}
	return row;
}

struct node *parser_command(struct parser *p, unsigned stops)
{
	struct token token = p->token;
	const struct command *command = bsearch(&token, commands,
		sizeof(commands) / sizeof(commands[0]), sizeof(commands[0]), compare);
	const struct symbol *symbol = symbol_of_command(token.s, token.n);
	const struct accent *accent = accent_find(token.s, token.n);
	struct node *node;

	if (!parser_enter(p))
		return parser_node(p, NODE_ROW, CLASS_ORD);
	parser_advance(p);
	if (command)
		node = command->make(p, command, stops);
	else if (symbol)
		node = parser_symbol(p, symbol);
	else if (accent)
		node = make_accent(p, accent);
	else
		node = make_unknown(p, &token);
	parser_leave(p);
	return node;
}
