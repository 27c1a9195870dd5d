import { checkRange, type CallGroup } from '../../binding/host.ts';
import { formatted } from '../../binding/printf.ts';
import type { Framework } from '../framework.ts';

const calls: CallGroup = (host) => {
  const print = (to: number, size: number, format: number, area: number): number => {
    const text = formatted(host.memory, format, area).slice(0, Math.max(size - 1, 0));
    if (size === 0) return 0;
    checkRange(host, to, text.length + 1, true);
    return host.memory.setText(to, text);
  };
  return { scnprintf: print, vscnprintf: print, vsnprintf: print };
};

/** What newer drivers do with texts [6.1 lib/string.c, lib/vsprintf.c]; the rest is known to drivers of all versions. */
export const strings: Framework = {
  name: 'strings',
  headers: ['linux/string.h', 'linux/errno.h'],
  calls,
  use: null,
  glue: `
ssize_t strscpy(char *to, const char *from, size_t bytes)
{
	size_t at;

	if (bytes == 0)
		return -E2BIG;
	for (at = 0; at < bytes; at++) {
		to[at] = from[at];
		if (!from[at])
			return at;
	}
	to[bytes - 1] = 0;
	return -E2BIG;
}

size_t strlcpy(char *to, const char *from, size_t bytes)
{
	size_t length = 0;

	strscpy(to, from, bytes);
	while (from[length])
		length++;
	return length;
}

void *memchr_inv(const void *from, int byte, size_t bytes)
{
	const unsigned char *at = from;

	for (; bytes > 0; bytes--, at++)
		if (*at != (unsigned char)byte)
			return (void *)at;
	return 0;
}
`,
};
