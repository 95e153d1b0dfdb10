/*
 * A pack's index kept in a file of our own: a header, one record a question,
 * then all strings, each with its NUL. The file is of this machine and version
 * only. It may be damaged or not ours: nothing in it is believed unchecked.
 */
#include "base/buf.h"
#include "base/paths.h"
#include "pack/index.h"
#include "pack/names.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Change the number whenever the layout, or what a pack's index is, changes. */
static const char magic[16] = "gradus index 01";

/* File times may be this coarse. */
enum { RACY_SECONDS = 2 };

enum { HAS_PAGE = 1, HAS_DEMO = 2, HAS_ASKED = 4 };

struct record {
	int32_t number, line, col;
	uint16_t level, flags;
	uint32_t slug, title, asked; /* offsets of strings */
};

struct header {
	char magic[16];
	struct index_key key;
	uint64_t checksum; /* of the file with 0 here */
	uint64_t n_records, n_strings;
	/* Offsets of strings. */
	uint32_t path, name, title, description, authors, licence, version, unused;
};

static bool file_key(struct file_key *key, const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return false;
	key->device = (uint64_t)st.st_dev;
	key->inode = (uint64_t)st.st_ino;
	key->size = S_ISDIR(st.st_mode) ? 0 : (uint64_t)st.st_size;
	key->seconds = (int64_t)st.st_mtim.tv_sec;
	key->nanoseconds = (int64_t)st.st_mtim.tv_nsec;
	return true;
}

bool index_key_read(struct index_key *key, const char *folder)
{
	struct buf path;
	bool ok;

	*key = (struct index_key){0};
	buf_init(&path);
	buf_printf(&path, "%s/pack.yaml", folder);
	ok = buf_status(&path) == STATUS_OK && file_key(&key->yaml, path.data) &&
	     file_key(&key->folder, folder);
	buf_done(&path);
	return ok;
}

/* Finds damage, not malice. */
static uint64_t checksum(const char *s, size_t n)
{
	uint64_t h = n, word = 0;

	for (; n >= sizeof(word); s += sizeof(word), n -= sizeof(word)) {
		memcpy(&word, s, sizeof(word));
		h = (h ^ word) * 0x9E3779B97F4A7C15U;
		h ^= h >> 32;
	}
	word = 0;
	memcpy(&word, s, n);
	h = (h ^ word) * 0x9E3779B97F4A7C15U;
	return h ^ h >> 32;
}

/* The file of a pack: named by the hash of where the pack is. */
static void cache_path(struct buf *path, const char *cache_folder, const char *real)
{
	buf_printf(path, "%s/pack-%016llx.index", cache_folder,
		(unsigned long long)checksum(real, strlen(real)));
}

/* The whole file in the pack's arena; NULL if there is none. */
static char *read_file(struct arena *arena, const char *path, size_t *n)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	size_t size = 0;
	char *data = NULL;
	ssize_t got = 0;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
		st.st_size < UINT32_MAX) {
		size = (size_t)st.st_size;
		data = arena_alloc(arena, size);
	}
	*n = 0;
	while (data && *n < size && (got = read(fd, data + *n, size - *n)) > 0)
		*n += (size_t)got;
	close(fd);
	return *n == size ? data : NULL;
}

static bool is_sound(const char *data, size_t n, const struct index_key *key, const char *real)
{
	struct header h;
	const char *strings;
	uint64_t sum;

	if (n < sizeof(h))
		return false;
	memcpy(&h, data, sizeof(h));
	if (memcmp(h.magic, magic, sizeof(magic)) != 0 || memcmp(&h.key, key, sizeof(*key)) != 0)
		return false;
	if (h.n_records > UINT32_MAX || h.n_strings > UINT32_MAX || !h.n_strings ||
		n != sizeof(h) + h.n_records * sizeof(struct record) + h.n_strings ||
		data[n - 1] != '\0')
		return false;
	strings = data + sizeof(h) + h.n_records * sizeof(struct record);
	if (h.path >= h.n_strings || strcmp(strings + h.path, real) != 0)
		return false;
	if (h.name >= h.n_strings || h.title >= h.n_strings || h.description >= h.n_strings ||
		h.authors >= h.n_strings || h.licence >= h.n_strings || h.version >= h.n_strings)
		return false;
	sum = h.checksum;
	h.checksum = 0;
	return sum ==
	       (checksum((const char *)&h, sizeof(h)) ^ checksum(data + sizeof(h), n - sizeof(h)));
}

static bool load_question(struct pack *pack, struct question *q, const struct record *r,
	const char *strings, uint64_t n_strings)
{
	if (r->number < 1 || r->number > NUMBER_MAX || r->level >= LEVEL_NONE ||
		r->slug >= n_strings || r->title >= n_strings || r->asked >= n_strings)
		return false;
	q->number = r->number;
	q->level = (enum level)r->level;
	q->line = r->line;
	q->col = r->col;
	q->slug = strings + r->slug;
	q->title = strings + r->title;
	if (r->flags & HAS_ASKED)
		q->asked = strings + r->asked;
	/* It becomes a part of a path. */
	if (!is_slug(q->slug, strlen(q->slug)))
		return false;
	if (r->flags & HAS_PAGE && !(q->path = question_path(pack, q, ".md")))
		return false;
	return !(r->flags & HAS_DEMO) || (q->demo = question_path(pack, q, ".c"));
}

