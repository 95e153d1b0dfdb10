#include "pack/scaffold.h"

#include "pack/names.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_TEMPLATE_BYTES = 1 << 20, MAX_LIST_BYTES = 256 << 20 };

static const char first_slug[] = "first-question";

/* What a template's {{name}} stands for. */
struct blank {
	const char *name, *text;
};

void scaffold_init(struct scaffold *s, const char *templates, const char *today)
{
	*s = (struct scaffold){.templates = templates, .today = today};
	buf_init(&s->made);
	buf_init(&s->error);
}

void scaffold_done(struct scaffold *s)
{
	buf_done(&s->made);
	buf_done(&s->error);
}

static enum status fail_errno(struct scaffold *s, const char *path)
{
	buf_printf(&s->error, "%s: %s", path, strerror(errno));
	return STATUS_IO;
}

static void put_filled(
	struct buf *out, const struct buf *template, const struct blank *blanks, size_t n)
{
	for (const char *at = template->data; *at;) {
		const struct blank *found = NULL;

		for (size_t i = 0; i < n && strncmp(at, "{{", 2) == 0; i++)
			if (strncmp(at + 2, blanks[i].name, strlen(blanks[i].name)) == 0 &&
				strncmp(at + 2 + strlen(blanks[i].name), "}}", 2) == 0)
				found = &blanks[i];
		buf_puts(out, found ? found->text : "");
		if (!found)
			buf_putc(out, *at);
		at += found ? strlen(found->name) + 4 : 1;
	}
}

static enum status write_new(struct scaffold *s, const char *path, const struct buf *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	bool done;

	if (fd < 0)
		return fail_errno(s, path);
	done = write(fd, text->data, text->n) == (ssize_t)text->n;
	if (close(fd) != 0 || !done) {
		fail_errno(s, path);
		unlink(path);
		return STATUS_IO;
	}
	buf_printf(&s->made, "%s\n", path);
	return STATUS_OK;
}

static enum status write_template(struct scaffold *s, const char *template, const char *path,
	const struct blank *blanks, size_t n)
{
	struct buf from, text, name;
	enum status status;

	buf_init(&from);
	buf_init(&text);
	buf_init(&name);
	buf_printf(&name, "%s/%s", s->templates, template);
	status = buf_read_file(&from, name.data, MAX_TEMPLATE_BYTES);
	if (status != STATUS_OK)
		buf_printf(&s->error, "%s: %s", name.data, status_text(status));
	put_filled(&text, &from, blanks, n);
	if (status == STATUS_OK)
		status = buf_status(&text);
	if (status == STATUS_OK)
		status = write_new(s, path, &text);
	buf_done(&from);
	buf_done(&text);
	buf_done(&name);
	return status;
}

/* Text between double quotes, as YAML has it. */
static void put_quoted(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			buf_putc(out, '\\');
		buf_putc(out, *text);
	}
}

static bool has_control(const char *text)
{
	for (; *text; text++)
		if (iscntrl((unsigned char)*text))
			return true;
	return false;
}

/* Hyphens become spaces: "huber-loss" is named "huber loss". */
static void put_words(struct buf *out, const char *slug)
{
	for (; *slug; slug++)
		buf_putc(out, *slug == '-' ? ' ' : *slug);
}

static void put_path(
	struct buf *out, const char *folder, const struct question *question, const char *ending)
{
	buf_printf(out, "%s/%03d-%s.%s", folder, question->number, question->slug, ending);
}

/* The page and its demo; both or none. */
static enum status write_page(
	struct scaffold *s, const char *folder, const struct question *question)
{
	struct buf page, demo, title, alias;
	enum status status;

	buf_init(&page);
	buf_init(&demo);
	buf_init(&title);
	buf_init(&alias);
	put_path(&page, folder, question, "md");
	put_path(&demo, folder, question, "c");
	put_quoted(&title, question->asked ? question->asked : question->title);
	if (question->asked) {
		buf_puts(&alias, "\nalias: \"");
		put_quoted(&alias, question->title);
		buf_puts(&alias, "\"");
	}
	status = write_template(s, "question.md", page.data,
		(struct blank[]){{"title", title.data}, {"alias", alias.data},
			{"level", level_name(question->level)}, {"today", s->today}},
		4);
	if (status == STATUS_OK) {
		status = write_template(s, "question.c", demo.data, NULL, 0);
		if (status != STATUS_OK)
			unlink(page.data);
	}
	buf_done(&page);
	buf_done(&demo);
	buf_done(&title);
	buf_done(&alias);
	return status;
}

static void remove_page(const char *folder, const struct question *question)
{
	struct buf path;

	buf_init(&path);
	put_path(&path, folder, question, "md");
	unlink(path.data);
	buf_clear(&path);
	put_path(&path, folder, question, "c");
	unlink(path.data);
	buf_done(&path);
}

static void put_list_line(struct buf *out, const struct question *question)
{
	buf_printf(out, "  - {number: %d, slug: %s, level: %s, title: \"", question->number,
		question->slug, level_name(question->level));
	put_quoted(out, question->title);
	buf_puts(out, "\"}\n");
}

static bool is_listed(const char *folder, const struct question *question)
{
	const struct question *found;
	struct diags diags;
	struct pack pack;
	bool listed;

	diags_init(&diags);
	pack_open(&pack, folder, NULL, &diags);
	found = pack_find(&pack, question->slug);
	listed = found && found->number == question->number;
	pack_done(&pack);
	diags_done(&diags);
	return listed;
}

static enum status append(struct scaffold *s, const char *path, const struct buf *text)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	bool done;

	if (fd < 0)
		return fail_errno(s, path);
	done = write(fd, text->data, text->n) == (ssize_t)text->n;
	return close(fd) == 0 && done ? STATUS_OK : fail_errno(s, path);
}

