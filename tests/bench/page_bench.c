/*
 * How fast markdown becomes styled lines: page-bench [-s] [-p] [-a] [-w WIDTH]
 * FILE lays FILE out again and again for a second of processor time and prints the
 * best time and the memory it took; with -s it prints the page once instead.
 */
#include "base/theme.h"
#include "page/page.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { MAX_FILE_BYTES = 1 << 30 };

enum { N_LAYERS = 20 };

/* A figure of each kind, for -s. */
struct figures {
	double x[N_LAYERS], sigmoid[N_LAYERS], relu[N_LAYERS];
	struct plot_series series[2];
	struct plot plot;
	struct table_cell cells[12];
	struct table table;
};

static void make_figures(struct figures *f)
{
	static const char *const columns[] = {"layer", "gradient norm", "activation"};

	for (int i = 0; i < N_LAYERS; i++) {
		f->x[i] = i + 1;
		f->sigmoid[i] = 1.2e-13 * exp(1.55 * i);
		f->relu[i] = 0.4 + 0.03 * i;
	}
	for (size_t i = 0; i < 12; i += 3) {
		f->cells[i] = (struct table_cell){.is_number = true, .number = (double)i + 1};
		f->cells[i + 1] =
			(struct table_cell){.is_number = true, .number = 0.5 / (double)(i + 1)};
		f->cells[i + 2] = (struct table_cell){.text = i % 2 ? "sigmoid" : "ReLU + He"};
	}
	f->series[0] =
		(struct plot_series){.name = "sigmoid", .n = N_LAYERS, .x = f->x, .y = f->sigmoid};
	f->series[1] =
		(struct plot_series){.name = "ReLU + He", .n = N_LAYERS, .x = f->x, .y = f->relu};
	f->plot = (struct plot){.name = "by_layer",
		.title = "",
		.x = {.label = "layer"},
		.y = {.label = "gradient norm", .scale = PLOT_LOG},
		.series = f->series,
		.n_series = 2};
	f->table = (struct table){.name = "path",
		.title = "",
		.columns = columns,
		.n_columns = 3,
		.n_rows = 4,
		.cells = f->cells};
}

/* One state for each of some targets. */
static void find_live(
	void *context, const char *target, const char *written, struct live_item *item)
{
	static const struct {
		const char *prefix;
		enum live_state state;
	} rows[] = {{"stale", LIVE_STALE}, {"failed", LIVE_FAILED}, {"pending", LIVE_PENDING}};

	const struct figures *figures = context;

	(void)written;
	item->plot = strcmp(target, "by_layer") == 0 ? &figures->plot : NULL;
	item->table = strcmp(target, "path") == 0 ? &figures->table : NULL;
	item->state = strncmp(target, "unknown", 7) == 0 ? LIVE_UNKNOWN : LIVE_VERIFIED;
	item->now = "4.2e-13";
	item->message = "demo ended: over its time of 2 s";
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strncmp(target, rows[i].prefix, strlen(rows[i].prefix)) == 0)
			item->state = rows[i].state;
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int show(const struct buf *file, const struct page_options *options)
{
	struct output_style style = {
		.depth = COLOR_256, .attributes = !options->spoken, .ascii = options->ascii};
	struct page page;
	struct buf out;

	buf_init(&out);
	if (page_layout(&page, file->data, file->n, options) != STATUS_OK)
		return EXIT_FAILURE;
	lines_write(&out, &page.lines, &style);
	fwrite(out.data, 1, out.n, stdout);
	buf_done(&out);
	page_done(&page);
	return EXIT_SUCCESS;
}

static int measure(const struct buf *file, const struct page_options *options)
{
	double begin = seconds(), best = INFINITY;
	struct rusage usage;

	while (seconds() - begin < 1) {
		double start = seconds();
		struct page page;

		if (page_layout(&page, file->data, file->n, options) != STATUS_OK)
			return EXIT_FAILURE;
		page_done(&page);
		best = fmin(best, seconds() - start);
	}
	getrusage(RUSAGE_SELF, &usage);
	printf("%.1f MB/s  %.2f ms a page  %.1f MB of memory\n", (double)file->n / best * 1e-6,
		best * 1e3, (double)usage.ru_maxrss / 1024);
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	struct page_options options = {.width = 80, .live = find_live};
	int is_show = 0, c, result;
	struct figures figures;
	struct buf file;

	make_figures(&figures);
	options.live_context = &figures;
	setlocale(LC_ALL, "C.UTF-8");
	while ((c = getopt(argc, argv, "spaw:")) != -1) {
		is_show |= c == 's';
		options.spoken |= c == 'p';
		options.ascii |= c == 'a';
		if (c == 'w')
			options.width = (int)strtol(optarg, NULL, 10);
	}
	buf_init(&file);
	if (optind >= argc || buf_read_file(&file, argv[optind], MAX_FILE_BYTES) != STATUS_OK) {
		fprintf(stderr, "usage: page-bench [-s] [-p] [-a] [-w WIDTH] FILE\n");
		return EXIT_FAILURE;
	}
	/* Measured is the text alone: plots have a bench of their own. */
	if (!is_show)
		options.live = NULL;
	result = is_show ? show(&file, &options) : measure(&file, &options);
	buf_done(&file);
	return result;
}
