/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_CACHE_H
#define _KIT_ASM_CACHE_H

/* A 405 line, in bytes. */
#define L1_CACHE_BYTES 32
#define L1_CACHE_ALIGN(x) (((x) + L1_CACHE_BYTES - 1) & ~(L1_CACHE_BYTES - 1))
#define SMP_CACHE_BYTES L1_CACHE_BYTES

extern void invalidate_dcache_range(unsigned long start, unsigned long stop);
extern void clean_dcache_range(unsigned long start, unsigned long stop);
extern void flush_dcache_range(unsigned long start, unsigned long stop);

#endif
