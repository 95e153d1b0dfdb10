/*
 * How fast markdown becomes styled lines: page-bench [-s] [-p] [-a] [-w WIDTH]
 * FILE lays FILE out again and again for a second of processor time and prints MB/s and the
 * memory it took; with -s it prints the page once instead.
 */
#include "base/theme.h"
#include "page/page.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { MAX_FILE_BYTES = 1 << 30 };

/* One state for each of some targets. */
static void find_live(
	void *context, const char *target, const char *written, struct live_item *item)
{
	static const struct {
		const char *prefix;
		enum live_state state;
	} rows[] = {{"stale", LIVE_STALE}, {"failed", LIVE_FAILED}, {"pending", LIVE_PENDING}};

	(void)context;
	(void)written;
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
	double start = seconds(), elapsed = 0;
	struct rusage usage;
	size_t n = 0;

	while (elapsed < 1) {
		struct page page;

		if (page_layout(&page, file->data, file->n, options) != STATUS_OK)
			return EXIT_FAILURE;
		page_done(&page);
		n++;
		elapsed = seconds() - start;
	}
	getrusage(RUSAGE_SELF, &usage);
	printf("%.1f MB/s  %.2f ms a page  %.1f MB of memory\n",
		(double)(n * file->n) / elapsed * 1e-6, elapsed / (double)n * 1e3,
		(double)usage.ru_maxrss / 1024);
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	struct page_options options = {.width = 80, .live = find_live};
	int is_show = 0, c, result;
	struct buf file;

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
	result = is_show ? show(&file, &options) : measure(&file, &options);
	buf_done(&file);
	return result;
}
