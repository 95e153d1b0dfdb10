#include "tui/pins.h"

#include "base/arena.h"

#include <string.h>

/* What can stand behind other curves; grids and bands would cover them, and
 * references are the present setting's. */
static bool can_be_pinned(enum plot_kind kind)
{
	return kind == PLOT_LINE || kind == PLOT_STEP || kind == PLOT_POINTS || kind == PLOT_BARS ||
	       kind == PLOT_HISTOGRAM;
}

/* Lines are drawn dashed, as what is no result of the present setting; bars and
 * histograms as their tops. */
static enum plot_kind pinned_kind(enum plot_kind kind)
{
	return kind == PLOT_BARS || kind == PLOT_POINTS ? PLOT_POINTS : PLOT_REFERENCE;
}

static double *copy_numbers(struct arena *a, const double *from, size_t n)
{
	double *to = arena_array(a, n + 1, sizeof(*to));

	if (to && n)
		memcpy(to, from, n * sizeof(*to));
	return to;
}

static void copy_series(
	struct plot *to, const struct plot *from, const char *label, struct arena *a)
{
	struct plot_series *series = arena_array(a, from->n_series + 1, sizeof(*series));

	to->series = series;
	to->n_series = 0;
	for (size_t i = 0; series && i < from->n_series; i++) {
		const struct plot_series *s = &from->series[i];

		if (!can_be_pinned(s->kind))
			continue;
		series[to->n_series++] = (struct plot_series){.kind = pinned_kind(s->kind),
			.name = s->name && s->name[0] ? arena_printf(a, "%s, %s", s->name, label)
						      : label,
			.n = s->n,
			.x = copy_numbers(a, s->x, s->n),
			.y = copy_numbers(a, s->y, s->n)};
	}
}

static void copy_result(struct pin *pin, const struct demo_result *r)
{
	struct arena *a = pin->arena;

	pin->result.plots = arena_array(a, r->n_plots + 1, sizeof(*r->plots));
	pin->result.values = arena_array(a, r->n_values + 1, sizeof(*r->values));
	if (arena_status(a) != STATUS_OK)
		return;
	pin->result.n_plots = r->n_plots;
	for (size_t i = 0; i < r->n_plots; i++) {
		pin->result.plots[i] = (struct plot){.name = arena_strdup(a, r->plots[i].name)};
		copy_series(&pin->result.plots[i], &r->plots[i], pin->label, a);
	}
	pin->result.n_values = r->n_values;
	for (size_t i = 0; i < r->n_values; i++) {
		pin->result.values[i] = r->values[i];
		pin->result.values[i].name = arena_strdup(a, r->values[i].name);
		pin->result.values[i].text = arena_strdup(a, r->values[i].text);
		pin->result.values[i].label = "";
	}
}

static void take_away(struct pins *pins, size_t i)
{
	arena_free(pins->items[i].arena);
	pins->n--;
	memmove(pins->items + i, pins->items + i + 1, (pins->n - i) * sizeof(pins->items[0]));
}

void pins_clear(struct pins *pins)
{
	while (pins->n)
		take_away(pins, pins->n - 1);
}

enum status pins_toggle(
	struct pins *pins, const struct demo_result *result, const char *label, bool *pinned)
{
	struct pin pin = {.arena = arena_new()};

	*pinned = false;
	for (size_t i = 0; i < pins->n; i++) {
		if (strcmp(pins->items[i].label, label) != 0)
			continue;
		take_away(pins, i);
		arena_free(pin.arena);
		return STATUS_OK;
	}
	if (!pin.arena)
		return STATUS_NO_MEMORY;
	pin.label = arena_strdup(pin.arena, label);
	copy_result(&pin, result);
	if (arena_status(pin.arena) != STATUS_OK) {
		arena_free(pin.arena);
		return STATUS_NO_MEMORY;
	}
	if (pins->n == PINS_MAX)
		take_away(pins, 0);
	pins->items[pins->n++] = pin;
	*pinned = true;
	return STATUS_OK;
}

struct plot pins_plot(const struct pins *pins, const struct plot *plot, struct arena *arena)
{
	struct plot both = *plot;
	struct plot_series *series;
	size_t n = plot->n_series;

	for (size_t i = 0; i < pins->n; i++) {
		const struct plot *p = result_plot(&pins->items[i].result, plot->name);

		n += p ? p->n_series : 0;
	}
	series = n > plot->n_series ? arena_array(arena, n, sizeof(*series)) : NULL;
	if (!series)
		return both;
	if (plot->n_series)
		memcpy(series, plot->series, plot->n_series * sizeof(*series));
	both.series = series;
	for (size_t i = 0; i < pins->n; i++) {
		const struct plot *p = result_plot(&pins->items[i].result, plot->name);

		for (size_t j = 0; p && j < p->n_series; j++)
			series[both.n_series++] = p->series[j];
	}
	return both;
}

const struct demo_value *pins_value(const struct pins *pins, const char *name)
{
	return pins->n ? result_value(&pins->items[pins->n - 1].result, name) : NULL;
}
