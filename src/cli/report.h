/*
 * A demo's result as styled lines: parameters, values, checks, plots, tables,
 * errors. The same for `run` and for screens.
 */
#ifndef GRADUS_CLI_REPORT_H
#define GRADUS_CLI_REPORT_H

#include "base/diag.h"
#include "base/lines.h"
#include "base/status.h"
#include "demo/record.h"
#include "page/page.h"

/* Appends the report. `name` is what the reader calls the demo; `compile` may
 * be NULL or empty. */
enum status report_layout(struct lines *out, const char *name, const struct demo_result *result,
	const struct diags *compile, const struct page_options *options);

#endif
