#include "study/settings.h"

#include "base/arena.h"
#include "base/buf.h"
#include "pack/yaml_read.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_BYTES = 1 << 20, MAX_INTERVAL_DAYS = 36500, MAX_STEP_MINUTES = 1439 };

static const double min_retention = 0.7, max_retention = 0.99;

enum key {
	KEY_RETENTION,
	KEY_NEW,
	KEY_INTERVAL,
	KEY_LEARNING,
	KEY_RELEARNING,
	KEY_WEIGHTS,
	KEY_BACKGROUND,
	N_KEYS
};

struct reading {
	const char *file;
	struct diags *diags;
	const char *retention, *new_a_day, *interval, *background;
	struct yaml_texts learning, relearning, weights;
	struct yaml_field fields[N_KEYS];
};

static bool read_number(const char *text, double *number)
{
	char *end;

	*number = strtod(text, &end);
	return end != text && !*end && isfinite(*number);
}

__attribute__((format(printf, 3, 4))) static void report(
	struct reading *r, enum key key, const char *format, ...)
{
	struct position at = r->fields[key].at;
	struct buf message;
	va_list args;

	buf_init(&message);
	va_start(args, format);
	buf_vprintf(&message, format, args);
	va_end(args);
	diags_add(r->diags, r->file, at.line, at.col, "%s: %s", r->fields[key].name, message.data);
	buf_done(&message);
}

/* A number that is left as it is where the key is missing or wrong. */
static void take_number(
	struct reading *r, enum key key, const char *text, const double range[2], double *number)
{
	double x;

	if (!text)
		return;
	if (read_number(text, &x) && x >= range[0] && x <= range[1])
		*number = x;
	else
		report(r, key, "expected a number from %g to %g, not '%s'", range[0], range[1],
			text);
}

static void take_whole(
	struct reading *r, enum key key, const char *text, const double range[2], double *number)
{
	double x = *number;

	take_number(r, key, text, range, &x);
	if (x == floor(x))
		*number = x;
	else
		report(r, key, "expected a whole number, not '%s'", text);
}

static void take_steps(
	struct reading *r, enum key key, const struct yaml_texts *texts, struct fsrs_steps *steps)
{
	struct fsrs_steps taken = {0};

	if (!texts->n)
		return;
	if (texts->n == 1 && strcmp(texts->items[0], "none") == 0) {
		*steps = taken;
		return;
	}
	if (texts->n > FSRS_MAX_STEPS) {
		report(r, key, "expected at most %d steps, not %zu", FSRS_MAX_STEPS, texts->n);
		return;
	}
	for (size_t i = 0; i < texts->n; i++) {
		double x;

		if (!read_number(texts->items[i], &x) || x < 1 || x > MAX_STEP_MINUTES ||
			x != floor(x)) {
			report(r, key, "expected minutes from 1 to %d, or none, not '%s'",
				MAX_STEP_MINUTES, texts->items[i]);
			return;
		}
		taken.minutes[taken.n++] = (int)x;
	}
	*steps = taken;
}

static void take_weights(struct reading *r, struct fsrs *fsrs)
{
	const struct yaml_texts *texts = &r->weights;

	if (texts->n && texts->n != FSRS_N_WEIGHTS)
		report(r, KEY_WEIGHTS, "expected the %d numbers of FSRS-6, not %zu", FSRS_N_WEIGHTS,
			texts->n);
	for (size_t i = 0; i < texts->n && texts->n == FSRS_N_WEIGHTS; i++) {
		double x, min, max;

		fsrs_weight_range(i, &min, &max);
		if (read_number(texts->items[i], &x) && x >= min && x <= max)
			fsrs->w[i] = x;
		else
			report(r, KEY_WEIGHTS, "number %zu: expected one from %g to %g, not '%s'",
				i + 1, min, max, texts->items[i]);
	}
}

