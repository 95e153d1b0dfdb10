#include "tui/sliders.h"

#include "base/text.h"
#include "tui/chrome.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A range in about fifty small steps, or ten large ones. */
enum {
	SMALL_STEPS = 50,
	LARGE_STEPS = 10,
	VALUE_CELLS = 9,
	RANGE_CELLS = 10,
	MIN_TRACK = 8,
	MAX_TRACK = 22
};

static const char **copy_options(struct arena *arena, const struct demo_param *p)
{
	const char **options = arena_array(arena, p->n_options + 1, sizeof(*options));

	for (size_t i = 0; options && i < p->n_options; i++)
		options[i] = arena_strdup(arena, p->options[i]);
	return options;
}

enum status sliders_init(
	struct sliders *sliders, struct arena *arena, const struct demo_param *params, size_t n)
{
	sliders->params = arena_array(arena, n + 1, sizeof(*sliders->params));
	sliders->n = sliders->params ? n : 0;
	for (size_t i = 0; i < sliders->n; i++) {
		struct demo_param *p = &sliders->params[i];

		*p = params[i];
		p->name = arena_strdup(arena, params[i].name);
		p->label = arena_strdup(arena, params[i].label);
		p->unit = arena_strdup(arena, params[i].unit);
		p->options = copy_options(arena, &params[i]);
	}
	return arena_status(arena);
}

static double clamp(const struct demo_param *p, double v)
{
	return v < p->min ? p->min : v > p->max ? p->max : v;
}

/* 1, 2 or 5 times a power of ten, at most x > 0. */
static double nice_step(double x)
{
	double power = pow(10, floor(log10(x))), lead = x / power;

	return power * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
}

/* Two digits are what a hand can set. */
static double two_digits(double v)
{
	char text[32];

	snprintf(text, sizeof(text), "%.1e", v);
	return strtod(text, NULL);
}

/* The next value of a logarithmic parameter: a tenth of a decade, or one. */
static double log_step(const struct demo_param *p, int steps, bool far)
{
	double v = p->value * pow(10, far ? steps : steps / 10.0);

	v = far ? v : two_digits(v);
	if (p->type != PARAM_INT)
		return v;
	v = round(v);
	return v == p->value ? v + steps : v;
}

static double linear_step(const struct demo_param *p, int steps, bool far)
{
	double step = nice_step((p->max - p->min) / (far ? LARGE_STEPS : SMALL_STEPS));

	if (p->type == PARAM_INT)
		step = far || p->max - p->min > 4 * SMALL_STEPS ? fmax(round(step), 1) : 1;
	/* Onto the grid of the step, so that values stay round. */
	return (steps > 0 ? floor(p->value / step + 1e-9) : ceil(p->value / step - 1e-9)) * step +
	       steps * step;
}

bool slider_move(struct demo_param *param, int steps, bool far)
{
	double before = param->value;

	if (!(param->max > param->min))
		return false;
	if (param->type == PARAM_CHOICE)
		param->value = clamp(param, before + steps);
	else if (param->is_log)
		param->value = clamp(param, log_step(param, steps, far));
	else
		param->value = clamp(param, linear_step(param, steps, far));
	return param->value != before;
}

static bool choose(struct demo_param *p, const char *text)
{
	for (size_t i = 0; i < p->n_options; i++) {
		if (strcmp(p->options[i], text) != 0)
			continue;
		p->value = (double)i;
		return true;
	}
	return false;
}

bool slider_type(struct demo_param *param, const char *text)
{
	char *end;
	double v;

	if (param->type == PARAM_CHOICE)
		return choose(param, text);
	v = strtod(text, &end);
	if (end == text || *end || !(v >= param->min && v <= param->max))
		return false;
	if (param->type == PARAM_INT && v != round(v))
		return false;
	param->value = v;
	return true;
}

void slider_place(struct demo_param *param, double fraction)
{
	double v = param->min + fraction * (param->max - param->min);

	if (param->is_log)
		v = two_digits(param->min * pow(param->max / param->min, fraction));
	else if (param->type == PARAM_REAL)
		v = round(v / nice_step((param->max - param->min) / SMALL_STEPS)) *
		    nice_step((param->max - param->min) / SMALL_STEPS);
	param->value = clamp(param, param->type == PARAM_REAL ? v : round(v));
}

