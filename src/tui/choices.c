#include "tui/choices.h"

#include "tui/chrome.h"

#include <stdio.h>

static size_t place_of(const struct choices *c, size_t option)
{
	size_t i = 0;

	while (i < c->n_picked && c->picked[i] != option)
		i++;
	return i;
}

bool choices_has(const struct choices *choices, size_t option)
{
	return place_of(choices, option) < choices->n_picked;
}

void choices_toggle(struct choices *choices, size_t option)
{
	size_t at = place_of(choices, option);

	choices->at.at = option;
	if (choices->kind == CHOICES_ONE) {
		choices->picked[0] = option;
		choices->n_picked = 1;
	} else if (at == choices->n_picked) {
		choices->picked[choices->n_picked++] = option;
	} else {
		choices->n_picked--;
		for (; at < choices->n_picked; at++)
			choices->picked[at] = choices->picked[at + 1];
	}
}

bool choices_press(struct choices *choices, size_t n_options, int key)
{
	choices->at.n = n_options;
	if (key >= '1' && key <= '9' && (size_t)(key - '1') < n_options)
		choices_toggle(choices, (size_t)(key - '1'));
	else if (key == ' ' && n_options)
		choices_toggle(choices, choices->at.at);
	else
		return pick_press(&choices->at, key);
	return true;
}

void choices_click(struct choices *choices, size_t n_options, size_t line)
{
	for (size_t i = 0; i < n_options; i++)
		if (line >= choices->line[i] && line < choices->line[i + 1]) {
			choices_toggle(choices, i);
			return;
		}
}

/* "▸ 2 ●": the pointer, the key that picks it, whether it is picked or where
 * it is to stand. */
static struct study_mark mark_option(
	const struct choices *c, size_t option, const struct area *area, char *text, size_t size)
{
	const char *pointer = option == c->at.at ? (area->ascii ? ">" : "\xE2\x96\xB8") : " ";
	bool is_picked = choices_has(c, option);
	char state[32] = " ";

	if (is_picked && c->kind == CHOICES_ORDER)
		snprintf(state, sizeof(state), "%zu.", place_of(c, option) + 1);
	else if (is_picked)
		snprintf(state, sizeof(state), "%s", area->ascii ? "*" : "\xE2\x97\x8F");
	snprintf(text, size, " %s %zu %s", pointer, option + 1, state);
	return (struct study_mark){text, option == c->at.at || is_picked ? style_accent : style_dim,
		CHOICES_MARK_CELLS};
}

bool choices_put(struct choices *choices, const struct study_text *how, struct lines *out)
{
	size_t n = asking_n_options(how->asking);
	bool done = true;
	char text[64];

	for (size_t i = 0; i < n && done; i++) {
		struct study_mark mark = mark_option(choices, i, how->area, text, sizeof(text));

		choices->line[i] = out->n_lines;
		done = study_put(out, how, &mark, asking_option(how->asking, i).text);
	}
	choices->line[n] = out->n_lines;
	return done;
}
