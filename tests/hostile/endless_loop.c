/* expect: stopped: it ran over its 3 s */
int main(void)
{
	volatile int i = 0;

	for (;;)
		i++;
}
