#include "lab/thin.h"

size_t thin_log(double *const *columns, size_t n_columns, size_t n)
{
	size_t kept = 0;

	for (size_t k = 0; k < n; k += 1 + k / 25, kept++)
		for (size_t c = 0; c < n_columns; c++)
			columns[c][kept] = columns[c][k];
	return kept;
}
