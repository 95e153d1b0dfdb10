/* expect: crashed: it ran into __builtin_trap or no instruction (SIGILL) */
int main(void)
{
	__builtin_trap();
}
