#include "base/status.h"

#include <stddef.h>

static const char *const texts[] = {
#define X(name, text) text,
	STATUS_LIST(X)
#undef X
};

const char *status_text(enum status status)
{
	size_t i = (size_t)status;

	return i < sizeof(texts) / sizeof(texts[0]) ? texts[i] : "unknown status";
}
