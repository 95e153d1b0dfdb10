/*
 * Expected output in files, compared byte by byte. GOLDEN_UPDATE=1 in the
 * environment writes them anew instead; look at the difference before you keep it.
 */
#ifndef TESTS_SUPPORT_GOLDEN_H
#define TESTS_SUPPORT_GOLDEN_H

#include <stddef.h>

/* Fails the test, showing the first line that differs, unless the file at
 * `path` (from the root of the source tree) holds exactly these bytes. */
void golden_check(const char *path, const char *bytes, size_t n);

#endif
