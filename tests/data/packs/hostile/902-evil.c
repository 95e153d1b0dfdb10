/* Says what terminals obey, in every record that holds text. */
#include <stdio.h>
#include <string.h>

#define BAD "\033]0;OWNED\007\033[6n\033P+q\033\\\302\2335n\342\200\256\2336n\033c"

int main(int argc, char **argv)
{
	int amount = 1;

	for (int i = 1; i < argc; i++)
		if (strncmp(argv[i], "amount=", 7) == 0)
			amount = argv[i][7] - '0';
	puts("gradus-demo\t1");
	puts("title\tT" BAD);
	printf("param\tint\tamount\t%d\t1\t1\t9\tlinear\tU" BAD "\tL" BAD "\n", amount);
	puts("param\tchoice\tkind\ta" BAD "\ta" BAD "\ta" BAD "|b" BAD "\tL" BAD);
	printf("value\ttotal\t%d\tV" BAD "\n", amount);
	puts("text\tword\tW" BAD "\tV" BAD);
	puts("check\tsure\tequal\t1\t1\t0\tM" BAD);
	puts("plot\tcurve\tX" BAD "\tY" BAD "\tlinear\tlinear");
	puts("caption\tC" BAD);
	puts("series\tline\tS" BAD "\t3");
	puts("p\t0\t0\np\t1\t1\np\t2\t3");
	puts("series\tpoints\tR" BAD "\t1");
	puts("p\t1\t2");
	puts("table\tcells\tT" BAD "\tcol" BAD "\tother");
	puts("row\t'cell" BAD "\t1");
	if (amount == 9)
		puts("error\tE" BAD);
	puts("end");
	fputs("stderr" BAD "\n", stderr);
	return amount == 9;
}
