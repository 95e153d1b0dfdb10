#include "math/symbols.h"

#include <stdlib.h>
#include <string.h>

/* Sorted by name, as strcmp does. */
static const struct symbol commands[] = {
	{"#", "#", NULL, "number", CLASS_ORD, 0},
	{"$", "$", NULL, "dollar", CLASS_ORD, 0},
	{"%", "%", NULL, "percent", CLASS_ORD, 0},
	{"&", "&", NULL, "and", CLASS_ORD, 0},
	{"Box", "□", "[]", "square", CLASS_ORD, 0},
	{"Delta", "Δ", NULL, "capital delta", CLASS_ORD, 0},
	{"Downarrow", "⇓", "v", "down", CLASS_REL, 0},
	{"Gamma", "Γ", NULL, "capital gamma", CLASS_ORD, 0},
	{"Im", "ℑ", NULL, "imaginary part of", CLASS_ORD, 0},
	{"Lambda", "Λ", NULL, "capital lambda", CLASS_ORD, 0},
	{"Leftarrow", "⇐", "<==", "is implied by", CLASS_REL, 0},
	{"Leftrightarrow", "⇔", "<=>", "if and only if", CLASS_REL, 0},
	{"Longleftrightarrow", "⇔", "<=>", "if and only if", CLASS_REL, 0},
	{"Longrightarrow", "⇒", "=>", "implies", CLASS_REL, 0},
	{"Omega", "Ω", NULL, "capital omega", CLASS_ORD, 0},
	{"Phi", "Φ", NULL, "capital phi", CLASS_ORD, 0},
	{"Pi", "Π", NULL, "capital pi", CLASS_ORD, 0},
	{"Pr", "Pr", NULL, "probability", CLASS_OP, SYMBOL_LIMITS},
	{"Psi", "Ψ", NULL, "capital psi", CLASS_ORD, 0},
	{"Re", "ℜ", NULL, "real part of", CLASS_ORD, 0},
	{"Rightarrow", "⇒", "=>", "implies", CLASS_REL, 0},
	{"S", "§", "section", "section", CLASS_ORD, 0},
	{"Sigma", "Σ", NULL, "capital sigma", CLASS_ORD, 0},
	{"Theta", "Θ", NULL, "capital theta", CLASS_ORD, 0},
	{"Uparrow", "⇑", "^", "up", CLASS_REL, 0},
	{"Upsilon", "Υ", NULL, "capital upsilon", CLASS_ORD, 0},
	{"Vert", "‖", "||", "double bar", CLASS_ORD, SYMBOL_FENCE},
	{"Xi", "Ξ", NULL, "capital xi", CLASS_ORD, 0},
	{"_", "_", NULL, "underscore", CLASS_ORD, 0},
	{"aleph", "ℵ", NULL, NULL, CLASS_ORD, 0},
	{"alpha", "α", NULL, NULL, CLASS_ORD, 0},
	{"angle", "∠", NULL, NULL, CLASS_ORD, 0},
	{"approx", "≈", "~=", "is approximately", CLASS_REL, 0},
	{"arccos", "arccos", NULL, NULL, CLASS_OP, 0},
	{"arcsin", "arcsin", NULL, NULL, CLASS_OP, 0},
	{"arctan", "arctan", NULL, NULL, CLASS_OP, 0},
	{"arg", "arg", NULL, NULL, CLASS_OP, 0},
	{"argmax", "argmax", NULL, "arg max", CLASS_OP, SYMBOL_LIMITS},
	{"argmin", "argmin", NULL, "arg min", CLASS_OP, SYMBOL_LIMITS},
	{"ast", "∗", "*", "star", CLASS_BIN, 0},
	{"asymp", "≍", "~", "is asymptotic to", CLASS_REL, 0},
	{"backslash", "\\", NULL, NULL, CLASS_ORD, 0},
	{"because", "∵", NULL, NULL, CLASS_REL, 0},
	{"beta", "β", NULL, NULL, CLASS_ORD, 0},
	{"bigcap", "⋂", "intersect", "intersection", CLASS_OP, SYMBOL_LIMITS},
	{"bigcirc", "○", "o", "circle", CLASS_BIN, 0},
	{"bigcup", "⋃", "union", "union", CLASS_OP, SYMBOL_LIMITS},
	{"bigodot", "⨀", "(.)", "elementwise product", CLASS_OP, SYMBOL_LIMITS},
	{"bigoplus", "⨁", "(+)", "direct sum", CLASS_OP, SYMBOL_LIMITS},
	{"bigotimes", "⨂", "(x)", "tensor product", CLASS_OP, SYMBOL_LIMITS},
	{"bigsqcup", "⨆", "join", "join", CLASS_OP, SYMBOL_LIMITS},
	{"bigstar", "★", "*", "star", CLASS_ORD, 0},
	{"biguplus", "⨄", "(u+)", "disjoint union", CLASS_OP, SYMBOL_LIMITS},
	{"bigvee", "⋁", "or", "disjunction", CLASS_OP, SYMBOL_LIMITS},
	{"bigwedge", "⋀", "and", "conjunction", CLASS_OP, SYMBOL_LIMITS},
	{"blacksquare", "■", "#", "end of proof", CLASS_ORD, 0},
	{"bmod", "mod", NULL, "mod", CLASS_BIN, 0},
	{"bot", "⊥", "_|_", "bottom", CLASS_ORD, 0},
	{"bowtie", "⋈", "><", "join", CLASS_REL, 0},
	{"boxplus", "⊞", "[+]", "box plus", CLASS_BIN, 0},
	{"bullet", "•", "*", NULL, CLASS_BIN, 0},
	{"cap", "∩", "intersect", "intersected with", CLASS_BIN, 0},
	{"cdot", "·", "*", "times", CLASS_BIN, 0},
	{"cdotp", "·", "*", "times", CLASS_PUNCT, 0},
	{"cdots", "⋯", "...", "and so on", CLASS_INNER, 0},
	{"centerdot", "·", "*", "times", CLASS_BIN, 0},
	{"checkmark", "✓", "ok", "check", CLASS_ORD, 0},
	{"chi", "χ", NULL, NULL, CLASS_ORD, 0},
	{"circ", "∘", "o", "composed with", CLASS_BIN, 0},
	{"colon", ":", NULL, NULL, CLASS_PUNCT, 0},
	{"coloneq", "≔", ":=", "is defined as", CLASS_REL, 0},
	{"coloneqq", "≔", ":=", "is defined as", CLASS_REL, 0},
	{"complement", "∁", "complement of", "complement of", CLASS_ORD, 0},
	{"cong", "≅", "~=", "is congruent to", CLASS_REL, 0},
	{"coprod", "∐", NULL, "coproduct", CLASS_OP, SYMBOL_LIMITS},
	{"cos", "cos", NULL, "cosine", CLASS_OP, 0},
	{"cosh", "cosh", NULL, "hyperbolic cosine", CLASS_OP, 0},
	{"cot", "cot", NULL, "cotangent", CLASS_OP, 0},
	{"coth", "coth", NULL, NULL, CLASS_OP, 0},
	{"csc", "csc", NULL, "cosecant", CLASS_OP, 0},
	{"cup", "∪", "union", "union", CLASS_BIN, 0},
	{"dagger", "†", NULL, NULL, CLASS_BIN, 0},
	{"ddagger", "‡", NULL, "double dagger", CLASS_BIN, 0},
	{"ddots", "⋱", "`.", "and so on", CLASS_INNER, 0},
	{"deg", "deg", NULL, "degree", CLASS_OP, 0},
	{"degree", "°", "deg", "degrees", CLASS_ORD, 0},
	{"delta", "δ", NULL, NULL, CLASS_ORD, 0},
	{"det", "det", NULL, "determinant", CLASS_OP, SYMBOL_LIMITS},
	{"diamond", "⋄", "<>", NULL, CLASS_BIN, 0},
	{"dim", "dim", NULL, "dimension", CLASS_OP, 0},
	{"div", "÷", "/", "divided by", CLASS_BIN, 0},
	{"doteq", "≐", ".=", "approaches", CLASS_REL, 0},
	{"dots", "…", "...", "and so on", CLASS_INNER, 0},
	{"dotsb", "⋯", "...", "and so on", CLASS_INNER, 0},
	{"dotsc", "…", "...", "and so on", CLASS_INNER, 0},
	{"dotsi", "⋯", "...", "and so on", CLASS_INNER, 0},
	{"dotsm", "⋯", "...", "and so on", CLASS_INNER, 0},
	{"dotso", "…", "...", "and so on", CLASS_INNER, 0},
	{"downarrow", "↓", "v", "down", CLASS_REL, 0},
	{"ell", "ℓ", "l", NULL, CLASS_ORD, 0},
	{"emptyset", "∅", "{}", "the empty set", CLASS_ORD, 0},
	{"epsilon", "ε", NULL, NULL, CLASS_ORD, 0},
	{"eqqcolon", "≕", "=:", "defines", CLASS_REL, 0},
	{"equiv", "≡", "==", "is identical to", CLASS_REL, 0},
	{"eta", "η", NULL, NULL, CLASS_ORD, 0},
	{"exists", "∃", NULL, "there exists", CLASS_ORD, 0},
	{"exp", "exp", NULL, NULL, CLASS_OP, 0},
	{"forall", "∀", NULL, "for all", CLASS_ORD, 0},
	{"gamma", "γ", NULL, NULL, CLASS_ORD, 0},
	{"gcd", "gcd", NULL, NULL, CLASS_OP, SYMBOL_LIMITS},
	{"ge", "≥", ">=", "greater than or equal to", CLASS_REL, 0},
	{"geq", "≥", ">=", "greater than or equal to", CLASS_REL, 0},
	{"geqslant", "≥", ">=", "greater than or equal to", CLASS_REL, 0},
	{"gets", "←", "<-", NULL, CLASS_REL, 0},
	{"gg", "≫", ">>", "much greater than", CLASS_REL, 0},
	{"gt", ">", NULL, "greater than", CLASS_REL, 0},
	{"gtrsim", "≳", ">~", "is greater than about", CLASS_REL, 0},
	{"hbar", "ħ", NULL, NULL, CLASS_ORD, 0},
	{"hom", "hom", NULL, NULL, CLASS_OP, 0},
	{"hookrightarrow", "↪", "->", "embeds in", CLASS_REL, 0},
	{"iddots", "⋰", ".'", "and so on", CLASS_INNER, 0},
	{"iff", "⇔", "<=>", "if and only if", CLASS_REL, 0},
	{"iiint", "∭", NULL, "triple integral", CLASS_OP, 0},
	{"iint", "∬", NULL, "double integral", CLASS_OP, 0},
	{"imath", "ı", "i", "i", CLASS_ORD, 0},
	{"impliedby", "⇐", "<==", "is implied by", CLASS_REL, 0},
	{"implies", "⇒", "=>", NULL, CLASS_REL, 0},
	{"in", "∈", NULL, NULL, CLASS_REL, 0},
	{"inf", "inf", NULL, "infimum", CLASS_OP, SYMBOL_LIMITS},
	{"infty", "∞", "inf", "infinity", CLASS_ORD, 0},
	{"injlim", "inj lim", NULL, NULL, CLASS_OP, SYMBOL_LIMITS},
	{"int", "∫", NULL, "integral", CLASS_OP, SYMBOL_INTEGRAL},
	{"iota", "ι", NULL, NULL, CLASS_ORD, 0},
	{"jmath", "ȷ", "j", "j", CLASS_ORD, 0},
	{"kappa", "κ", NULL, NULL, CLASS_ORD, 0},
	{"ker", "ker", NULL, "kernel", CLASS_OP, 0},
	{"lVert", "‖", "||", "the norm of", CLASS_OPEN, 0},
	{"lambda", "λ", NULL, NULL, CLASS_ORD, 0},
	{"land", "∧", "and", "and", CLASS_BIN, 0},
	{"langle", "⟨", "<", "open angle bracket", CLASS_OPEN, 0},
	{"lbrace", "{", NULL, "open brace", CLASS_OPEN, 0},
	{"lbrack", "[", NULL, "open bracket", CLASS_OPEN, 0},
	{"lbrakk", "⟦", "[[", "open double bracket", CLASS_OPEN, 0},
	{"lceil", "⌈", "ceil(", "ceiling of", CLASS_OPEN, 0},
	{"ldots", "…", "...", "and so on", CLASS_INNER, 0},
	{"le", "≤", "<=", "less than or equal to", CLASS_REL, 0},
	{"leadsto", "⇝", "~>", "leads to", CLASS_REL, 0},
	{"leftarrow", "←", "<-", "from", CLASS_REL, 0},
	{"leftrightarrow", "↔", "<->", "if and only if", CLASS_REL, 0},
	{"leq", "≤", "<=", "less than or equal to", CLASS_REL, 0},
	{"leqslant", "≤", "<=", "less than or equal to", CLASS_REL, 0},
	{"lesssim", "≲", "<~", "is less than about", CLASS_REL, 0},
	{"lfloor", "⌊", "floor(", "floor of", CLASS_OPEN, 0},
	{"lg", "lg", NULL, "log", CLASS_OP, 0},
	{"lim", "lim", NULL, "limit", CLASS_OP, SYMBOL_LIMITS},
	{"liminf", "lim inf", NULL, "limit inferior", CLASS_OP, SYMBOL_LIMITS},
	{"limsup", "lim sup", NULL, "limit superior", CLASS_OP, SYMBOL_LIMITS},
	{"ll", "≪", "<<", "much less than", CLASS_REL, 0},
	{"llbracket", "⟦", "[[", "open double bracket", CLASS_OPEN, 0},
	{"ln", "ln", NULL, "natural log", CLASS_OP, 0},
	{"lnot", "¬", "not ", "not", CLASS_ORD, 0},
	{"log", "log", NULL, NULL, CLASS_OP, 0},
	{"longleftarrow", "⟵", "<--", "from", CLASS_REL, 0},
	{"longleftrightarrow", "⟷", "<-->", "if and only if", CLASS_REL, 0},
	{"longmapsto", "↦", "|->", "maps to", CLASS_REL, 0},
	{"longrightarrow", "⟶", "-->", "to", CLASS_REL, 0},
	{"lor", "∨", "or", "or", CLASS_BIN, 0},
	{"lparen", "(", NULL, "open paren", CLASS_OPEN, 0},
	{"lt", "<", NULL, "less than", CLASS_REL, 0},
	{"lvert", "|", NULL, "absolute value of", CLASS_OPEN, 0},
	{"mapsto", "↦", "|->", "maps to", CLASS_REL, 0},
	{"max", "max", NULL, "maximum", CLASS_OP, SYMBOL_LIMITS},
	{"mid", "|", NULL, "given", CLASS_REL, 0},
	{"min", "min", NULL, "minimum", CLASS_OP, SYMBOL_LIMITS},
	{"models", "⊨", "|=", NULL, CLASS_REL, 0},
	{"mp", "∓", "-+", "minus or plus", CLASS_BIN, 0},
	{"mu", "μ", NULL, NULL, CLASS_ORD, 0},
	{"nabla", "∇", "grad", NULL, CLASS_ORD, 0},
	{"ne", "≠", "!=", "is not equal to", CLASS_REL, 0},
	{"nearrow", "↗", "/^", "increases to", CLASS_REL, 0},
	{"neg", "¬", "not ", "not", CLASS_ORD, 0},
	{"neq", "≠", "!=", "is not equal to", CLASS_REL, 0},
	{"nexists", "∄", "not exists", "there exists no", CLASS_ORD, 0},
	{"ni", "∋", "contains", "contains", CLASS_REL, 0},
	{"nmid", "∤", "not |", "does not divide", CLASS_REL, 0},
	{"notin", "∉", "not in", "not in", CLASS_REL, 0},
	{"nsubseteq", "⊈", "not subset", "is not a subset of", CLASS_REL, 0},
	{"nu", "ν", NULL, NULL, CLASS_ORD, 0},
	{"odot", "⊙", "(.)", "elementwise times", CLASS_BIN, 0},
	{"oint", "∮", NULL, "contour integral", CLASS_OP, 0},
	{"omega", "ω", NULL, NULL, CLASS_ORD, 0},
	{"omicron", "ο", "o", NULL, CLASS_ORD, 0},
	{"ominus", "⊖", "(-)", "circled minus", CLASS_BIN, 0},
	{"oplus", "⊕", "(+)", "direct sum", CLASS_BIN, 0},
	{"oslash", "⊘", "(/)", "elementwise divided by", CLASS_BIN, 0},
	{"otimes", "⊗", "(x)", "tensor", CLASS_BIN, 0},
	{"parallel", "∥", "||", "is parallel to", CLASS_REL, 0},
	{"partial", "∂", "d", NULL, CLASS_ORD, 0},
	{"perp", "⊥", "_|_", "is orthogonal to", CLASS_REL, 0},
	{"phi", "φ", NULL, NULL, CLASS_ORD, 0},
	{"pi", "π", NULL, NULL, CLASS_ORD, 0},
	{"pm", "±", "+-", "plus or minus", CLASS_BIN, 0},
	{"prec", "≺", "<", "precedes", CLASS_REL, 0},
	{"preceq", "⪯", "<=", "precedes or equals", CLASS_REL, 0},
	{"precsim", "≾", "<~", "precedes or is similar to", CLASS_REL, 0},
	{"prime", "′", "'", NULL, CLASS_ORD, 0},
	{"prod", "∏", NULL, "product", CLASS_OP, SYMBOL_LIMITS | SYMBOL_PRODUCT},
	{"propto", "∝", "prop.to", "is proportional to", CLASS_REL, 0},
	{"psi", "ψ", NULL, NULL, CLASS_ORD, 0},
	{"qed", "■", "#", "end of proof", CLASS_ORD, 0},
	{"rVert", "‖", "||", "end norm", CLASS_CLOSE, 0},
	{"rangle", "⟩", ">", "close angle bracket", CLASS_CLOSE, 0},
	{"rbrace", "}", NULL, "close brace", CLASS_CLOSE, 0},
	{"rbrack", "]", NULL, "close bracket", CLASS_CLOSE, 0},
	{"rbrakk", "⟧", "]]", "close double bracket", CLASS_CLOSE, 0},
	{"rceil", "⌉", ")", "end ceiling", CLASS_CLOSE, 0},
	{"rfloor", "⌋", ")", "end floor", CLASS_CLOSE, 0},
	{"rho", "ρ", NULL, NULL, CLASS_ORD, 0},
	{"rightarrow", "→", "->", "to", CLASS_REL, 0},
	{"rightharpoonup", "⇀", "->", "converges weakly to", CLASS_REL, 0},
	{"rightleftharpoons", "⇌", "<=>", "is in equilibrium with", CLASS_REL, 0},
	{"rightsquigarrow", "⇝", "~>", "leads to", CLASS_REL, 0},
	{"rparen", ")", NULL, "close paren", CLASS_CLOSE, 0},
	{"rrbracket", "⟧", "]]", "close double bracket", CLASS_CLOSE, 0},
	{"rtimes", "⋊", "xI", "semidirect product", CLASS_BIN, 0},
	{"rvert", "|", NULL, "end absolute value", CLASS_CLOSE, 0},
	{"searrow", "↘", "\\v", "decreases to", CLASS_REL, 0},
	{"sec", "sec", NULL, "secant", CLASS_OP, 0},
	{"setminus", "\\", NULL, "without", CLASS_BIN, 0},
	{"sigma", "σ", NULL, NULL, CLASS_ORD, 0},
	{"sim", "∼", "~", "is distributed as", CLASS_REL, 0},
	{"simeq", "≃", "~=", "is similar to", CLASS_REL, 0},
	{"sin", "sin", NULL, "sine", CLASS_OP, 0},
	{"sinh", "sinh", NULL, "hyperbolic sine", CLASS_OP, 0},
	{"smallsetminus", "\\", NULL, "without", CLASS_BIN, 0},
	{"sqcap", "⊓", "meet", "meet", CLASS_BIN, 0},
	{"sqcup", "⊔", "join", "join", CLASS_BIN, 0},
	{"square", "□", "[]", NULL, CLASS_ORD, 0},
	{"star", "⋆", "*", NULL, CLASS_BIN, 0},
	{"subset", "⊂", NULL, "is a subset of", CLASS_REL, 0},
	{"subseteq", "⊆", "subset", "is a subset of", CLASS_REL, 0},
	{"subsetneq", "⊊", "subset", "is a proper subset of", CLASS_REL, 0},
	{"succ", "≻", ">", "succeeds", CLASS_REL, 0},
	{"succeq", "⪰", ">=", "succeeds or equals", CLASS_REL, 0},
	{"sum", "∑", NULL, NULL, CLASS_OP, SYMBOL_LIMITS | SYMBOL_SUM},
	{"sup", "sup", NULL, "supremum", CLASS_OP, SYMBOL_LIMITS},
	{"supset", "⊃", "superset", "is a superset of", CLASS_REL, 0},
	{"supseteq", "⊇", "superset", "is a superset of", CLASS_REL, 0},
	{"surd", "√", "sqrt", "root", CLASS_ORD, 0},
	{"tan", "tan", NULL, "tangent", CLASS_OP, 0},
	{"tanh", "tanh", NULL, "hyperbolic tangent", CLASS_OP, 0},
	{"tau", "τ", NULL, NULL, CLASS_ORD, 0},
	{"therefore", "∴", NULL, NULL, CLASS_REL, 0},
	{"theta", "θ", NULL, NULL, CLASS_ORD, 0},
	{"times", "×", "x", NULL, CLASS_BIN, 0},
	{"to", "→", "->", NULL, CLASS_REL, 0},
	{"top", "⊤", "T", NULL, CLASS_ORD, 0},
	{"triangle", "△", NULL, NULL, CLASS_ORD, 0},
	{"triangleq", "≜", ":=", "is defined as", CLASS_REL, 0},
	{"uparrow", "↑", "^", "up", CLASS_REL, 0},
	{"updownarrow", "↕", "^v", "up and down", CLASS_REL, 0},
	{"uplus", "⊎", "(u+)", "disjoint union", CLASS_BIN, 0},
	{"upsilon", "υ", NULL, NULL, CLASS_ORD, 0},
	{"varepsilon", "ε", "epsilon", "epsilon", CLASS_ORD, 0},
	{"varkappa", "κ", "kappa", "kappa", CLASS_ORD, 0},
	{"varnothing", "∅", "{}", "the empty set", CLASS_ORD, 0},
	{"varphi", "φ", "phi", "phi", CLASS_ORD, 0},
	{"varpi", "ϖ", "pi", "pi", CLASS_ORD, 0},
	{"varrho", "ϱ", "rho", "rho", CLASS_ORD, 0},
	{"varsigma", "ς", "sigma", "sigma", CLASS_ORD, 0},
	{"vartheta", "ϑ", "theta", "theta", CLASS_ORD, 0},
	{"vdash", "⊢", "|-", "proves", CLASS_REL, 0},
	{"vdots", "⋮", ":", "and so on down", CLASS_ORD, 0},
	{"vee", "∨", "or", "or", CLASS_BIN, 0},
	{"vert", "|", NULL, "bar", CLASS_ORD, SYMBOL_FENCE},
	{"wedge", "∧", "and", "and", CLASS_BIN, 0},
	{"wp", "℘", NULL, "p", CLASS_ORD, 0},
	{"xi", "ξ", NULL, NULL, CLASS_ORD, 0},
	{"xrightarrow", "→", "->", "to", CLASS_REL, 0},
	{"zeta", "ζ", NULL, NULL, CLASS_ORD, 0},
	{"{", "{", NULL, "open brace", CLASS_OPEN, 0},
	{"|", "‖", "||", "double bar", CLASS_ORD, SYMBOL_FENCE},
	{"}", "}", NULL, "close brace", CLASS_CLOSE, 0},
};

