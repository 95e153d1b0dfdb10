#include "pack/pack.h"

#include "base/arena.h"
#include "base/buf.h"
#include "pack/index.h"
#include "pack/names.h"

#include <string.h>

enum { MAX_INDEX_BYTES = 256 * 1024 * 1024 };

static const char *const level_names[] = {
	[LEVEL_BEGINNER] = "beginner",
	[LEVEL_INTERMEDIATE] = "intermediate",
	[LEVEL_SENIOR] = "senior",
	[LEVEL_NONE] = "",
};

const char *level_name(enum level level)
{
	return (unsigned int)level < LEVEL_NONE ? level_names[level] : "";
}

enum level level_from_name(const char *name)
{
	for (int level = 0; level < LEVEL_NONE; level++)
		if (!strcmp(level_names[level], name))
			return (enum level)level;
	return LEVEL_NONE;
}

/* Reads pack.yaml and the folder. */
static enum status build(struct pack *pack, struct diags *diags)
{
	const char *path = arena_printf(pack->memory, "%s/pack.yaml", pack->folder);
	struct lookup lookup;
	struct source source;
	struct buf text;
	enum status status;

	if (!path)
		return STATUS_NO_MEMORY;
	buf_init(&text);
	status = buf_read_file(&text, path, MAX_INDEX_BYTES);
	if (status == STATUS_OK)
		status = source_init(&source, pack->memory, path, text.data, text.n);
	if (status == STATUS_OK)
		status = index_parse(pack, &source, diags);
	if (status == STATUS_OK)
		status = lookup_init(&lookup, pack, path, diags);
	if (status == STATUS_OK)
		status = folder_match(pack, &lookup, diags);
	buf_done(&text);
	return status;
}

/* Opens by what is kept, or else reads and keeps it. */
static enum status open_kept(struct pack *pack, const char *cache_folder, struct diags *diags)
{
	struct index_key before = {0}, after = {0};
	bool has_key = cache_folder && index_key_read(&before, pack->folder);
	size_t n_diags = diags->n;
	enum status status;

	if (has_key && cache_load(pack, &before, cache_folder))
		return STATUS_OK;
	status = arena_status(pack->memory) == STATUS_OK ? build(pack, diags) : STATUS_NO_MEMORY;
	if (status == STATUS_OK && has_key && diags->n == n_diags &&
		index_key_read(&after, pack->folder) && !memcmp(&before, &after, sizeof(before)))
		cache_store(pack, &before, cache_folder);
	return status;
}

enum status pack_open(
	struct pack *pack, const char *folder, const char *cache_folder, struct diags *diags)
{
	enum status status = STATUS_NO_MEMORY;

	*pack = (struct pack){.memory = arena_new()};
	if (pack->memory)
		pack->folder = arena_strdup(pack->memory, folder);
	if (pack->folder)
		status = open_kept(pack, cache_folder, diags);
	if (status == STATUS_OK)
		status = diags->status;
	if (status != STATUS_OK)
		pack_done(pack);
	return status;
}

void pack_done(struct pack *pack)
{
	arena_free(pack->memory);
	*pack = (struct pack){0};
}

const struct question *pack_find(const struct pack *pack, const char *name)
{
	int number = number_read(name, strlen(name));

	for (size_t i = 0; i < pack->n_questions; i++)
		if (!strcmp(pack->questions[i].slug, name))
			return &pack->questions[i];
	for (size_t i = 0; number && i < pack->n_questions; i++)
		if (pack->questions[i].number == number)
			return &pack->questions[i];
	return NULL;
}
