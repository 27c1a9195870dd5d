/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_PAGE_H
#define _KIT_ASM_PAGE_H

#include <asm/bug.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))
#define PAGE_ALIGN(addr) (((addr) + PAGE_SIZE - 1) & PAGE_MASK)

/* Lowmem is mapped one to one from here; RAM starts at physical 0. */
#define KERNELBASE 0xc0000000UL
#define PAGE_OFFSET KERNELBASE
#define PPC_MEMSTART 0UL

#define __pa(x) ((unsigned long)(x) - PAGE_OFFSET + PPC_MEMSTART)
#define __va(x) ((void *)((unsigned long)(x) + PAGE_OFFSET - PPC_MEMSTART))

typedef struct {
	unsigned long pgprot;
} pgprot_t;

#define pgprot_val(x) ((x).pgprot)
#define __pgprot(x) ((pgprot_t) { (x) })

/* Smallest n with (PAGE_SIZE << n) >= size; 20 for a size of 0. */
static inline int get_order(unsigned long size)
{
	unsigned long pages = (size - 1) >> PAGE_SHIFT;
	int order = 0;

	while (pages) {
		pages >>= 1;
		order++;
	}
	return order;
}

#define clear_page(page) memset((void *)(page), 0, PAGE_SIZE)
#define copy_page(to, from) memcpy((void *)(to), (void *)(from), PAGE_SIZE)

#endif
