/* expect: crashed: it divided a whole number by zero (SIGFPE) */
int main(void)
{
	volatile int zero = 0;

	return 7 / zero;
}
