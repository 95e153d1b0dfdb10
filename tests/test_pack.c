#include "pack/pack.h"

#include "base/arena.h"
#include "support/memory.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* A world of its own for each test: a pack's folder and one for the cache. */
static char world[64], folder[96], cache[96];
static struct pack pack;
static struct diags diags;

static const char head[] = "name: small\n"
			   "title: A small pack\n"
			   "description: For tests\n"
			   "authors: [Ada, Emmy]\n"
			   "licence: CC0\n"
			   "version: \"1.0\"\n"
			   "questions:\n";
#define LIST \
	"  - {number: 1, slug: one, level: beginner, title: What is one?}\n" \
	"  - {number: 2, slug: two-more, level: senior, title: \"Two, or: more?\", asked: " \
	"Why?}\n"

static const char *in_folder(const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static void write_file(const char *name, const char *a, const char *b)
{
	FILE *f = fopen(in_folder(name), "w");

	ck_assert_ptr_nonnull(f);
	fputs(a, f);
	fputs(b, f);
	ck_assert_int_eq(fclose(f), 0);
}

static void set_up(void)
{
	snprintf(world, sizeof(world), "/tmp/gradus-test-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(world));
	snprintf(folder, sizeof(folder), "%s/small", world);
	snprintf(cache, sizeof(cache), "%s/cache", world);
	ck_assert_int_eq(mkdir(folder, 0700), 0);
	write_file("pack.yaml", head, LIST);
	diags_init(&diags);
}

static void tear_down(void)
{
	char command[128];

	pack_done(&pack);
	diags_done(&diags);
	snprintf(command, sizeof(command), "rm -r %s", world);
	ck_assert_int_eq(system(command), 0);
}

static void open_pack(const char *cache_folder)
{
	ck_assert_int_eq(pack_open(&pack, folder, cache_folder, &diags), STATUS_OK);
}

/* The diags as "file:line:col: message" lines, without the folder's path. */
static void assert_diags(const char *wanted)
{
	struct buf found;

	buf_init(&found);
	diags_sort(&diags);
	for (size_t i = 0; i < diags.n; i++) {
		const struct diag *d = &diags.items[i];
		const char *name = strrchr(d->file, '/');

		buf_printf(&found, "%s:%d:%d: %s\n", name ? name + 1 : d->file, d->line, d->col,
			d->message);
	}
	ck_assert_str_eq(found.data, wanted);
	buf_done(&found);
}

START_TEST(a_pack_is_read_in_order)
{
	write_file("001-one.md", "", "");
	write_file("001-one.c", "", "");
	write_file("README.md", "", "");
	open_pack(NULL);
	assert_diags("");
	ck_assert_str_eq(pack.name, "small");
	ck_assert_str_eq(pack.title, "A small pack");
	ck_assert_str_eq(pack.description, "For tests");
	ck_assert_str_eq(pack.authors, "Ada, Emmy");
	ck_assert_str_eq(pack.licence, "CC0");
	ck_assert_str_eq(pack.version, "1.0");
	ck_assert_uint_eq(pack.n_questions, 2);
	ck_assert_int_eq(pack.questions[0].number, 1);
	ck_assert_int_eq(pack.questions[0].level, LEVEL_BEGINNER);
	ck_assert_str_eq(pack.questions[0].path, in_folder("001-one.md"));
	ck_assert_str_eq(pack.questions[0].demo, in_folder("001-one.c"));
	ck_assert_ptr_null(pack.questions[0].asked);
	ck_assert_str_eq(pack.questions[1].title, "Two, or: more?");
	ck_assert_str_eq(pack.questions[1].asked, "Why?");
	ck_assert_ptr_null(pack.questions[1].path);
	ck_assert_int_eq(pack.questions[1].line, 9);
}
END_TEST

START_TEST(a_question_is_found_by_slug_and_number)
{
	open_pack(NULL);
	ck_assert_ptr_eq(pack_find(&pack, "two-more"), &pack.questions[1]);
	ck_assert_ptr_eq(pack_find(&pack, "2"), &pack.questions[1]);
	ck_assert_ptr_eq(pack_find(&pack, "001"), &pack.questions[0]);
	ck_assert_ptr_null(pack_find(&pack, "3"));
	ck_assert_ptr_null(pack_find(&pack, "two"));
	ck_assert_ptr_null(pack_find(&pack, ""));
	ck_assert_ptr_null(pack_find(&pack, "99999999999999999999"));
}
END_TEST

START_TEST(no_pack_yaml_is_an_io_error)
{
	ck_assert_int_eq(unlink(in_folder("pack.yaml")), 0);
	ck_assert_int_eq(pack_open(&pack, folder, NULL, &diags), STATUS_IO);
	ck_assert_ptr_null(pack.memory);
}
END_TEST

#define ENTRY(number, slug, level, title) \
	"  - {number: " number ", slug: " slug ", level: " level ", title: " title "}\n"

static const struct {
	const char *entries, *diags;
} list_rows[] = {
	{ENTRY("1", "a", "easy", "t"), "pack.yaml:8:33: unknown level 'easy'; expected beginner, "
				       "intermediate or senior\n"},
	{ENTRY("0", "a", "senior", "t"),
		"pack.yaml:8:14: '0' is no number; expected 1 to 9999999\n"},
	{ENTRY("one", "a", "senior", "t"),
		"pack.yaml:8:14: 'one' is no number; expected 1 to 9999999\n"},
	{ENTRY("[1]", "a", "senior", "t"), "pack.yaml:8:14: 'number' must be text here\n"},
	{ENTRY("1", "A_b", "senior", "t"),
		"pack.yaml:8:23: 'A_b' is no slug; expected at most 100 lower-case letters and "
		"digits, with single hyphens between words\n"},
	{"  - {number: 1, slug: a, title: t}\n",
		"pack.yaml:8:5: a question lacks the key 'level'\n"},
	{ENTRY("1", "a", "senior", "t, stars: 5"),
		"pack.yaml:8:51: unknown key 'stars' of a question; expected number, slug, level, "
		"title, asked\n"},
	{ENTRY("1", "a", "senior", "t, titel: u"),
		"pack.yaml:8:51: unknown key 'titel' of a question; did you mean 'title'?\n"},
	{ENTRY("1", "a", "senior", "t, slug: u"), "pack.yaml:8:51: 'slug' is given twice\n"},
	{ENTRY("1", "a", "senior", "t") ENTRY("1", "b", "senior", "t"),
		"pack.yaml:9:5: number 1 is that of the question at line 8 too\n"},
	{ENTRY("1", "a", "senior", "t") ENTRY("2", "a", "senior", "t"),
		"pack.yaml:9:5: slug 'a' is that of the question at line 8 too\n"},
	{"  - a\n", "pack.yaml:8:5: a question must be a mapping of keys to values\n"},
	{"  a: b\n", "pack.yaml:8:3: 'questions' must be a list\n"},
	{"  - {number: 1\n", NULL},
	{"  - &x {number: 1, slug: a, level: senior, title: t}\n  - *x\n",
		"pack.yaml:9:5: a question must be a mapping of keys to values\n"},
	{"nmae: x\n", "pack.yaml:7:11: 'questions' must be a list\n"
		      "pack.yaml:8:1: unknown key 'nmae' of pack.yaml; did you mean 'name'?\n"},
};

START_TEST(a_mistake_in_the_list_is_reported_where_it_is)
{
	write_file("pack.yaml", head, list_rows[_i].entries);
	open_pack(cache);
	if (list_rows[_i].diags)
		assert_diags(list_rows[_i].diags);
	else
		ck_assert_uint_eq(diags.n, 1);
}
END_TEST

START_TEST(all_mistakes_of_a_pack_are_reported_in_one_run)
{
	write_file("pack.yaml",
		"name: other\ntitle: t\nauthors: []\nlicence: {}\nversion: 1\nquestions:\n",
		ENTRY("5", "a", "easy", "t") ENTRY("x", "b", "senior", "t") LIST);
	write_file("001-one.md", "", "");
	write_file("003-two-more.md", "", "");
	write_file("001-uno.c", "", "");
	write_file("7-seven.md", "", "");
	write_file("1-one.md", "", "");
	open_pack(NULL);
	assert_diags(
		"001-uno.c:1:1: pack.yaml gives this number to 'one'\n"
		"003-two-more.md:1:1: pack.yaml's question of this slug belongs to "
		"'002-two-more.md'; rename the file, or correct the number there\n"
		"1-one.md:1:1: pack.yaml's question of this slug belongs to '001-one.md'; rename "
		"the file, or correct the number there\n"
		"7-seven.md:1:1: pack.yaml does not list it; expected its number, slug, level and "
		"title there\n"
		"pack.yaml:1:1: pack.yaml lacks the key 'description'\n"
		"pack.yaml:1:7: the pack's name is 'other', but its folder's 'small'; they must be "
		"the same\n"
		"pack.yaml:3:10: 'authors' is empty; expected text\n"
		"pack.yaml:4:10: 'licence' must be text here\n"
		"pack.yaml:7:33: unknown level 'easy'; expected beginner, intermediate or senior\n"
		"pack.yaml:8:14: 'x' is no number; expected 1 to 9999999\n");
	ck_assert_ptr_nonnull(pack_find(&pack, "one"));
}
END_TEST

START_TEST(the_fast_list_is_read_as_libyaml_reads_it)
{
	static const char *const titles[] = {"What is one?", "a 'b' c", "x - y", "é", "(a)", "-",
		"~", "a  b", "\"a  b \"", "\"a, b: c # d\"", "\"a\\\"b\"", "a # b", "a: b", "a:b",
		"'a'", "@a", "a ", "*a", "null", "1.5", "a\tb", "\"a", "a\"", "a\xE2\x80\xA8!",
		"[a]", "|", "a\\b", "\"\"", "a#b", "a?", "?a"};

	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		struct pack slow;
		struct diags other;
		char line[256];

		/* A key behind the list keeps the fast way out. */
		snprintf(line, sizeof(line),
			"  # comment\n\n  - {number: 1, slug: a, level: senior, title: %s}\n",
			titles[i]);
		write_file("pack.yaml", head, line);
		diags_init(&diags);
		open_pack(NULL);
		strcat(line, "  - {number: 2, slug: b, title: u, level: senior}\n");
		write_file("pack.yaml", head, line);
		diags_init(&other);
		ck_assert_int_eq(pack_open(&slow, folder, NULL, &other), STATUS_OK);
		ck_assert_uint_eq(diags.n, other.n);
		if (pack.n_questions && slow.n_questions == 2) {
			ck_assert_str_eq(pack.questions[0].title, slow.questions[0].title);
			ck_assert_int_eq(pack.questions[0].line, slow.questions[0].line);
			ck_assert_int_eq(pack.questions[0].col, slow.questions[0].col);
			ck_assert_str_eq(pack.version, slow.version);
		} else {
			ck_assert_uint_gt(diags.n, 0);
		}
		diags_done(&other);
		diags_done(&diags);
		pack_done(&slow);
		pack_done(&pack);
	}
}
END_TEST

START_TEST(a_list_key_inside_a_text_is_no_list)
{
	write_file("pack.yaml",
		"name: small\ntitle: t\nauthors: a\nlicence: l\nversion: v\ndescription: \"a\n"
		"questions:\n",
		"  - {number: 1, slug: a, level: senior, title: t}\n");
	ck_assert_int_eq(pack_open(&pack, folder, NULL, &diags), STATUS_OK);
	ck_assert_uint_gt(diags.n, 0);
	ck_assert_uint_eq(pack.n_questions, 0);
}
END_TEST

/* ---- the cache */

/* Sets the times of folder and pack.yaml so far back that they are trusted. */
static void age(void)
{
	const struct timespec times[2] = {{1700000000, 5}, {1700000000, 5}};

	ck_assert_int_eq(utimensat(AT_FDCWD, in_folder("pack.yaml"), times, 0), 0);
	ck_assert_int_eq(utimensat(AT_FDCWD, folder, times, 0), 0);
}

/* The path of the one file in the cache; "" if there is none. */
static const char *cached_file(void)
{
	static char path[256];
	char command[160];
	FILE *f;

	snprintf(command, sizeof(command), "ls %s/* 2>/dev/null", cache);
	path[0] = '\0';
	f = popen(command, "r");
	ck_assert_ptr_nonnull(f);
	if (fgets(path, sizeof(path), f))
		path[strcspn(path, "\n")] = '\0';
	pclose(f);
	return path;
}

/* Changes pack.yaml behind the cache's back: same size, same time, same inode. */
static void change_title(void)
{
	int fd = open(in_folder("pack.yaml"), O_WRONLY);
	char *at = strstr(head, "A small");

	ck_assert_int_eq(pwrite(fd, "B", 1, at - head), 1);
	close(fd);
	age();
}

static void fill_cache(void)
{
	write_file("001-one.md", "", "");
	write_file("002-two-more.c", "", "");
	age();
	open_pack(cache);
	pack_done(&pack);
	ck_assert_str_ne(cached_file(), "");
	change_title();
}

START_TEST(an_index_is_kept_and_used)
{
	fill_cache();
	open_pack(cache);
	ck_assert_str_eq(pack.title, "A small pack");
	ck_assert_str_eq(pack.authors, "Ada, Emmy");
	ck_assert_uint_eq(pack.n_questions, 2);
	ck_assert_str_eq(pack.questions[0].path, in_folder("001-one.md"));
	ck_assert_ptr_null(pack.questions[0].demo);
	ck_assert_ptr_null(pack.questions[0].asked);
	ck_assert_str_eq(pack.questions[1].asked, "Why?");
	ck_assert_str_eq(pack.questions[1].demo, in_folder("002-two-more.c"));
	ck_assert_int_eq(pack.questions[1].level, LEVEL_SENIOR);
	ck_assert_int_eq(pack.questions[1].line, 9);
	ck_assert_int_eq(pack.questions[1].col, 5);
}
END_TEST

START_TEST(a_kept_index_is_not_used_once_something_changed)
{
	const struct timespec times[2] = {{1700000000, 5}, {1700000000, 6}};

	fill_cache();
	ck_assert_int_eq(utimensat(AT_FDCWD, _i ? folder : in_folder("pack.yaml"), times, 0), 0);
	open_pack(cache);
	ck_assert_str_eq(pack.title, "B small pack");
}
END_TEST

START_TEST(a_new_page_is_seen)
{
	fill_cache();
	write_file("002-two-more.md", "", "");
	open_pack(cache);
	ck_assert_ptr_nonnull(pack.questions[1].path);
}
END_TEST

START_TEST(a_pack_just_changed_is_not_kept)
{
	open_pack(cache);
	ck_assert_str_eq(cached_file(), "");
}
END_TEST

START_TEST(a_pack_with_mistakes_is_not_kept)
{
	write_file("9-stray.md", "", "");
	age();
	open_pack(cache);
	ck_assert_str_eq(cached_file(), "");
}
END_TEST

START_TEST(a_cache_that_cannot_be_written_does_no_harm)
{
	age();
	open_pack("/dev/null/cache");
	ck_assert_uint_eq(pack.n_questions, 2);
}
END_TEST

START_TEST(a_damaged_index_is_ignored_wherever_it_is_damaged)
{
	struct buf kept;

	fill_cache();
	buf_init(&kept);
	ck_assert_int_eq(buf_read_file(&kept, cached_file(), 1 << 20), STATUS_OK);
	for (size_t i = 0; i <= kept.n; i++) {
		FILE *f = fopen(cached_file(), "w");

		/* A byte changed; at last, a byte short. */
		if (i < kept.n)
			kept.data[i] ^= 0x55;
		fwrite(kept.data, 1, i < kept.n ? kept.n : kept.n - 1, f);
		fclose(f);
		if (i < kept.n)
			kept.data[i] ^= 0x55;
		open_pack(cache);
		ck_assert_str_eq(pack.title, "B small pack");
		pack_done(&pack);
		f = fopen(cached_file(), "w");
		fwrite(kept.data, 1, kept.n, f);
		fclose(f);
	}
	open_pack(cache);
	ck_assert_str_eq(pack.title, "A small pack");
	buf_done(&kept);
}
END_TEST

/* ---- memory, size */

START_TEST(running_out_of_memory_leaves_no_pack)
{
	write_file("001-one.md", "", "");
	for (size_t i = 0;; i++) {
		struct diags found;
		enum status status;
		bool failed;

		diags_init(&found);
		memory_fail_after(i);
		status = pack_open(&pack, folder, _i ? cache : NULL, &found);
		failed = memory_restore();
		diags_done(&found);
		if (!failed) {
			ck_assert_int_eq(status, STATUS_OK);
			break;
		}
		if (status != STATUS_NO_MEMORY)
			ck_assert_int_eq(status, _i ? STATUS_OK : STATUS_NO_MEMORY);
		pack_done(&pack);
	}
}
END_TEST

START_TEST(the_shipped_pack_is_right)
{
	ck_assert_int_eq(pack_open(&pack, "questions/cost-functions", NULL, &diags), STATUS_OK);
	assert_diags("");
	ck_assert_uint_eq(pack.n_questions, 81);
	ck_assert_str_eq(pack_find(&pack, "75")->slug, "adam");
}
END_TEST

/* ---- front matter against the list */

START_TEST(a_page_that_disagrees_with_the_list_is_reported)
{
	static const struct {
		const char *text, *diags;
		size_t question;
	} rows[] = {
		{"---\ntitle: What is one?\nlevel: beginner\n---\n", "", 0},
		{"---\ntitle: What is two?\nlevel: senior\n---\n",
			"p.md:2:8: the title is 'What is two?', but pack.yaml says 'What is one?'\n"
			"p.md:3:8: the level is senior, but pack.yaml says beginner\n",
			0},
		{"---\ntitle: Why?\nalias: \"Two, or: more?\"\nlevel: senior\n---\n", "", 1},
		{"---\ntitle: Why?\nlevel: senior\n---\n",
			"p.md:1:1: the front matter lacks alias: Two, or: more?\n", 1},
		{"---\ntitle: Why?\nalias: Two\nlevel: senior\n---\n",
			"p.md:3:8: the alias is 'Two', but pack.yaml says 'Two, or: more?'\n", 1},
	};

	open_pack(NULL);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct front_matter front;

		ck_assert_int_eq(front_matter_parse(&front, arena, "p.md", rows[i].text,
					 strlen(rows[i].text), &diags),
			STATUS_OK);
		question_check_front(&pack.questions[rows[i].question], "p.md", &front, &diags);
		assert_diags(rows[i].diags);
		diags_done(&diags);
		arena_free(arena);
	}
}
END_TEST

