#include "support/formulas.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FORMULAS = 200 };

static void load(struct formulas *f, const char *path)
{
	FILE *file = fopen(path, "r");
	char line[4096];

	ck_assert_msg(file != NULL, "%s: can't be read", path);
	while (fgets(line, sizeof(line), file)) {
		char *tab = strrchr(line, '\t');

		ck_assert_ptr_nonnull(tab);
		ck_assert_uint_lt(f->n, MAX_FORMULAS);
		tab[1 + strcspn(tab + 1, "\n")] = '\0';
		*tab = '\0';
		f->item[f->n].name = strdup(line);
		f->item[f->n++].tex = strdup(tab + 1);
		*strchr(f->item[f->n - 1].name, '\t') = ' ';
	}
	fclose(file);
}

void formulas_load(struct formulas *f)
{
	f->item = calloc(MAX_FORMULAS, sizeof(*f->item));
	f->n = 0;
	ck_assert_ptr_nonnull(f->item);
	load(f, "tests/data/formulas.tsv");
	load(f, "tests/data/formulas-more.tsv");
}

void formulas_done(struct formulas *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->item[i].name);
		free(f->item[i].tex);
	}
	free(f->item);
}
