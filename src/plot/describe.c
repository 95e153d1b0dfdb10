#include "plot/axes.h"
#include "plot/plot.h"
#include "plot/ticks.h"

#include <math.h>

enum { SPOKEN_DIGITS = 3 };

static void say_number(struct buf *out, double v)
{
	char text[TICK_BYTES];

	ticks_number(text, v, SPOKEN_DIGITS);
	buf_puts(out, text);
}

/* "1 point", "20 points". */
static void say_count(struct buf *out, size_t n, const char *thing)
{
	buf_printf(out, "%zu %s%s", n, thing, n == 1 ? "" : "s");
}

static const char *name_or(const char *name, const char *other)
{
	return name && *name ? name : other;
}

/* The finite points of a series, in its order. */
struct summary {
	size_t n, missing, infinite;
	size_t first, last, least, most; /* indices, if n */
	bool rises, falls;               /* anywhere */
};

static bool is_shown(const struct plot *plot, double x, double y)
{
	return isfinite(x) && isfinite(y) && (plot->x.scale != PLOT_LOG || x > 0) &&
	       (plot->y.scale != PLOT_LOG || y > 0);
}

static struct summary summarize(const struct plot *plot, const double *x, const double *y, size_t n)
{
	struct summary s = {0};

	for (size_t i = 0; i < n; i++) {
		if (!is_shown(plot, x[i], y[i])) {
			bool infinite = isinf(x[i]) || isinf(y[i]);

			s.infinite += infinite;
			s.missing += !infinite;
			continue;
		}
		if (!s.n++)
			s.first = s.least = s.most = s.last = i;
		s.rises = s.rises || y[i] > y[s.last];
		s.falls = s.falls || y[i] < y[s.last];
		s.least = y[i] < y[s.least] ? i : s.least;
		s.most = y[i] > y[s.most] ? i : s.most;
		s.last = i;
	}
	return s;
}

static void say_left_out(struct buf *out, const struct summary *s)
{
	if (s->missing)
		buf_printf(out, ", %zu missing", s->missing);
	if (s->infinite)
		buf_printf(out, ", %zu infinite", s->infinite);
}

/* Value and place of a point: "2.5 at 3". */
static void say_point(struct buf *out, const struct plot_series *s, size_t i)
{
	say_number(out, s->y[i]);
	buf_puts(out, " at ");
	say_number(out, s->x[i]);
}

/* Height of y on its axis, so that a trend is what the eye would see. */
static double height_of(const struct plot *plot, double y)
{
	return plot->y.scale == PLOT_LOG      ? log10(y)
	       : plot->y.scale == PLOT_SYMLOG ? copysign(log1p(fabs(y)), y)
					      : y;
}

static void say_trend(struct buf *out, const struct plot *plot, const struct plot_series *s,
	const struct summary *sum)
{
	double first = height_of(plot, s->y[sum->first]), last = height_of(plot, s->y[sum->last]);
	double least = height_of(plot, s->y[sum->least]), most = height_of(plot, s->y[sum->most]);
	double up = last / 2 - first / 2, range = most / 2 - least / 2;

	if (!sum->rises || !sum->falls) {
		buf_puts(out, sum->rises ? ", rising throughout" : ", falling throughout");
	} else if (fabs(up) > range / 2) {
		buf_puts(out, up > 0 ? ", rising overall" : ", falling overall");
	} else if (most - fmax(first, last) > fmin(first, last) - least) {
		buf_puts(out, ", with a peak of ");
		say_point(out, s, sum->most);
	} else {
		buf_puts(out, ", with a low of ");
		say_point(out, s, sum->least);
	}
}

static void say_extremes(struct buf *out, const struct plot_series *s, const struct summary *sum)
{
	buf_puts(out, "; least ");
	say_point(out, s, sum->least);
	buf_puts(out, ", greatest ");
	say_point(out, s, sum->most);
}

/* As it is read, from left to right. */
static void turn_round(struct summary *sum)
{
	size_t first = sum->first;
	bool rises = sum->rises;

	sum->first = sum->last;
	sum->last = first;
	sum->rises = sum->falls;
	sum->falls = rises;
}

