#include "tui/guess.h"

#include "learn/answer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Up to which factor a difference is said in per cent. */
static const double percent_factor = 2;

void guess_init(struct guess *guess)
{
	*guess = (struct guess){0};
	buf_init(&guess->verdict);
}

void guess_done(struct guess *guess)
{
	buf_done(&guess->verdict);
}

void guess_begin(struct guess *guess, const struct demo_value *value)
{
	buf_clear(&guess->verdict);
	guess->state = GUESS_SETTING;
	snprintf(guess->name, sizeof(guess->name), "%s", value->name);
	guess->is_number = !value->is_text;
}

bool guess_take(struct guess *guess, const char *typed, char *hint)
{
	char why[ANSWER_HINT_BYTES];

	if (guess->is_number && !answer_read_number(typed, &guess->number, why)) {
		snprintf(hint, GUESS_BYTES, "%.*s", GUESS_BYTES - 1, why);
		return false;
	}
	snprintf(guess->said, sizeof(guess->said), "%s", typed);
	guess->state = GUESS_SAID;
	return true;
}

/* How far a guess is from the value, in words. */
static void say_distance(struct buf *out, double guess, double value)
{
	double factor = guess / value;
	const char *side = fabs(guess) > fabs(value) ? "high" : "low";

	if (guess == value)
		buf_puts(out, "exactly");
	else if (!(factor > 0) || !isfinite(factor))
		buf_printf(out, "off by %.3g", fabs(guess - value));
	else if (factor < percent_factor && factor > 1 / percent_factor)
		buf_printf(out, "%.2g %% too %s", 100 * fabs(factor - 1), side);
	else
		buf_printf(out, "a factor of %.3g too %s", factor > 1 ? factor : 1 / factor, side);
}

void guess_judge(struct guess *guess, const struct demo_result *result)
{
	const struct demo_value *v = result_value(result, guess->name);

	guess->state = GUESS_NONE;
	buf_clear(&guess->verdict);
	if (!v || v->is_text == guess->is_number) {
		buf_printf(&guess->verdict, "There is no %s at this setting.", guess->name);
		return;
	}
	buf_printf(&guess->verdict, "%s: you guessed %s, it is ", guess->name, guess->said);
	if (v->is_text) {
		buf_printf(&guess->verdict, "%s", v->text);
		return;
	}
	buf_printf(&guess->verdict, "%.4g: ", v->number);
	say_distance(&guess->verdict, guess->number, v->number);
	buf_putc(&guess->verdict, '.');
}

bool guess_hides(const struct guess *guess, const char *name)
{
	return guess->state != GUESS_NONE && strcmp(guess->name, name) == 0;
}
