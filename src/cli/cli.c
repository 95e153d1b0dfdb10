#include "cli/cli.h"

#include "base/text.h"
#include "study/settings.h"

#include <langinfo.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { DEFAULT_WIDTH = 80, MIN_WIDTH = 10, MAX_WIDTH = 1000, PROGRESS_AFTER_MS = 500 };

static bool is_set(const char *variable)
{
	const char *value = getenv(variable);

	return value && value[0];
}

static bool contains(const char *text, const char *part)
{
	return text && strstr(text, part);
}

static enum color_depth color_depth(void)
{
	const char *term = getenv("TERM"), *color = getenv("COLORTERM");

	if (is_set("NO_COLOR"))
		return COLOR_NONE;
	if (contains(color, "truecolor") || contains(color, "24bit"))
		return COLOR_TRUE;
	if (contains(term, "256") || contains(term, "direct"))
		return COLOR_256;
	return contains(term, "vt100") || contains(term, "vt220") ? COLOR_NONE : COLOR_16;
}

/* COLORFGBG is "foreground;background" in those terminals that set it. */
static enum background background(void)
{
	const char *set = getenv("GRADUS_BACKGROUND"), *colors = getenv("COLORFGBG");
	const char *last = colors ? strrchr(colors, ';') : NULL;

	if (set && set[0])
		return strcmp(set, "light") == 0 ? BACKGROUND_LIGHT : BACKGROUND_DARK;
	if (last && (strcmp(last, ";15") == 0 || strcmp(last, ";7") == 0))
		return BACKGROUND_LIGHT;
	return BACKGROUND_DARK;
}

/* 0 where nothing says it. */
static int terminal_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return columns ? (int)strtol(columns, NULL, 10) : 0;
}

static int clamp_width(int width)
{
	return width < MIN_WIDTH ? MIN_WIDTH : width > MAX_WIDTH ? MAX_WIDTH : width;
}

static void use_color(struct cli *cli, bool on)
{
	cli->style.attributes = on;
	cli->style.depth = on ? color_depth() : COLOR_NONE;
}

void cli_init(struct cli *cli)
{
	const char *term = getenv("TERM");
	bool dumb = !term || !term[0] || strcmp(term, "dumb") == 0;
	int width = terminal_width();

	*cli = (struct cli){0};
	/* Of characters only: numbers have a point, and all we say is English. */
	setlocale(LC_CTYPE, "");
	cli->style.ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	if (cli->style.ascii)
		setlocale(LC_CTYPE, "C.UTF-8"); /* for the widths of text */
	cli->is_terminal = isatty(STDOUT_FILENO) && isatty(STDIN_FILENO);
	cli->style.background = background();
	use_color(cli, isatty(STDOUT_FILENO) && !dumb);
	cli->width = width > 0 ? clamp_width(width) : DEFAULT_WIDTH;
}

void cli_done(struct cli *cli)
{
	library_done(&cli->library);
	paths_done(&cli->paths);
}

static bool set_color(struct cli *cli, const char *when)
{
	if (strcmp(when, "always") == 0)
		use_color(cli, true);
	else if (strcmp(when, "never") == 0)
		use_color(cli, false);
	else if (strcmp(when, "auto") != 0)
		return false;
	return true;
}

static bool set_width(struct cli *cli, const char *text)
{
	char *end;
	long width = strtol(text, &end, 10);

	if (end == text || *end || width < MIN_WIDTH || width > MAX_WIDTH)
		return false;
	cli->width = (int)width;
	return true;
}

bool cli_option(struct cli *cli, const struct command *command, int option, int *exit_status)
{
	*exit_status = EXIT_USAGE;
	switch (option) {
	case OPTION_WIDTH:
		if (set_width(cli, optarg))
			return false;
		cli_error("--width is a number of cells from %d to %d, not '%s'", MIN_WIDTH,
			MAX_WIDTH, optarg);
		return true;
	case OPTION_COLOR:
		if (set_color(cli, optarg))
			return false;
		cli_error("--color is auto, always or never, not '%s'", optarg);
		return true;
	case OPTION_PLAIN:
		cli->spoken = true;
		use_color(cli, false);
		return false;
	case 'h':
		cli_print_help(command);
		*exit_status = EXIT_DONE;
		return true;
	default:
		fprintf(stderr, "Try 'gradus %s --help'.\n", command->name);
		return true;
	}
}

/* What the environment says goes first. Mistakes in the settings are told by
 * the commands that learn. */
static void heed_settings(struct cli *cli)
{
	const char *set = getenv("GRADUS_BACKGROUND");
	struct settings settings;
	struct diags diags;
	struct buf path;

	if (set && set[0])
		return;
	buf_init(&path);
	diags_init(&diags);
	buf_printf(&path, "%s/config.yaml", cli->paths.config);
	settings_read(&settings, path.data, &diags);
	if (settings.background != SETTINGS_BACKGROUND_ASKED)
		cli->style.background =
			settings.background == SETTINGS_LIGHT ? BACKGROUND_LIGHT : BACKGROUND_DARK;
	diags_done(&diags);
	buf_done(&path);
}

