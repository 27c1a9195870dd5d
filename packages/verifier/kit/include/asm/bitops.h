/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_BITOPS_H
#define _KIT_ASM_BITOPS_H

/* Bits are counted from the least significant one of word 0. */
static inline void set_bit(int nr, volatile void *addr)
{
	((volatile unsigned long *)addr)[nr >> 5] |= 1UL << (nr & 31);
}

static inline void clear_bit(int nr, volatile void *addr)
{
	((volatile unsigned long *)addr)[nr >> 5] &= ~(1UL << (nr & 31));
}

static inline void change_bit(int nr, volatile void *addr)
{
	((volatile unsigned long *)addr)[nr >> 5] ^= 1UL << (nr & 31);
}

static inline int test_bit(int nr, const volatile void *addr)
{
	return (((const volatile unsigned long *)addr)[nr >> 5] >> (nr & 31)) & 1;
}

static inline int test_and_set_bit(int nr, volatile void *addr)
{
	int old = test_bit(nr, addr);

	set_bit(nr, addr);
	return old;
}

static inline int test_and_clear_bit(int nr, volatile void *addr)
{
	int old = test_bit(nr, addr);

	clear_bit(nr, addr);
	return old;
}

static inline int ffs(int x)
{
	return __builtin_ffs(x);
}

#endif
