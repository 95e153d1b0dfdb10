/*
 * A disk that becomes full: SQLite's default file system with a number of
 * writes that still succeed.
 */
#ifndef TESTS_SUPPORT_FULL_DISK_H
#define TESTS_SUPPORT_FULL_DISK_H

/* From now on `n` more writes succeed, then each fails as on a full disk;
 * negative: all succeed. */
void full_disk_after(long n);

#endif