/* Sorted by name. */
static const struct symbol characters[] = {
	{"!", "!", NULL, "factorial", CLASS_CLOSE, 0},
	{"\"", "\"", NULL, "quote", CLASS_ORD, 0},
	{"'", "′", NULL, "prime", CLASS_ORD, 0},
	{"(", "(", NULL, "open paren", CLASS_OPEN, 0},
	{")", ")", NULL, "close paren", CLASS_CLOSE, 0},
	{"*", "∗", NULL, "star", CLASS_BIN, 0},
	{"+", "+", NULL, NULL, CLASS_BIN, 0},
	{",", ",", NULL, NULL, CLASS_PUNCT, 0},
	{"-", "−", NULL, "minus", CLASS_BIN, 0},
	{".", ".", NULL, NULL, CLASS_ORD, 0},
	{"/", "/", NULL, "over", CLASS_ORD, 0},
	{":", ":", NULL, "colon", CLASS_REL, 0},
	{";", ";", NULL, NULL, CLASS_PUNCT, 0},
	{"<", "<", NULL, "less than", CLASS_REL, 0},
	{"=", "=", NULL, NULL, CLASS_REL, 0},
	{">", ">", NULL, "greater than", CLASS_REL, 0},
	{"?", "?", NULL, NULL, CLASS_CLOSE, 0},
	{"@", "@", NULL, "at", CLASS_ORD, 0},
	{"[", "[", NULL, "open bracket", CLASS_OPEN, 0},
	{"]", "]", NULL, "close bracket", CLASS_CLOSE, 0},
	{"|", "|", NULL, "bar", CLASS_ORD, SYMBOL_FENCE},
};

