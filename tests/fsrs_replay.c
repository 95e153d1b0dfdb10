/* fsrs-replay FILE: prints the rows of a file of reviews (the form of
 * tests/data/fsrs-vectors.csv) that our schedule does not give. Exit status 1
 * if there are any, 2 if the file can't be read. */
#include "support/fsrs_vectors.h"

int main(int argc, char **argv)
{
	FILE *in = argc == 2 ? fopen(argv[1], "r") : NULL;
	int n, n_wrong;

	if (!in) {
		fprintf(stderr,
			argc == 2 ? "fsrs-replay: '%s' can't be read\n"
				  : "usage: fsrs-replay FILE\n",
			argc == 2 ? argv[1] : "");
		return 2;
	}
	n_wrong = fsrs_replay(in, stdout, &n);
	fclose(in);
	if (n_wrong >= 0)
		printf("%d of %d rows differ\n", n_wrong, n);
	return n_wrong < 0 ? 2 : n_wrong > 0;
}
