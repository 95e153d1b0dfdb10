/* expect: line 1 of its output: it wrote nothing; does it call demo_open and demo_close? */
int main(void)
{
	return 0;
}
