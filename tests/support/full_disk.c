#include "support/full_disk.h"

#include <check.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>

static long n_left = -1;

/* A file, and behind it the one that it stands for. */
struct full_file {
	sqlite3_file base;
	sqlite3_file *real;
};

static sqlite3_file *real(sqlite3_file *f)
{
	return ((struct full_file *)f)->real;
}

static bool is_full(void)
{
	if (n_left < 0)
		return false;
	if (!n_left)
		return true;
	n_left--;
	return false;
}

static int do_close(sqlite3_file *f)
{
	return real(f)->pMethods ? real(f)->pMethods->xClose(real(f)) : SQLITE_OK;
}

static int do_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
	return real(f)->pMethods->xRead(real(f), to, n, at);
}

static int do_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
	return is_full() ? SQLITE_FULL : real(f)->pMethods->xWrite(real(f), from, n, at);
}

static int do_truncate(sqlite3_file *f, sqlite3_int64 n)
{
	return real(f)->pMethods->xTruncate(real(f), n);
}

/* Nothing here outlives a power cut. */
static int do_sync(sqlite3_file *f, int flags)
{
	(void)f;
	(void)flags;
	return SQLITE_OK;
}

static int do_size(sqlite3_file *f, sqlite3_int64 *n)
{
	return real(f)->pMethods->xFileSize(real(f), n);
}

static int do_lock(sqlite3_file *f, int level)
{
	return real(f)->pMethods->xLock(real(f), level);
}

static int do_unlock(sqlite3_file *f, int level)
{
	return real(f)->pMethods->xUnlock(real(f), level);
}

static int do_check_lock(sqlite3_file *f, int *result)
{
	return real(f)->pMethods->xCheckReservedLock(real(f), result);
}

static int do_control(sqlite3_file *f, int op, void *arg)
{
	return real(f)->pMethods->xFileControl(real(f), op, arg);
}

static int do_sector(sqlite3_file *f)
{
	return real(f)->pMethods->xSectorSize(real(f));
}

static int do_traits(sqlite3_file *f)
{
	return real(f)->pMethods->xDeviceCharacteristics(real(f));
}

static int do_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **to)
{
	if (extend && is_full())
		return SQLITE_IOERR_SHMSIZE;
	return real(f)->pMethods->xShmMap(real(f), page, size, extend, to);
}

static int do_shm_lock(sqlite3_file *f, int at, int n, int flags)
{
	return real(f)->pMethods->xShmLock(real(f), at, n, flags);
}

static void do_shm_barrier(sqlite3_file *f)
{
	real(f)->pMethods->xShmBarrier(real(f));
}

static int do_shm_unmap(sqlite3_file *f, int remove)
{
	return real(f)->pMethods->xShmUnmap(real(f), remove);
}

static const sqlite3_io_methods methods = {.iVersion = 2,
	.xClose = do_close,
	.xRead = do_read,
	.xWrite = do_write,
	.xTruncate = do_truncate,
	.xSync = do_sync,
	.xFileSize = do_size,
	.xLock = do_lock,
	.xUnlock = do_unlock,
	.xCheckReservedLock = do_check_lock,
	.xFileControl = do_control,
	.xSectorSize = do_sector,
	.xDeviceCharacteristics = do_traits,
	.xShmMap = do_shm_map,
	.xShmLock = do_shm_lock,
	.xShmBarrier = do_shm_barrier,
	.xShmUnmap = do_shm_unmap};

static int do_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
	struct full_file *file = (struct full_file *)f;
	sqlite3_vfs *under = vfs->pAppData;
	int code;

	file->real = (sqlite3_file *)(file + 1);
	memset(file->real, 0, (size_t)under->szOsFile);
	code = under->xOpen(under, name, file->real, flags, out);
	f->pMethods = code == SQLITE_OK ? &methods : NULL;
	return code;
}

void full_disk_after(long n)
{
	static sqlite3_vfs vfs;
	sqlite3_vfs *under = sqlite3_vfs_find(NULL);

	n_left = n;
	if (vfs.zName)
		return;
	vfs = *under;
	vfs.zName = "full";
	vfs.pAppData = under;
	vfs.szOsFile = (int)sizeof(struct full_file) + under->szOsFile;
	vfs.xOpen = do_open;
	ck_assert_int_eq(sqlite3_vfs_register(&vfs, 1), SQLITE_OK);
}
