#include "pack/index.h"

#include <string.h>

/* FNV-1a, 64 bits, its upper half folded in. */
static uint32_t hash_bytes(const char *s, size_t n)
{
	uint64_t h = 0xCBF29CE484222325U;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 0x100000001B3U;
	return (uint32_t)(h ^ h >> 32);
}

/* Fibonacci hashing: neighbouring numbers spread over the table. */
static uint32_t hash_number(int number)
{
	return (uint32_t)((uint64_t)number * 0x9E3779B97F4A7C15U >> 32);
}

/* The slot that holds the question of this slug, or the free one for it. */
static struct slot *slot_of_slug(
	const struct lookup *l, const struct pack *pack, const char *slug, size_t n)
{
	uint32_t hash = hash_bytes(slug, n);
	size_t i = hash & l->mask;

	for (; l->by_slug[i].question; i = (i + 1) & l->mask) {
		const char *other;

		if (l->by_slug[i].hash != hash)
			continue;
		other = pack->questions[l->by_slug[i].question - 1].slug;
		if (!strncmp(other, slug, n) && !other[n])
			return &l->by_slug[i];
	}
	l->by_slug[i].hash = hash;
	return &l->by_slug[i];
}

static struct slot *slot_of_number(const struct lookup *l, const struct pack *pack, int number)
{
	size_t i = hash_number(number) & l->mask;

	while (l->by_number[i].question &&
		pack->questions[l->by_number[i].question - 1].number != number)
		i = (i + 1) & l->mask;
	return &l->by_number[i];
}

static void add(
	struct lookup *l, const struct pack *pack, size_t i, const char *file, struct diags *diags)
{
	const struct question *q = &pack->questions[i];
	struct slot *slug = slot_of_slug(l, pack, q->slug, strlen(q->slug));
	struct slot *number = slot_of_number(l, pack, q->number);

	if (slug->question)
		diags_add(diags, file, q->line, q->col,
			"slug '%s' is that of the question at line %d too", q->slug,
			pack->questions[slug->question - 1].line);
	else
		slug->question = (uint32_t)i + 1;
	if (number->question)
		diags_add(diags, file, q->line, q->col,
			"number %d is that of the question at line %d too", q->number,
			pack->questions[number->question - 1].line);
	else
		number->question = (uint32_t)i + 1;
}

enum status lookup_init(
	struct lookup *lookup, const struct pack *pack, const char *file, struct diags *diags)
{
	size_t size = 16;

	while (size < 2 * pack->n_questions)
		size *= 2;
	lookup->mask = size - 1;
	lookup->by_slug = arena_array(pack->memory, size, sizeof(*lookup->by_slug));
	lookup->by_number = arena_array(pack->memory, size, sizeof(*lookup->by_number));
	if (!lookup->by_slug || !lookup->by_number)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < pack->n_questions; i++)
		add(lookup, pack, i, file, diags);
	return STATUS_OK;
}

const struct question *lookup_slug(
	const struct lookup *lookup, const struct pack *pack, const char *slug, size_t n)
{
	uint32_t found = slot_of_slug(lookup, pack, slug, n)->question;

	return found ? &pack->questions[found - 1] : NULL;
}

const struct question *lookup_number(
	const struct lookup *lookup, const struct pack *pack, int number)
{
	uint32_t found = slot_of_number(lookup, pack, number)->question;

	return found ? &pack->questions[found - 1] : NULL;
}
