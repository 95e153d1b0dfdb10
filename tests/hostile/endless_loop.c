/* expect: stopped: it ran over its 2 s */
int main(void)
{
	volatile int i = 0;

	for (;;)
		i++;
}
