#include "pack/index.h"

#include "pack/names.h"
#include "pack/yaml_read.h"

#include <string.h>

/* The list of questions while it is read. */
struct list {
	struct pack *pack;
	size_t cap;
	bool is_read; /* already, by fast_list_read: libyaml is given nothing of it */
	bool is_void; /* and finds nothing there indeed */
};

static void report(struct yaml_reader *r, struct position at, const char *message, const char *name)
{
	diags_add(r->diags, r->source->file, at.line, at.col, message, name);
}

/* Makes a question of the texts of one entry; what is wrong is reported. */
static bool check_question(struct yaml_reader *r, struct question *q,
	const struct yaml_field *fields, const char *number, const char *level)
{
	q->number = number ? number_read(number, strlen(number)) : 0;
	q->level = level ? level_from_name(level) : LEVEL_NONE;
	if (number && !q->number)
		diags_add(r->diags, r->source->file, fields[0].at.line, fields[0].at.col,
			"'%s' is no number; expected 1 to %d", number, NUMBER_MAX);
	if (q->slug && !is_slug(q->slug, strlen(q->slug))) {
		diags_add(r->diags, r->source->file, fields[1].at.line, fields[1].at.col,
			"'%s' is no slug; expected at most %d lower-case letters and digits, "
			"with single hyphens between words",
			q->slug, SLUG_MAX);
		q->slug = NULL;
	}
	if (level && q->level == LEVEL_NONE)
		diags_add(r->diags, r->source->file, fields[2].at.line, fields[2].at.col,
			"unknown level '%s'; expected beginner, intermediate or senior", level);
	return q->number && q->slug && q->title;
}

static void read_question(struct yaml_reader *r, struct list *list)
{
	struct pack *pack = list->pack;
	struct position at = yaml_position(r);
	struct question q = {.level = LEVEL_NONE, .line = at.line, .col = at.col};
	const char *number = NULL, *level = NULL;
	struct yaml_field fields[] = {
		{.name = "number", .is_required = true, .text = &number},
		{.name = "slug", .is_required = true, .text = &q.slug},
		{.name = "level", .is_required = true, .text = &level},
		{.name = "title", .is_required = true, .text = &q.title},
		{.name = "asked", .text = &q.asked},
	};
	struct question *grown;

	yaml_read_mapping(r, fields, sizeof(fields) / sizeof(fields[0]), "a question");
	if (!check_question(r, &q, fields, number, level))
		return;
	grown = arena_grow(
		r->arena, pack->questions, pack->n_questions, &list->cap, sizeof(*grown));
	if (!grown)
		return;
	pack->questions = grown;
	grown[pack->n_questions++] = q;
}

static void read_questions(struct yaml_reader *r, void *data)
{
	struct list *list = data;

	if (list->is_read) {
		list->is_void = r->event.type == YAML_SCALAR_EVENT &&
				r->event.data.scalar.length == 0 &&
				r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
		yaml_skip(r);
		return;
	}
	if (r->event.type != YAML_SEQUENCE_START_EVENT) {
		report(r, yaml_position(r), "'%s' must be a list", "questions");
		yaml_skip(r);
		return;
	}
	yaml_next(r);
	while (r->status == STATUS_OK && r->event.type != YAML_SEQUENCE_END_EVENT)
		read_question(r, list);
	yaml_next(r);
}

/* The folder's own name, without what leads to it or slashes behind it. */
static const char *base_name(const char *folder, size_t *n)
{
	size_t end = strlen(folder), begin;

	while (end > 1 && folder[end - 1] == '/')
		end--;
	for (begin = end; begin && folder[begin - 1] != '/'; begin--)
		;
	*n = end - begin;
	return folder + begin;
}

/* A pack is known by its name, a folder by the same. */
static void check_name(struct yaml_reader *r, struct pack *pack, struct position at)
{
	size_t n;
	const char *base = base_name(pack->folder, &n);

	if (!pack->name)
		pack->name = arena_strndup(r->arena, base, n);
	else if (!is_slug(pack->name, strlen(pack->name)))
		report(r, at,
			"'%s' is no name of a pack; expected lower-case letters, digits and "
			"single hyphens",
			pack->name);
	else if (base[0] != '.' && (strlen(pack->name) != n || memcmp(pack->name, base, n) != 0))
		diags_add(r->diags, r->source->file, at.line, at.col,
			"the pack's name is '%s', but its folder's '%.*s'; they must be the same",
			pack->name, (int)n, base);
}

static const char *join_texts(struct arena *arena, const struct yaml_texts *texts)
{
	struct buf b;
	const char *joined;

	buf_init(&b);
	for (size_t i = 0; i < texts->n; i++)
		buf_printf(&b, "%s%s", i ? ", " : "", texts->items[i]);
	joined = buf_status(&b) == STATUS_OK ? arena_strdup(arena, b.data) : NULL;
	buf_done(&b);
	return joined;
}

/* Reads the first `limit` bytes of pack.yaml by libyaml. */
static enum status parse_yaml(struct pack *pack, const struct source *source, size_t limit,
	struct list *list, struct diags *diags)
{
	struct yaml_texts authors = {0};
	struct yaml_field fields[] = {
		{.name = "name", .is_required = true, .text = &pack->name},
		{.name = "title", .is_required = true, .text = &pack->title},
		{.name = "description", .is_required = true, .text = &pack->description},
		{.name = "authors", .is_required = true, .texts = &authors},
		{.name = "licence", .is_required = true, .text = &pack->licence},
		{.name = "version", .is_required = true, .text = &pack->version},
		{.name = "questions", .is_required = true, .read = read_questions, .data = list},
	};
	struct yaml_reader r;
	enum status status;

	yaml_open(&r, pack->memory, source, 0, limit, diags);
	yaml_read_mapping(&r, fields, sizeof(fields) / sizeof(fields[0]), "pack.yaml");
	check_name(&r, pack, fields[0].at);
	pack->authors = join_texts(pack->memory, &authors);
	status = r.status;
	yaml_close(&r);
	if (status == STATUS_NO_MEMORY || !pack->authors)
		return STATUS_NO_MEMORY;
	return arena_status(pack->memory);
}

/* The fast way, if all is well. */
static bool parse_fast(struct pack *pack, const struct source *source)
{
	struct list list = {.pack = pack, .is_read = true};
	struct diags diags;
	size_t list_at;
	bool is_good;

	if (!fast_list_read(pack, source, &list_at))
		return false;
	diags_init(&diags);
	is_good = parse_yaml(pack, source, list_at, &list, &diags) == STATUS_OK && !diags.n &&
		  diags.status == STATUS_OK && list.is_void;
	diags_done(&diags);
	return is_good;
}

enum status index_parse(struct pack *pack, const struct source *source, struct diags *diags)
{
	struct list list = {.pack = pack};

	if (parse_fast(pack, source))
		return STATUS_OK;
	*pack = (struct pack){.folder = pack->folder, .memory = pack->memory};
	return parse_yaml(pack, source, source->n, &list, diags);
}