bool cli_open_library(struct cli *cli, struct diags *diags)
{
	enum status status = paths_init(&cli->paths);
	struct diags own;

	if (status != STATUS_OK) {
		cli_error("the shipped questions are not where they should be (beside the program,"
			  " or under GRADUS_ROOT): %s",
			status_text(status));
		return false;
	}
	heed_settings(cli);
	diags_init(&own);
	status = library_open(&cli->library, &cli->paths, diags ? diags : &own);
	if (own.n)
		cli_error("%zu problem%s in the packs; 'gradus check' tells", own.n,
			own.n == 1 ? "" : "s");
	diags_done(&own);
	if (status != STATUS_OK)
		cli_error("the packs can't be opened: %s", status_text(status));
	return status == STATUS_OK;
}

bool cli_find(struct cli *cli, const char *name, struct page_ref *ref)
{
	enum { MAX_NEAREST = 3 };
	const char *nearest[MAX_NEAREST];
	struct buf message;
	size_t n;

	if (library_find(&cli->library, NULL, name, ref))
		return true;
	n = library_nearest(&cli->library, name, nearest, MAX_NEAREST);
	buf_init(&message);
	for (size_t i = 0; i < n; i++)
		buf_printf(&message, "%s%s", i ? ", " : "; the nearest: ", nearest[i]);
	cli_error("there is no page '%s'%s", name, message.data);
	buf_done(&message);
	return false;
}

bool cli_print(const struct buf *text)
{
	if (buf_status(text) != STATUS_OK) {
		cli_error("%s", status_text(buf_status(text)));
		return false;
	}
	if (fwrite(text->data, 1, text->n, stdout) == text->n && fflush(stdout) == 0)
		return true;
	cli_error("standard output can't be written");
	return false;
}

bool cli_print_clean(const struct buf *text)
{
	struct buf safe;
	bool done;

	buf_init(&safe);
	for (const char *line = text->data, *end = line + text->n; line < end;) {
		size_t n = strcspn(line, "\n");

		text_clean(&safe, line, n);
		buf_putc(&safe, '\n');
		line += n + 1;
	}
	done = buf_status(&safe) == STATUS_OK && cli_print(&safe);
	buf_done(&safe);
	return done;
}

bool cli_print_lines(const struct cli *cli, const struct lines *lines)
{
	struct buf out;
	bool done;

	buf_init(&out);
	lines_write(&out, lines, &cli->style);
	done = lines_status(lines) == STATUS_OK && cli_print(&out);
	buf_done(&out);
	return done;
}

void cli_error(const char *format, ...)
{
	struct buf raw, safe;
	va_list args;

	buf_init(&raw);
	buf_init(&safe);
	va_start(args, format);
	buf_vprintf(&raw, format, args);
	va_end(args);
	text_clean(&safe, raw.data, raw.n);
	fprintf(stderr, "gradus: %s\n", safe.data);
	buf_done(&raw);
	buf_done(&safe);
}

void cli_print_diags(struct diags *diags)
{
	struct buf out;

	diags_sort(diags);
	buf_init(&out);
	diags_write(diags, &out);
	fwrite(out.data, 1, out.n, stderr);
	if (diags->status != STATUS_OK || buf_status(&out) != STATUS_OK)
		cli_error("out of memory: some errors are not shown");
	buf_done(&out);
}

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

void cli_progress(void *progress, size_t n_done, size_t n)
{
	struct cli_progress *p = progress;

	if (!p->begin_ms)
		p->begin_ms = now_ms();
	if (now_ms() - p->begin_ms < PROGRESS_AFTER_MS || !isatty(STDERR_FILENO))
		return;
	fprintf(stderr, "\rcomputing: %zu of %zu", n_done, n);
	p->is_shown = true;
}

void cli_progress_end(struct cli_progress *progress)
{
	if (progress->is_shown)
		fprintf(stderr, "\r%*s\r", 40, "");
	progress->is_shown = false;
}

struct page_options cli_page_options(const struct cli *cli)
{
	return (struct page_options){.width = cli->width,
		.ascii = cli->style.ascii,
		.no_color = cli->style.depth == COLOR_NONE,
		.spoken = cli->spoken};
}

void cli_print_help(const struct command *command)
{
	printf("usage: gradus %s %s\n\n%s.\n%s%s\n"
	       "Common options:\n"
	       "  --width N      cells of a line, 10 to 1000 (default: the terminal's, else 80)\n"
	       "  --color WHEN   auto, always or never; NO_COLOR and TERM are heeded\n"
	       "  --plain        text that reads well aloud: no boxes, formulas in words\n"
	       "  -h, --help     this text\n",
		command->name, command->synopsis, command->summary, command->help[0] ? "\n" : "",
		command->help);
}

void cli_print_usage(void)
{
	printf("usage: gradus [COMMAND] [OPTION ...] [ARGUMENT ...]\n\n"
	       "Learn machine-learning cost functions from pages whose numbers are computed live.\n"
	       "Without a command gradus opens its screens (without a terminal: an overview).\n\n");
	for (size_t i = 0; commands[i]; i++)
		printf("  %-9s %s\n", commands[i]->name, commands[i]->summary);
	printf("\n'gradus COMMAND --help' tells more.\n");
}
