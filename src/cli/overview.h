/* What `gradus` says where there is no terminal to open its screens in. */
#ifndef GRADUS_CLI_OVERVIEW_H
#define GRADUS_CLI_OVERVIEW_H

#include "cli/cli.h"

/* Prints what is there and the commands to begin with; false if that failed. */
bool overview_print(const struct cli *cli);

#endif
