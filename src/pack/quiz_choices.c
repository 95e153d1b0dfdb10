#include "pack/quiz.h"

#include <string.h>

static const char *const boxes[] = {"[ ] ", "[x] ", "[X] "};
enum { BOX_BYTES = 4 };

/* 0: no box; 1: an empty one; 2: a marked one. */
static int read_box(cmark_node *item)
{
	cmark_node *paragraph = cmark_node_first_child(item);

	if (!paragraph || cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH)
		return 0;
	if (parse_begins_with(paragraph, boxes[0]))
		return 1;
	return parse_begins_with(paragraph, boxes[1]) || parse_begins_with(paragraph, boxes[2]) ? 2
												: 0;
}

bool quiz_is_task_list(cmark_node *list)
{
	cmark_node *item = cmark_node_first_child(list);

	for (; item; item = cmark_node_next(item))
		if (read_box(item))
			return true;
	return false;
}

/* The item's quote, which explains it; *last is the block before it. */
static cmark_node *find_quote(cmark_node *item, cmark_node **last)
{
	cmark_node *block = cmark_node_first_child(item);

	for (*last = NULL; block; block = cmark_node_next(block)) {
		if (cmark_node_get_type(block) == CMARK_NODE_BLOCK_QUOTE)
			return block;
		*last = block;
	}
	return NULL;
}

static void read_choice(struct item_reader *r, cmark_node *item, bool is_order)
{
	struct inline_text *t = &r->p->inlines;
	struct choice choice = {.at = parse_block_at(r->p, item)}, *grown;
	cmark_node *last, *quote = find_quote(item, &last);
	int box = is_order ? 0 : read_box(item);

	grown = arena_grow(
		r->p->arena, r->item.choices, r->item.n_choices, &r->cap_choices, sizeof(*grown));
	if (!grown)
		return;
	r->item.choices = grown;
	if (!is_order && !box)
		parse_report(r->p, choice.at,
			"an option without a box; expected '- [ ] ' or "
			"'- [x] ' and its text");
	choice.is_right = box == 2;
	choice.text = "";
	if (last) {
		parse_load(r->p, cmark_node_first_child(item), last);
		choice.text = inline_copy(t, box ? BOX_BYTES : 0, t->text.n);
	}
	if (quote)
		choice.explanation = parse_markdown(
			r->p, cmark_node_first_child(quote), cmark_node_last_child(quote));
	if (quote && cmark_node_next(quote))
		parse_report(r->p, parse_block_at(r->p, cmark_node_next(quote)),
			"text behind an option's explanation; expected it in the quote");
	grown[r->item.n_choices++] = choice;
}

void quiz_read_choices(struct item_reader *r, cmark_node *list)
{
	bool is_order = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
	cmark_node *item = cmark_node_first_child(list);
	size_t n_right = 0;

	r->has_answers = true;
	for (; item; item = cmark_node_next(item))
		read_choice(r, item, is_order);
	for (size_t i = 0; i < r->item.n_choices; i++)
		n_right += r->item.choices[i].is_right;
	r->item.kind = is_order ? ITEM_ORDER : n_right > 1 ? ITEM_MULTIPLE : ITEM_SINGLE;
	if (!is_order && !n_right)
		parse_report(r->p, parse_block_at(r->p, list),
			"no option is right; expected one or more marked '- [x] '");
}

void quiz_check_choices(struct item_reader *r)
{
	const struct quiz_item *item = &r->item;

	if (item->n_choices < 2)
		parse_report(r->p, item->at, "%zu answer; expected two or more", item->n_choices);
	for (size_t i = 0; i < item->n_choices; i++) {
		const struct choice *choice = &item->choices[i];

		if (choice->text && !choice->text[0])
			parse_report(r->p, choice->at, "an answer without text");
		if (item->kind != ITEM_ORDER && (!choice->explanation || !choice->explanation[0]))
			parse_report(r->p, choice->at,
				"the option is not explained; expected a "
				"quote (> ...) indented below it");
	}
}
