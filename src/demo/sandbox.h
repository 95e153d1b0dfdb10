/*
 * What a demo may ask of the kernel. Owns the compiled filter; knows nothing
 * of pipes, limits and records. The list itself is in docs/DEMOS.md.
 */
#ifndef GRADUS_DEMO_SANDBOX_H
#define GRADUS_DEMO_SANDBOX_H

#include "base/buf.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

struct sandbox;

/* Descriptors that the filter knows by number. They close at exec. */
enum { SANDBOX_EXEC_FD = 3, SANDBOX_SOCKET_FD = 4 };

/* Memory that a demo may ask for in one call. */
#define SANDBOX_MEMORY_BYTES ((size_t)1 << 30)

/* STATUS_UNSUPPORTED where the kernel can't filter calls. */
enum status sandbox_new(struct sandbox **sandbox);
void sandbox_free(struct sandbox *s);

/*
 * For the child, after which only sandbox_execute, sendmsg on
 * SANDBOX_SOCKET_FD and exit are open to it: no new privileges, no file, no
 * clock, no other calls. The program is open at SANDBOX_EXEC_FD. Allocates
 * nothing and writes to nothing, so that it may run in its parent's memory.
 * Returns 0 or errno; *listener gets a descriptor that tells of forbidden
 * calls, or -1 where another one is in force above us: then such a call kills
 * at once and isn't named.
 */
int sandbox_enter(const struct sandbox *s, int *listener);

/* Runs the program at SANDBOX_EXEC_FD; returns errno. */
int sandbox_execute(char *const *argv, char *const *envp);

/* For the parent, when `listener` is readable: appends what the process was
 * stopped for, "stopped: it called socket, which a demo may not". The process waits in that call:
 * kill it. False if there was nothing. */
bool sandbox_read_call(int listener, struct buf *out);

#endif