/* ---- lessons */

START_TEST(lessons_are_listed_by_number_with_their_titles)
{
	struct lessons lessons;

	write_file("02-gradient-descent.md", "---\ntitle: Gradient descent\n---\n", "Text");
	write_file("01-cost.md", "\n# What a cost is #\n", "Text");
	write_file("README.md", "", "");
	ck_assert_int_eq(lessons_open(&lessons, folder, &diags), STATUS_OK);
	assert_diags("");
	ck_assert_uint_eq(lessons.n, 2);
	ck_assert_int_eq(lessons.items[0].number, 1);
	ck_assert_str_eq(lessons.items[0].title, "What a cost is");
	ck_assert_str_eq(lessons.items[1].title, "Gradient descent");
	ck_assert_str_eq(lessons.items[1].path, in_folder("02-gradient-descent.md"));
	ck_assert_ptr_eq(lessons_find(&lessons, "cost"), &lessons.items[0]);
	ck_assert_ptr_eq(lessons_find(&lessons, "2"), &lessons.items[1]);
	ck_assert_ptr_null(lessons_find(&lessons, "3"));
	lessons_done(&lessons);
}
END_TEST

START_TEST(lessons_without_title_or_with_one_number_are_reported)
{
	struct lessons lessons;

	write_file("01-a.md", "Text", "");
	write_file("01-b.md", "# B\n", "");
	write_file("02-b.md", "# B\n", "");
	ck_assert_int_eq(lessons_open(&lessons, folder, &diags), STATUS_OK);
	ck_assert_uint_eq(diags.n, 3);
	ck_assert_str_eq(lessons.items[0].title, "a");
	lessons_done(&lessons);
	ck_assert_int_eq(lessons_open(&lessons, in_folder("none"), &diags), STATUS_IO);
}
END_TEST

