#include "store/fulltext.h"

#include <check.h>
#include <string.h>

static struct fulltext *sample(void)
{
	struct fulltext *f;

	ck_assert_int_eq(fulltext_new(&f), STATUS_OK);
	fulltext_add(f, 7, "l2-penalty", "Ridge",
		"L2 shrinks the coefficients.\nThe penalty is smooth.");
	fulltext_add(f, 8, "l1-penalty", "Lasso",
		"L1 sets coefficients to zero: its penalty has a kink.");
	fulltext_add(f, 9, "descent", "Gradient descent",
		"Steps go downhill. A penalty, a penalty, a penalty.");
	return f;
}

START_TEST(search_finds_texts_that_have_all_words)
{
	struct fulltext *f = sample();
	struct fulltext_hit hits[4];
	size_t n;

	ck_assert_int_eq(fulltext_search(f, "penalty KINK", hits, 4, &n), STATUS_OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_uint_eq(hits[0].id, 8);
	ck_assert_ptr_nonnull(strstr(hits[0].body.data, "a \1kink\2."));
	fulltext_hits_done(hits, n);
	fulltext_free(f);
}
END_TEST

START_TEST(search_ranks_titles_first_and_falls_back_to_any_word)
{
	struct fulltext *f = sample();
	struct fulltext_hit hits[4];
	size_t n;

	fulltext_add(f, 10, "else", "Something else", "Here the gradient is small.");
	ck_assert_int_eq(fulltext_search(f, "gradients", hits, 4, &n), STATUS_OK);
	ck_assert_uint_eq(n, 2);
	ck_assert_uint_eq(hits[0].id, 9);
	fulltext_hits_done(hits, n);
	ck_assert_int_eq(fulltext_search(f, "kink downhill", hits, 4, &n), STATUS_OK);
	ck_assert_uint_eq(n, 2);
	fulltext_hits_done(hits, n);
	fulltext_free(f);
}
END_TEST

START_TEST(a_name_finds_its_own_text_and_texts_without_a_body_come_last)
{
	struct fulltext *f = sample();
	struct fulltext_hit hits[4];
	size_t n;

	fulltext_add(f, 10, "to-come", "L1 penalty", "");
	ck_assert_int_eq(fulltext_search(f, "penalty", hits, 4, &n), STATUS_OK);
	ck_assert_uint_eq(n, 4);
	ck_assert_uint_eq(hits[3].id, 10);
	fulltext_hits_done(hits, n);
	ck_assert_int_eq(fulltext_search(f, "to-come", hits, 4, &n), STATUS_OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_uint_eq(hits[0].id, 10);
	fulltext_hits_done(hits, n);
	fulltext_add(f, 11, "about-penalties", "Descent descent", "Descent, descent, descent.");
	ck_assert_int_eq(fulltext_search(f, "descent", hits, 4, &n), STATUS_OK);
	ck_assert_uint_eq(n, 2);
	ck_assert_uint_eq(hits[0].id, 9);
	fulltext_hits_done(hits, n);
	fulltext_free(f);
}
END_TEST

START_TEST(search_takes_operators_and_quotes_as_words)
{
	static const char *const rows[] = {"\"", "a\"b", "NOT", "title:", "*", "(", "^x",
		"NEAR(a b)", "", "   ", "- -", "\"\" OR \"", "{body}: x"};
	struct fulltext *f = sample();
	struct fulltext_hit hits[4];
	size_t n;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ck_assert_msg(fulltext_search(f, rows[i], hits, 4, &n) == STATUS_OK, "%s", rows[i]);
		fulltext_hits_done(hits, n);
	}
	fulltext_free(f);
}
END_TEST

START_TEST(search_completes_the_last_word)
{
	struct fulltext *f = sample();
	struct fulltext_hit hits[4];
	size_t n;

	ck_assert_int_eq(fulltext_search(f, "downh", hits, 4, &n), STATUS_OK);
	ck_assert_uint_eq(n, 1);
	fulltext_hits_done(hits, n);
	fulltext_free(f);
}
END_TEST

Suite *fulltext_suite(void)
{
	Suite *s = suite_create("fulltext");
	TCase *t = tcase_create("fulltext");

	tcase_add_test(t, search_finds_texts_that_have_all_words);
	tcase_add_test(t, search_ranks_titles_first_and_falls_back_to_any_word);
	tcase_add_test(t, a_name_finds_its_own_text_and_texts_without_a_body_come_last);
	tcase_add_test(t, search_takes_operators_and_quotes_as_words);
	tcase_add_test(t, search_completes_the_last_word);
	suite_add_tcase(s, t);
	return s;
}