static void take_background(struct reading *r, enum settings_background *background)
{
	if (!r->background)
		return;
	if (strcmp(r->background, "dark") == 0)
		*background = SETTINGS_DARK;
	else if (strcmp(r->background, "light") == 0)
		*background = SETTINGS_LIGHT;
	else
		report(r, KEY_BACKGROUND, "expected dark or light, not '%s'", r->background);
}

static void take_all(struct reading *r, struct settings *s)
{
	static const double retention[2] = {min_retention, max_retention};
	static const double new_a_day[2] = {0, SETTINGS_MAX_NEW_A_DAY};
	static const double days[2] = {1, MAX_INTERVAL_DAYS};
	double n_new = (double)s->new_a_day, interval = s->fsrs.max_interval;

	take_number(r, KEY_RETENTION, r->retention, retention, &s->fsrs.retention);
	take_whole(r, KEY_NEW, r->new_a_day, new_a_day, &n_new);
	take_whole(r, KEY_INTERVAL, r->interval, days, &interval);
	take_steps(r, KEY_LEARNING, &r->learning, &s->fsrs.learning);
	take_steps(r, KEY_RELEARNING, &r->relearning, &s->fsrs.relearning);
	take_weights(r, &s->fsrs);
	take_background(r, &s->background);
	s->new_a_day = (size_t)n_new;
	s->fsrs.max_interval = (int)interval;
}

static enum status parse(
	struct settings *s, struct arena *arena, const struct source *source, struct diags *diags)
{
	struct reading r = {.file = source->file, .diags = diags};
	const struct yaml_field fields[N_KEYS] = {
		[KEY_RETENTION] = {.name = "retention", .text = &r.retention},
		[KEY_NEW] = {.name = "new-per-day", .text = &r.new_a_day},
		[KEY_INTERVAL] = {.name = "maximum-interval", .text = &r.interval},
		[KEY_LEARNING] = {.name = "learning-steps", .texts = &r.learning},
		[KEY_RELEARNING] = {.name = "relearning-steps", .texts = &r.relearning},
		[KEY_WEIGHTS] = {.name = "weights", .texts = &r.weights},
		[KEY_BACKGROUND] = {.name = "background", .text = &r.background}};
	struct yaml_reader yaml;
	enum status status;

	memcpy(r.fields, fields, sizeof(fields));
	yaml_open(&yaml, arena, source, 0, source->n, diags);
	/* Nothing but comments is a file, too. */
	if (yaml.status == STATUS_OK && yaml.event.type != YAML_STREAM_END_EVENT)
		yaml_read_mapping(&yaml, r.fields, N_KEYS, "the settings");
	status = yaml.status;
	yaml_close(&yaml);
	if (status == STATUS_NO_MEMORY || arena_status(arena) != STATUS_OK)
		return STATUS_NO_MEMORY;
	take_all(&r, s);
	return diags->n ? STATUS_INVALID : STATUS_OK;
}

struct settings settings_defaults(void)
{
	return (struct settings){.fsrs = fsrs_defaults(), .new_a_day = SETTINGS_NEW_A_DAY};
}

enum status settings_read(struct settings *settings, const char *path, struct diags *diags)
{
	struct arena *arena = arena_new();
	enum status status = arena ? STATUS_OK : STATUS_NO_MEMORY;
	struct source source;
	struct buf text;

	*settings = settings_defaults();
	buf_init(&text);
	if (status == STATUS_OK)
		status = buf_read_file(&text, path, MAX_BYTES);
	if (status == STATUS_IO && errno == ENOENT) {
		arena_free(arena);
		return STATUS_OK;
	}
	if (status == STATUS_IO || status == STATUS_LIMIT)
		diags_add(diags, path, 0, 0, "can't be read: %s",
			status == STATUS_LIMIT ? "it is too long" : strerror(errno));
	if (status == STATUS_OK)
		status = source_init(&source, arena, path, text.data, text.n);
	if (status == STATUS_OK)
		status = parse(settings, arena, &source, diags);
	buf_done(&text);
	arena_free(arena);
	return status;
}
