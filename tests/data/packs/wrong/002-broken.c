#include "lab/demo.h"

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Broken");

	demo_value(d, "x", undeclared, "nothing");
	return demo_close(d)
}
