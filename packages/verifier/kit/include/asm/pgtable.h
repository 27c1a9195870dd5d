/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_PGTABLE_H
#define _KIT_ASM_PGTABLE_H

#include <asm/page.h>

#define _PAGE_PRESENT 0x002
#define _PAGE_NO_CACHE 0x004
#define _PAGE_WRITETHRU 0x008
#define _PAGE_RW 0x040
#define _PAGE_DIRTY 0x080
#define _PAGE_GUARDED 0x001
#define _PAGE_ACCESSED 0x400
#define _PAGE_KERNEL (_PAGE_PRESENT | _PAGE_ACCESSED | _PAGE_RW | _PAGE_DIRTY)

#define PAGE_KERNEL __pgprot(_PAGE_KERNEL)
#define pgprot_noncached(prot) __pgprot(pgprot_val(prot) | _PAGE_NO_CACHE | _PAGE_GUARDED)

extern int map_page(unsigned long va, unsigned long pa, int flags);

#endif
