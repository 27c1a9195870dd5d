import { ModelError } from '@freehandle/model';
import type { Framework } from '../framework.ts';

/** Searches in bitmaps, and counts of bits [6.1 lib/find_bit.c, lib/bitmap.c, lib/hweight.c]. A search without them never ends. */
export const bits: Framework = {
  name: 'bits',
  headers: ['linux/bitmap.h', 'linux/bitops.h', 'linux/slab.h'],
  calls: () => ({
    // our own loops cost no fuel: one over a number that nobody meant would go on for minutes
    __model_refuse() {
      throw new ModelError('a bitmap or list of more than a million entries');
    },
  }),
  use: null,
  glue: `
#include <linux/version.h>
extern void __model_refuse(void);

void fh_must_be_few(unsigned long entries)
{
	if (entries > 1 << 20)
		__model_refuse();
}

int fh_bit(const unsigned long *first, const unsigned long *second, unsigned long at)
{
	unsigned long word = first[at / BITS_PER_LONG] & (second ? second[at / BITS_PER_LONG] : ~0UL);

	return (word >> (at % BITS_PER_LONG)) & 1;
}

unsigned long fh_find_bit(const unsigned long *first, const unsigned long *second, unsigned long bits,
			  unsigned long start, int wanted)
{
	fh_must_be_few(bits);
	while (start < bits && fh_bit(first, second, start) != wanted)
		start++;
	return start < bits ? start : bits;
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 13, 0)
unsigned long _find_first_bit(const unsigned long *map, unsigned long bits)
{
	return fh_find_bit(map, 0, bits, 0, 1);
}

unsigned long _find_first_zero_bit(const unsigned long *map, unsigned long bits)
{
	return fh_find_bit(map, 0, bits, 0, 0);
}

unsigned long _find_first_and_bit(const unsigned long *map, const unsigned long *other, unsigned long bits)
{
	return fh_find_bit(map, other, bits, 0, 1);
}
#else
unsigned long (find_first_bit)(const unsigned long *map, unsigned long bits)
{
	return fh_find_bit(map, 0, bits, 0, 1);
}

unsigned long (find_first_zero_bit)(const unsigned long *map, unsigned long bits)
{
	return fh_find_bit(map, 0, bits, 0, 0);
}

unsigned long (find_next_bit)(const unsigned long *map, unsigned long bits, unsigned long start)
{
	return fh_find_bit(map, 0, bits, start, 1);
}

unsigned long (find_next_zero_bit)(const unsigned long *map, unsigned long bits, unsigned long start)
{
	return fh_find_bit(map, 0, bits, start, 0);
}

unsigned long (find_next_and_bit)(const unsigned long *map, const unsigned long *other, unsigned long bits, unsigned long start)
{
	return fh_find_bit(map, other, bits, start, 1);
}
#endif

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0)
unsigned long _find_next_bit(const unsigned long *map, unsigned long bits, unsigned long start)
{
	return fh_find_bit(map, 0, bits, start, 1);
}

unsigned long _find_next_zero_bit(const unsigned long *map, unsigned long bits, unsigned long start)
{
	return fh_find_bit(map, 0, bits, start, 0);
}

unsigned long _find_next_and_bit(const unsigned long *map, const unsigned long *other, unsigned long bits, unsigned long start)
{
	return fh_find_bit(map, other, bits, start, 1);
}
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(5, 13, 0)
unsigned long _find_next_bit(const unsigned long *map, const unsigned long *other, unsigned long bits,
			     unsigned long start, unsigned long inverted, unsigned long bigEndian)
{
	return fh_find_bit(map, other, bits, start, inverted == 0);
}
#endif

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 13, 0)
unsigned long _find_last_bit(const unsigned long *map, unsigned long bits)
#else
unsigned long (find_last_bit)(const unsigned long *map, unsigned long bits)
#endif
{
	unsigned long at = bits;

	fh_must_be_few(bits);
	while (at > 0)
		if (fh_bit(map, 0, --at))
			return at;
	return bits;
}

void __bitmap_set(unsigned long *map, unsigned int start, int bits)
{
	fh_must_be_few(bits > 0 ? bits : 0);
	for (; bits > 0; bits--, start++)
		map[start / BITS_PER_LONG] |= 1UL << (start % BITS_PER_LONG);
}

void __bitmap_clear(unsigned long *map, unsigned int start, int bits)
{
	fh_must_be_few(bits > 0 ? bits : 0);
	for (; bits > 0; bits--, start++)
		map[start / BITS_PER_LONG] &= ~(1UL << (start % BITS_PER_LONG));
}

unsigned long *bitmap_alloc(unsigned int bits, gfp_t gfp)
{
	return kmalloc(BITS_TO_LONGS(bits) * sizeof(long), gfp);
}

unsigned long *bitmap_zalloc(unsigned int bits, gfp_t gfp)
{
	return kzalloc(BITS_TO_LONGS(bits) * sizeof(long), gfp);
}

void bitmap_free(const unsigned long *map)
{
	kfree(map);
}

unsigned int __sw_hweight32(unsigned int word)
{
	return __builtin_popcount(word);
}

unsigned int __sw_hweight16(unsigned int word)
{
	return __builtin_popcount(word & 0xffff);
}

unsigned int __sw_hweight8(unsigned int word)
{
	return __builtin_popcount(word & 0xff);
}

unsigned long __sw_hweight64(u64 word)
{
	return __builtin_popcountll(word);
}
`,
};
