/*
 * Answers as people write them, and whether they are right. Pure.
 */
#ifndef GRADUS_LEARN_ANSWER_H
#define GRADUS_LEARN_ANSWER_H

#include "pack/document.h"

#include <stdbool.h>
#include <stddef.h>

enum { ANSWER_HINT_BYTES = 128, ANSWER_MAX_CHOICES = 26 };

/*
 * Reads a number: "0.5", "-3", "1e-3", "1/3", "5 %" (which is 0.05),
 * "2.3×10⁻⁷", "2.3*10^-7", "10^-3", with a hyphen or a real minus, also behind
 * "=" or "≈". Nothing else may stand around it.
 *
 * Refused, with one line in `hint` that says what to write instead: a comma
 * ("0,001" may be a thousandth or one thousand), words, "inf" and "nan", a
 * division by zero, what no double holds. False then, and *value is 0.
 */
bool answer_read_number(const char *text, double *value, char hint[ANSWER_HINT_BYTES]);

/*
 * Reads letters or numbers of options, "b", "a c", "a, c", "ac", "1 3", each at
 * most once. picked[0..*n) gets their places from 0, in the order written.
 * False with a hint if it is anything else, or nothing.
 */
bool answer_read_choices(const char *text, size_t n_choices, size_t picked[ANSWER_MAX_CHOICES],
	size_t *n, char hint[ANSWER_HINT_BYTES]);

/*
 * Is what was picked right? picked[0..n) are indices of item->choices: all the
 * right ones and no other (single, multiple), all in their order (order).
 */
bool answer_choices_right(const struct quiz_item *item, const size_t *picked, size_t n);

/*
 * Is `given` within the tolerance of `key`? The edge belongs to it:
 *
 *     |given - key| <= tolerance           (absolute)
 *     |given - key| <= tolerance * |key|   (relative)
 *
 * where both sides are decimal numbers to the person who answers: 1.1 is
 * within 10 % of 1 although the doubles differ by more than 0.1, so the right
 * side has 4 units of the last binary place of the larger number added. What
 * is not finite is never right.
 */
bool answer_number_right(double given, double key, double tolerance, bool is_relative);

enum { ANSWER_NO_DIAGNOSIS = -1 };

/* The one of wrong[0..n) that `given` is: within the item's tolerance of it,
 * the nearest by difference, the first of equals. ANSWER_NO_DIAGNOSIS if none. */
int answer_diagnose(
	double given, const double *wrong, size_t n, double tolerance, bool is_relative);

#endif
