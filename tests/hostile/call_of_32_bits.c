/* expect: stopped: it made a system call that a demo may not */
int main(void)
{
	int answer;

	__asm__ volatile("int $0x80" : "=a"(answer) : "a"(20) : "memory");
	return answer;
}
