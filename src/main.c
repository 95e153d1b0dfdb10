#include "base/paths.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	struct paths paths;

	setlocale(LC_ALL, "");
	if (paths_init(&paths) != STATUS_OK)
		return EXIT_FAILURE;
	puts(paths.questions);
	paths_done(&paths);
	return EXIT_SUCCESS;
}
