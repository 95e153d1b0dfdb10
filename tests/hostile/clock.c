/* expect: crashed: it overflowed its stack, touched memory that isn't its own, or read a clock (SIGSEGV) */
/* The processor's counter, which clock_gettime reads too where it is the kernel's clock. */
int main(void)
{
	return (int)__builtin_ia32_rdtsc();
}