/* Adds the line at the end of pack.yaml. Where that fails, or is not the list's
 * end, the file is as it was. */
static enum status add_to_list(
	struct scaffold *s, const char *folder, const struct question *question)
{
	struct buf path, old, line;
	enum status status;

	buf_init(&path);
	buf_init(&old);
	buf_init(&line);
	buf_printf(&path, "%s/pack.yaml", folder);
	status = buf_read_file(&old, path.data, MAX_LIST_BYTES);
	if (status != STATUS_OK)
		buf_printf(&s->error, "%s: %s", path.data, status_text(status));
	buf_puts(&line, old.n && old.data[old.n - 1] != '\n' ? "\n" : "");
	put_list_line(&line, question);
	if (status == STATUS_OK)
		status = append(s, path.data, &line);
	if (status == STATUS_OK && !is_listed(folder, question)) {
		status = STATUS_INVALID;
		buf_printf(&s->error,
			"%s: the list of questions does not end the file; expected it last, "
			"with one question a line",
			path.data);
	}
	if (status != STATUS_OK && old.n && truncate(path.data, (off_t)old.n) != 0)
		status = fail_errno(s, path.data);
	buf_done(&path);
	buf_done(&old);
	buf_done(&line);
	return status;
}

static int next_number(const struct pack *pack)
{
	int most = 0;

	for (size_t i = 0; i < pack->n_questions; i++)
		if (pack->questions[i].number > most)
			most = pack->questions[i].number;
	return most + 1;
}

static enum status check_names(struct scaffold *s, const char *slug, const char *title)
{
	if (!is_slug(slug, strlen(slug)))
		buf_printf(&s->error,
			"'%s' is no name: expected lower-case letters and digits with "
			"single hyphens between, at most %d",
			slug, SLUG_MAX);
	else if (title && (!*title || has_control(title)))
		buf_puts(
			&s->error, "a title has at least one character, and no control characters");
	else
		return STATUS_OK;
	return STATUS_INVALID;
}

/* A question that the list lacks. */
static enum status add_question(struct scaffold *s, const char *folder, struct question *question)
{
	enum status status;

	if (question->number > NUMBER_MAX) {
		buf_printf(&s->error, "%s: no number is left below %d", folder, NUMBER_MAX);
		return STATUS_LIMIT;
	}
	status = write_page(s, folder, question);
	if (status != STATUS_OK)
		return status;
	status = add_to_list(s, folder, question);
	if (status != STATUS_OK)
		remove_page(folder, question);
	return status;
}

enum status scaffold_question(struct scaffold *s, const char *folder, const char *slug,
	const char *title, enum level level)
{
	const struct question *listed;
	struct diags diags;
	struct pack pack;
	struct buf asked;
	enum status status = check_names(s, slug, title);

	if (status != STATUS_OK)
		return status;
	diags_init(&diags);
	buf_init(&asked);
	buf_puts(&asked, "What is ");
	put_words(&asked, slug);
	buf_puts(&asked, "?");
	status = pack_open(&pack, folder, NULL, &diags);
	listed = pack_find(&pack, slug);
	if (status != STATUS_OK) {
		buf_printf(&s->error, "'%s' is no pack: expected a folder with a pack.yaml (%s)",
			folder, status_text(status));
		status = STATUS_NOT_FOUND;
	} else if (listed && listed->path) {
		buf_printf(&s->error, "'%s' is there already: %s", slug, listed->path);
		status = STATUS_INVALID;
	} else if (listed) {
		status = write_page(s, folder, listed);
	} else {
		status = add_question(s, folder,
			&(struct question){.number = next_number(&pack),
				.slug = slug,
				.title = title ? title : asked.data,
				.level = level == LEVEL_NONE ? LEVEL_BEGINNER : level});
	}
	pack_done(&pack);
	buf_done(&asked);
	diags_done(&diags);
	return status;
}

/* The last name of a path, without slashes behind it. */
static void put_last_name(struct buf *out, const char *path)
{
	size_t end = strlen(path), begin;

	while (end > 1 && path[end - 1] == '/')
		end--;
	for (begin = end; begin > 0 && path[begin - 1] != '/'; begin--)
		continue;
	buf_add(out, path + begin, end - begin);
}

static enum status write_pack(
	struct scaffold *s, const char *folder, const char *name, const char *title)
{
	struct buf path, quoted;
	enum status status;

	buf_init(&path);
	buf_init(&quoted);
	buf_printf(&path, "%s/pack.yaml", folder);
	put_quoted(&quoted, title);
	status = write_template(s, "pack.yaml", path.data,
		(struct blank[]){{"name", name}, {"title", quoted.data}}, 2);
	if (status == STATUS_OK)
		status = add_question(s, folder,
			&(struct question){.number = 1,
				.slug = first_slug,
				.title = "What is the first question?",
				.level = LEVEL_BEGINNER});
	if (status != STATUS_OK) {
		unlink(path.data);
		rmdir(folder);
	}
	buf_done(&path);
	buf_done(&quoted);
	return status;
}

enum status scaffold_pack(struct scaffold *s, const char *folder, const char *title)
{
	struct buf name, words;
	enum status status;

	buf_init(&name);
	buf_init(&words);
	put_last_name(&name, folder);
	put_words(&words, name.data);
	words.data[0] = (char)toupper((unsigned char)words.data[0]);
	status = check_names(s, name.data, title);
	if (status == STATUS_OK && mkdir(folder, 0777) != 0)
		status = fail_errno(s, folder);
	else if (status == STATUS_OK)
		status = write_pack(s, folder, name.data, title ? title : words.data);
	buf_done(&name);
	buf_done(&words);
	return status;
}
