/* expect: stopped: it called getppid, which a demo may not */
/* Resolvers run before any constructor, before libc is ready. */
static int f(void)
{
	return 0;
}

static int (*resolve(void))(void)
{
	long answer;

	__asm__ volatile("syscall" : "=a"(answer) : "a"(110) : "rcx", "r11", "memory");
	return answer ? f : 0;
}

static int g(void) __attribute__((ifunc("resolve")));

int main(void)
{
	return g();
}