void sliders_set(struct sliders *sliders, const char *const *arguments, size_t n)
{
	for (size_t i = 0; i < sliders->n; i++) {
		struct demo_param *p = &sliders->params[i];
		size_t n_name = strlen(p->name);

		p->value = p->fallback;
		for (size_t j = 0; j < n; j++)
			if (strncmp(arguments[j], p->name, n_name) == 0 &&
				arguments[j][n_name] == '=')
				slider_type(p, arguments[j] + n_name + 1);
	}
}

static int compare_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **sliders_arguments(const struct sliders *sliders, struct arena *arena, size_t *n)
{
	const char **arguments = arena_array(arena, sliders->n + 1, sizeof(*arguments));

	*n = 0;
	for (size_t i = 0; arguments && i < sliders->n; i++) {
		const struct demo_param *p = &sliders->params[i];

		if (p->value == p->fallback)
			continue;
		arguments[(*n)++] = p->type == PARAM_CHOICE
					    ? arena_printf(arena, "%s=%s", p->name,
						      p->options[(size_t)p->value])
					    : arena_printf(arena, "%s=%.15g", p->name, p->value);
	}
	if (arena_status(arena) != STATUS_OK)
		return NULL;
	if (*n)
		qsort(arguments, *n, sizeof(*arguments), compare_text);
	return arguments;
}

static double fraction_of(const struct demo_param *p)
{
	if (!(p->max > p->min))
		return 0;
	return p->is_log ? log(p->value / p->min) / log(p->max / p->min)
			 : (p->value - p->min) / (p->max - p->min);
}

static void put_track(struct lines *out, const struct demo_param *p, bool selected, int cells)
{
	int at = (int)lround(fraction_of(p) * (cells - 3));

	lines_puts(out, style_dim, "\xE2\x94\x9C");
	lines_repeat(out, style_dim, "\xE2\x94\x80", at);
	lines_puts(out, selected ? style_accent : style_plain, "\xE2\x97\x8F");
	lines_repeat(out, style_dim, "\xE2\x94\x80", cells - 3 - at);
	lines_puts(out, style_dim, "\xE2\x94\xA4");
}

/* All options where there is room, else the chosen one. */
static void put_options(struct lines *out, const struct demo_param *p, int cells)
{
	size_t chosen = (size_t)p->value;
	int all = 0;

	for (size_t i = 0; i < p->n_options; i++)
		all += (int)text_cells(p->options[i], strlen(p->options[i])) + 2;
	if (all > cells) {
		chrome_put(out, style_accent, p->options[chosen], cells / 2);
		lines_printf(out, style_dim, "  %zu of %zu", chosen + 1, p->n_options);
		return;
	}
	for (size_t i = 0; i < p->n_options; i++) {
		lines_puts(out, i == chosen ? style_accent : style_dim, p->options[i]);
		lines_pad(out, style_plain, 2);
	}
}

void slider_put(struct lines *out, const struct demo_param *param, bool selected, int name_cells,
	int cells, struct slider_track *track)
{
	int begin = lines_open_cells(out), range_cells, room;
	char value[32], range[96];

	*track = (struct slider_track){0};
	chrome_column(out, selected ? style_accent : style_plain, param->name, name_cells);
	if (param->type == PARAM_CHOICE) {
		put_options(out, param, cells - name_cells);
		return;
	}
	snprintf(value, sizeof(value), "%.6g", param->value);
	lines_pad(out, style_plain, VALUE_CELLS - (int)strlen(value));
	lines_puts(out, style_live, value);
	snprintf(range, sizeof(range), "%.4g\xE2\x80\xA6%.4g", param->min, param->max);
	range_cells = (int)text_cells(range, strlen(range));
	range_cells = range_cells < RANGE_CELLS ? RANGE_CELLS : range_cells;
	room = begin + cells - lines_open_cells(out) - 4 - range_cells;
	room = room > MAX_TRACK ? MAX_TRACK : room;
	lines_pad(out, style_plain, 2);
	if (room >= MIN_TRACK) {
		*track = (struct slider_track){lines_open_cells(out), room};
		put_track(out, param, selected, room);
		lines_pad(out, style_plain, 2);
	}
	chrome_put(out, style_dim, range, begin + cells - lines_open_cells(out));
	if (param->unit[0]) {
		lines_pad(out, style_plain, 1);
		chrome_put(out, style_dim, param->unit, begin + cells - lines_open_cells(out));
	}
}
