#include "base/sha256.h"

#include <check.h>
#include <string.h>

/* FIPS 180-4's examples, as NIST publishes them. */
static const struct {
	const char *part;
	size_t times;
	const char *hex;
} vectors[] = {
	{"", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	{"abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
	{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
		"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
	{"a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
};

START_TEST(sha256_matches_the_published_examples)
{
	char hex[SHA256_HEX];
	struct sha256 h;

	sha256_init(&h);
	for (size_t i = 0; i < vectors[_i].times; i++)
		sha256_add(&h, vectors[_i].part, strlen(vectors[_i].part));
	sha256_end_hex(&h, hex);
	ck_assert_str_eq(hex, vectors[_i].hex);
}
END_TEST

START_TEST(sha256_does_not_depend_on_where_the_bytes_are_cut)
{
	char text[300], whole[SHA256_HEX], parts[SHA256_HEX];
	struct sha256 h;

	memset(text, 'x', sizeof(text));
	sha256_init(&h);
	sha256_add(&h, text, sizeof(text));
	sha256_end_hex(&h, whole);
	for (size_t cut = 0; cut <= sizeof(text); cut++) {
		sha256_init(&h);
		sha256_add(&h, text, cut);
		sha256_add(&h, text + cut, sizeof(text) - cut);
		sha256_end_hex(&h, parts);
		ck_assert_str_eq(parts, whole);
	}
}
END_TEST

Suite *sha256_suite(void)
{
	Suite *s = suite_create("sha256");
	TCase *t = tcase_create("sha256");

	tcase_add_loop_test(t, sha256_matches_the_published_examples, 0,
		(int)(sizeof(vectors) / sizeof(vectors[0])));
	tcase_add_test(t, sha256_does_not_depend_on_where_the_bytes_are_cut);
	suite_add_tcase(s, t);
	return s;
}
