#include "tui/writing.h"

#include "page/page.h"
#include "tui/chrome.h"
#include "tui/move.h"

enum { MAX_BYTES = 4000, MAX_LINES = 100, INDENT = 3 };

void writing_init(struct writing *writing)
{
	buf_init(&writing->text);
	writing->is_on = false;
}

void writing_done(struct writing *writing)
{
	buf_done(&writing->text);
}

void writing_clear(struct writing *writing)
{
	buf_clear(&writing->text);
	writing->is_on = false;
}

static void erase_letter(struct buf *text)
{
	while (text->n && ((unsigned char)text->data[--text->n] & 0xC0) == 0x80)
		;
	if (text->data)
		text->data[text->n] = '\0';
}

bool writing_press(struct writing *writing, int key)
{
	struct entry letter = {0};

	if (key == PRESS_ENTER || key == PRESS_ESCAPE)
		writing->is_on = false;
	else if (key == PRESS_BACKSPACE)
		erase_letter(&writing->text);
	else if (entry_press(&letter, key) && writing->text.n + letter.n < MAX_BYTES)
		buf_puts(&writing->text, letter.text);
	return key == PRESS_ENTER;
}

void writing_put(const struct writing *writing, struct style style, const struct area *area,
	struct lines *out)
{
	int cols = area->cols < PAGE_MAX_TEXT_CELLS ? area->cols : PAGE_MAX_TEXT_CELLS;
	struct buf text;

	if (!writing->is_on && !writing->text.n)
		return;
	buf_init(&text);
	buf_printf(&text, "%s%s", writing->text.n ? writing->text.data : "",
		writing->is_on ? "_" : "");
	chrome_wrap(out, style, buf_status(&text) == STATUS_OK ? text.data : "", INDENT, cols,
		MAX_LINES);
	buf_done(&text);
	lines_end(out);
}