Suite *pack_suite(void)
{
	Suite *s = suite_create("pack");
	TCase *t = tcase_create("pack");

	/* One test opens a pack for every byte of its index. */
	tcase_set_timeout(t, 60);

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_test(t, a_pack_is_read_in_order);
	tcase_add_test(t, a_question_is_found_by_slug_and_number);
	tcase_add_test(t, no_pack_yaml_is_an_io_error);
	tcase_add_loop_test(t, a_mistake_in_the_list_is_reported_where_it_is, 0,
		sizeof(list_rows) / sizeof(list_rows[0]));
	tcase_add_test(t, all_mistakes_of_a_pack_are_reported_in_one_run);
	tcase_add_test(t, the_fast_list_is_read_as_libyaml_reads_it);
	tcase_add_test(t, a_list_key_inside_a_text_is_no_list);
	tcase_add_test(t, an_index_is_kept_and_used);
	tcase_add_loop_test(t, a_kept_index_is_not_used_once_something_changed, 0, 2);
	tcase_add_test(t, a_new_page_is_seen);
	tcase_add_test(t, a_pack_just_changed_is_not_kept);
	tcase_add_test(t, a_pack_with_mistakes_is_not_kept);
	tcase_add_test(t, a_cache_that_cannot_be_written_does_no_harm);
	tcase_add_test(t, a_damaged_index_is_ignored_wherever_it_is_damaged);
	tcase_add_loop_test(t, running_out_of_memory_leaves_no_pack, 0, 2);
	tcase_add_test(t, the_shipped_pack_is_right);
	tcase_add_test(t, a_page_that_disagrees_with_the_list_is_reported);
	tcase_add_test(t, lessons_are_listed_by_number_with_their_titles);
	tcase_add_test(t, lessons_without_title_or_with_one_number_are_reported);
	suite_add_tcase(s, t);
	return s;
}