static bool load(struct pack *pack, const char *data)
{
	const struct header *h = (const struct header *)data;
	const struct record *records = (const struct record *)(h + 1);
	const char *strings = (const char *)(records + h->n_records);

	pack->name = strings + h->name;
	pack->title = strings + h->title;
	pack->description = strings + h->description;
	pack->authors = strings + h->authors;
	pack->licence = strings + h->licence;
	pack->version = strings + h->version;
	pack->questions = arena_array(pack->memory, h->n_records, sizeof(*pack->questions));
	pack->n_questions = h->n_records;
	if (!pack->questions)
		return false;
	for (size_t i = 0; i < pack->n_questions; i++)
		if (!load_question(pack, &pack->questions[i], &records[i], strings, h->n_strings))
			return false;
	return true;
}

bool cache_load(struct pack *pack, const struct index_key *key, const char *cache_folder)
{
	char *real = realpath(pack->folder, NULL), *data = NULL;
	struct buf path;
	bool ok = false;
	size_t n;

	buf_init(&path);
	if (real)
		cache_path(&path, cache_folder, real);
	if (real && buf_status(&path) == STATUS_OK)
		data = read_file(pack->memory, path.data, &n);
	if (data && is_sound(data, n, key, real))
		ok = load(pack, data);
	if (!ok)
		*pack = (struct pack){.folder = pack->folder, .memory = pack->memory};
	buf_done(&path);
	free(real);
	return ok;
}

/* Appends a string with its NUL; returns its offset. */
static uint32_t put(struct buf *strings, const char *s)
{
	size_t at = strings->n;

	buf_add(strings, s, strlen(s) + 1);
	return (uint32_t)at;
}

static void put_records(struct buf *records, struct buf *strings, const struct pack *pack)
{
	for (size_t i = 0; i < pack->n_questions; i++) {
		const struct question *q = &pack->questions[i];
		struct record r = {.number = q->number,
			.line = q->line,
			.col = q->col,
			.level = (uint16_t)q->level};

		r.flags = (uint16_t)((q->path ? HAS_PAGE : 0) | (q->demo ? HAS_DEMO : 0) |
				     (q->asked ? HAS_ASKED : 0));
		r.slug = put(strings, q->slug);
		r.title = put(strings, q->title);
		if (q->asked)
			r.asked = put(strings, q->asked);
		buf_add(records, &r, sizeof(r));
	}
}

/* Writes the parts to a new file that takes the old one's place at once. */
static void replace_file(const char *path, const struct header *h, const struct buf *records)
{
	struct buf temporary;
	bool ok;
	int fd;

	buf_init(&temporary);
	buf_printf(&temporary, "%s.XXXXXX", path);
	fd = buf_status(&temporary) == STATUS_OK ? mkostemp(temporary.data, O_CLOEXEC) : -1;
	if (fd >= 0) {
		ok = write(fd, h, sizeof(*h)) == (ssize_t)sizeof(*h) &&
		     write(fd, records->data, records->n) == (ssize_t)records->n;
		ok = close(fd) == 0 && ok;
		if (!ok || rename(temporary.data, path) != 0)
			unlink(temporary.data);
	}
	buf_done(&temporary);
}

static bool is_racy(const struct index_key *key)
{
	struct timespec now;

	return clock_gettime(CLOCK_REALTIME, &now) != 0 ||
	       now.tv_sec - key->yaml.seconds <= RACY_SECONDS ||
	       now.tv_sec - key->folder.seconds <= RACY_SECONDS;
}

static void store(const struct pack *pack, const struct index_key *key, const char *cache_folder,
	const char *real)
{
	struct header h = {.key = *key, .n_records = pack->n_questions};
	struct buf path, records, strings;

	buf_init(&path);
	buf_init(&records);
	buf_init(&strings);
	memcpy(h.magic, magic, sizeof(magic));
	h.path = put(&strings, real);
	h.name = put(&strings, pack->name);
	h.title = put(&strings, pack->title);
	h.description = put(&strings, pack->description);
	h.authors = put(&strings, pack->authors);
	h.licence = put(&strings, pack->licence);
	h.version = put(&strings, pack->version);
	put_records(&records, &strings, pack);
	h.n_strings = strings.n;
	buf_add(&records, strings.data, strings.n);
	cache_path(&path, cache_folder, real);
	if (buf_status(&path) == STATUS_OK && buf_status(&records) == STATUS_OK &&
		buf_status(&strings) == STATUS_OK && records.n < UINT32_MAX - sizeof(h)) {
		h.checksum =
			checksum((const char *)&h, sizeof(h)) ^ checksum(records.data, records.n);
		replace_file(path.data, &h, &records);
	}
	buf_done(&path);
	buf_done(&records);
	buf_done(&strings);
}

void cache_store(const struct pack *pack, const struct index_key *key, const char *cache_folder)
{
	char *real;

	if (is_racy(key) || paths_make_folder(cache_folder) != STATUS_OK)
		return;
	real = realpath(pack->folder, NULL);
	if (real)
		store(pack, key, cache_folder, real);
	free(real);
}