static void say_path(struct buf *out, const struct plot *plot, const struct plot_series *s)
{
	struct summary sum = summarize(plot, s->x, s->y, s->n);

	say_count(out, sum.n, "point");
	say_left_out(out, &sum);
	if (!sum.n)
		return;
	if (s->x[sum.last] < s->x[sum.first])
		turn_round(&sum);
	buf_puts(out, ", ");
	if (!sum.rises && !sum.falls) {
		buf_puts(out, sum.n > 1 ? "constant " : "");
		say_point(out, s, sum.first);
		return;
	}
	buf_puts(out, "from ");
	say_point(out, s, sum.first);
	buf_puts(out, " to ");
	say_point(out, s, sum.last);
	say_trend(out, plot, s, &sum);
	if (sum.rises && sum.falls)
		say_extremes(out, s, &sum);
}

/* Pearson's correlation of the shown points; NaN where one of both is constant. */
static double correlation(const struct plot *plot, const struct plot_series *s)
{
	double n = 0, mx = 0, my = 0, sxx = 0, syy = 0, sxy = 0;

	for (size_t i = 0; i < s->n; i++) {
		double dx = s->x[i] - mx, dy = s->y[i] - my;

		if (!is_shown(plot, s->x[i], s->y[i]))
			continue;
		n++;
		mx += dx / n;
		my += dy / n;
		sxx += dx * (s->x[i] - mx);
		syy += dy * (s->y[i] - my);
		sxy += dx * (s->y[i] - my);
	}
	return sxy / sqrt(sxx) / sqrt(syy);
}

static void say_points(struct buf *out, const struct plot *plot, const struct plot_series *s)
{
	struct summary sum = summarize(plot, s->x, s->y, s->n);
	double r = correlation(plot, s);

	say_count(out, sum.n, "point");
	say_left_out(out, &sum);
	if (sum.n == 1) {
		buf_puts(out, ", ");
		say_point(out, s, sum.first);
	}
	if (sum.n < 2)
		return;
	if (isfinite(r) && sum.n > 2) {
		buf_puts(out, fabs(r) < 0.3 ? ", no clear trend"
			      : r > 0       ? ", y rises with x"
					    : ", y falls with x");
		buf_printf(out, " (correlation %.2f)", fabs(r) < 0.005 ? 0 : r);
	}
	say_extremes(out, s, &sum);
}

static void say_bars(struct buf *out, const struct plot *plot, const struct plot_series *s)
{
	struct summary sum = summarize(plot, s->x, s->y, s->n);

	say_count(out, sum.n, "bar");
	say_left_out(out, &sum);
	if (sum.n)
		say_extremes(out, s, &sum);
}

static void say_histogram(struct buf *out, const struct plot *plot, const struct plot_series *s)
{
	size_t bins = s->n ? s->n - 1 : 0;
	struct summary sum = summarize(plot, s->x, s->y, bins);
	double total = 0;

	say_count(out, bins, "bin");
	say_left_out(out, &sum);
	if (!sum.n)
		return;
	for (size_t i = 0; i < bins; i++)
		total += isfinite(s->y[i]) ? s->y[i] : 0;
	buf_puts(out, " from ");
	say_number(out, s->x[0]);
	buf_puts(out, " to ");
	say_number(out, s->x[bins]);
	buf_puts(out, ", in all ");
	say_number(out, total);
	buf_puts(out, "; highest ");
	say_number(out, s->y[sum.most]);
	buf_puts(out, " between ");
	say_number(out, s->x[sum.most]);
	buf_puts(out, " and ");
	say_number(out, s->x[sum.most + 1]);
}

static void say_span(struct buf *out, const struct plot_series *s, size_t i)
{
	say_number(out, s->y[i]);
	buf_puts(out, " to ");
	say_number(out, s->y2[i]);
	buf_puts(out, " at ");
	say_number(out, s->x[i]);
}

