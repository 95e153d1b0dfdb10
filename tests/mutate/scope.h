/* Which tokens of a demo compute something that a change could make wrong. */
#ifndef TESTS_MUTATE_SCOPE_H
#define TESTS_MUTATE_SCOPE_H

#include "mutate/tokens.h"

/* One flag a token, in `arena`; NULL when out of memory. */
bool *scope_find(const struct tokens *tokens, struct arena *arena);

#endif
