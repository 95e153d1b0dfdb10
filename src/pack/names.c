#include "pack/names.h"

#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool is_slug(const char *s, size_t n)
{
	if (!n || n > SLUG_MAX || s[0] == '-' || s[n - 1] == '-')
		return false;
	for (size_t i = 0; i < n; i++)
		if (s[i] == '-' ? s[i - 1] == '-' : !is_digit(s[i]) && (s[i] < 'a' || s[i] > 'z'))
			return false;
	return true;
}

int number_read(const char *s, size_t n)
{
	int number = 0;

	for (size_t i = 0; i < n; i++) {
		if (!is_digit(s[i]) || number > NUMBER_MAX / 10)
			return 0;
		number = number * 10 + (s[i] - '0');
	}
	return number <= NUMBER_MAX ? number : 0;
}

bool name_split(const char *name, const char *ext, int *number, const char **slug, size_t *n_slug)
{
	size_t n = strlen(name), n_ext = strlen(ext), digits = strspn(name, "0123456789");

	if (!digits || name[digits] != '-' || n < digits + 1 + n_ext ||
		strcmp(name + n - n_ext, ext) != 0)
		return false;
	*number = number_read(name, digits);
	*slug = name + digits + 1;
	*n_slug = n - n_ext - digits - 1;
	return true;
}
