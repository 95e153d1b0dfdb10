#include "tui/move.h"

#include "base/text.h"
#include "tui/keys.h"

#include <string.h>

enum { CTRL_U = 21, CTRL_F = 6, CTRL_B = 2, CTRL_D = 4 };

static const long all = 1L << 40;

/* How many lines a key moves; 0 if it is none of those. */
static long motion(int key, size_t rows)
{
	long page = rows > 2 ? (long)rows - 1 : 1;

	switch (key) {
	case PRESS_UP:
	case PRESS_WHEEL_UP:
	case 'k':
		return -1;
	case PRESS_DOWN:
	case PRESS_WHEEL_DOWN:
	case 'j':
		return 1;
	case PRESS_PAGE_UP:
	case CTRL_B:
	case 'b':
		return -page;
	case PRESS_PAGE_DOWN:
	case CTRL_F:
	case ' ':
		return page;
	case CTRL_U:
		return -(page + 1) / 2;
	case CTRL_D:
		return (page + 1) / 2;
	case PRESS_HOME:
	case 'g':
		return -all;
	case PRESS_END:
	case 'G':
		return all;
	default:
		return 0;
	}
}

static size_t moved(size_t at, long by)
{
	return by < 0 && at < (size_t)-by ? 0 : at + (size_t)by;
}

bool scroll_press(struct scroll *scroll, int key)
{
	long by = motion(key, scroll->rows);

	scroll->top = moved(scroll->top, by);
	return by;
}

void scroll_clamp(struct scroll *scroll, size_t n, size_t rows)
{
	size_t last = n > rows ? n - rows : 0;

	scroll->rows = rows;
	scroll->top = scroll->top < last ? scroll->top : last;
}

bool pick_press(struct pick *pick, int key)
{
	long by = motion(key, pick->seen.rows);

	pick->at = moved(pick->at, by);
	if (pick->at >= pick->n)
		pick->at = pick->n ? pick->n - 1 : 0;
	return by;
}

void pick_clamp(struct pick *pick, size_t n, size_t rows)
{
	pick->n = n;
	if (pick->at >= n)
		pick->at = n ? n - 1 : 0;
	if (pick->at < pick->seen.top)
		pick->seen.top = pick->at;
	if (rows && pick->at >= pick->seen.top + rows)
		pick->seen.top = pick->at - rows + 1;
	scroll_clamp(&pick->seen, n, rows);
}

bool entry_press(struct entry *entry, int key)
{
	char bytes[4];
	size_t n;

	if (key == CTRL_U) {
		entry->n = 0;
	} else if (key == PRESS_BACKSPACE) {
		while (entry->n && ((unsigned char)entry->text[--entry->n] & 0xC0) == 0x80)
			;
	} else {
		if (key < ' ' || key >= PRESS_UP || !text_is_safe((uint32_t)key))
			return false;
		n = text_encode((uint32_t)key, bytes);
		if (entry->n + n < sizeof(entry->text)) {
			memcpy(entry->text + entry->n, bytes, n);
			entry->n += n;
		}
	}
	entry->text[entry->n] = '\0';
	return true;
}