struct key {
	const char *s;
	size_t n;
};

enum { N_COMMANDS = sizeof(commands) / sizeof(commands[0]) };
enum { N_CHARACTERS = sizeof(characters) / sizeof(characters[0]) };

static int compare(const void *a, const void *b)
{
	const struct key *key = a;
	const struct symbol *symbol = b;
	int order = strncmp(key->s, symbol->name, key->n);

	return order ? order : -(symbol->name[key->n] != '\0');
}

const struct symbol *symbol_of_command(const char *s, size_t n)
{
	struct key key = {s, n};

	return bsearch(&key, commands, N_COMMANDS, sizeof(commands[0]), compare);
}

/* The first symbol shown as s[0..n), NULL if there is none. Characters beyond
 * ASCII are rare in TeX: they are not worth an index. */
static const struct symbol *symbol_of_text(
	const struct symbol *table, size_t n_table, const char *s, size_t n)
{
	for (size_t i = 0; i < n_table; i++) {
		const char *text = table[i].text;

		if (text[0] == s[0] && !strncmp(text, s, n) && !text[n])
			return &table[i];
	}
	return NULL;
}

const struct symbol *symbol_of_character(const char *s, size_t n)
{
	struct key key = {s, n};
	const struct symbol *symbol;

	if (n == 1)
		return bsearch(&key, characters, N_CHARACTERS, sizeof(characters[0]), compare);
	symbol = symbol_of_text(commands, N_COMMANDS, s, n);
	return symbol ? symbol : symbol_of_text(characters, N_CHARACTERS, s, n);
}

const char *symbol_text(const struct symbol *symbol, bool ascii)
{
	if (!ascii)
		return symbol->text;
	if (symbol->ascii)
		return symbol->ascii;
	return (unsigned char)symbol->text[0] < 0x80 ? symbol->text : symbol->name;
}

const char *symbol_spoken(const struct symbol *symbol)
{
	return symbol->spoken ? symbol->spoken : symbol->name;
}