static void say_band(struct buf *out, const struct plot *plot, const struct plot_series *s)
{
	struct summary sum = summarize(plot, s->x, s->y, s->n);
	size_t widest = sum.first;

	say_count(out, sum.n, "point");
	say_left_out(out, &sum);
	if (!sum.n)
		return;
	for (size_t i = sum.first; i <= sum.last; i++)
		if (fabs(s->y2[i] - s->y[i]) > fabs(s->y2[widest] - s->y[widest]))
			widest = i;
	buf_puts(out, ", ");
	say_span(out, s, sum.first);
	buf_puts(out, ", ");
	say_span(out, s, sum.last);
	buf_puts(out, "; widest ");
	say_span(out, s, widest);
}

static double grid_at(double first, double last, size_t i, size_t n)
{
	return n > 1 ? first + (last - first) * (double)i / (double)(n - 1) : first;
}

static void say_grid_point(struct buf *out, const struct plot_series *s, size_t i)
{
	say_number(out, s->z[i]);
	buf_puts(out, " at (");
	say_number(out, grid_at(s->x0, s->x1, i % s->nx, s->nx));
	buf_puts(out, ", ");
	say_number(out, grid_at(s->y0, s->y1, i / s->nx, s->ny));
	buf_puts(out, ")");
}

static void say_grid(struct buf *out, const struct plot *plot, const struct plot_series *s)
{
	size_t n = s->nx * s->ny, shown = 0, least = 0, most = 0;

	(void)plot;
	buf_printf(out, "%zu by %zu values", s->nx, s->ny);
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(s->z[i]))
			continue;
		if (!shown++)
			least = most = i;
		least = s->z[i] < s->z[least] ? i : least;
		most = s->z[i] > s->z[most] ? i : most;
	}
	if (shown < n)
		buf_printf(out, ", %zu missing", n - shown);
	if (!shown)
		return;
	buf_puts(out, "; least ");
	say_grid_point(out, s, least);
	buf_puts(out, ", greatest ");
	say_grid_point(out, s, most);
}

static const struct {
	const char *name;
	void (*say)(struct buf *out, const struct plot *plot, const struct plot_series *s);
} kinds[] = {
	[PLOT_LINE] = {"line", say_path},
	[PLOT_POINTS] = {"points", say_points},
	[PLOT_STEP] = {"steps", say_path},
	[PLOT_BARS] = {"bars", say_bars},
	[PLOT_HISTOGRAM] = {"histogram", say_histogram},
	[PLOT_BAND] = {"band", say_band},
	[PLOT_REFERENCE] = {"reference line", say_path},
	[PLOT_HEAT] = {"heat map", say_grid},
	[PLOT_CONTOUR] = {"contours", say_grid},
};

static void say_axis(
	struct buf *out, const char *which, const struct plot_axis *axis, const struct range *data)
{
	static const char *const scales[] = {[PLOT_LINEAR] = "",
		[PLOT_LOG] = ", logarithmic",
		[PLOT_SYMLOG] = ", symmetric logarithmic"};

	buf_printf(out, "%s: %s", which, name_or(axis->label, "no label"));
	buf_puts(out, scales[axis->scale]);
	if (axis->fixed || data->any) {
		buf_puts(out, axis->fixed ? ", shown from " : ", from ");
		say_number(out, axis->fixed ? axis->lo : data->lo);
		buf_puts(out, " to ");
		say_number(out, axis->fixed ? axis->hi : data->hi);
	}
	buf_puts(out, ".\n");
}

enum status plot_describe(struct buf *out, const struct plot *plot)
{
	struct range x, y;

	axes_ranges(plot, &x, &y);
	buf_printf(
		out, "Plot: %s.\n", name_or(plot->title, name_or(plot->name, "without a title")));
	say_axis(out, "Across", &plot->x, &x);
	say_axis(out, "Up", &plot->y, &y);
	if (!plot->n_series)
		buf_puts(out, "It has no series.\n");
	for (size_t i = 0; i < plot->n_series; i++) {
		const struct plot_series *s = &plot->series[i];

		if (s->name && *s->name)
			buf_printf(out, "%s, %s: ", s->name, kinds[s->kind].name);
		else
			buf_printf(out, "Series %zu, %s: ", i + 1, kinds[s->kind].name);
		kinds[s->kind].say(out, plot, s);
		buf_puts(out, ".\n");
	}
	return buf_status(out);
}
