/* expect: crashed: it overflowed its stack, touched memory that isn't its own, or read a clock (SIGSEGV) */
static int deeper(volatile char *above)
{
	volatile char here[4096];

	here[0] = (char)(above[0] + 1);
	return deeper(here) + here[0];
}

int main(void)
{
	char c = 0;

	return deeper(&c);
}
