/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_ADDRSPACE_H
#define _KIT_ASM_ADDRSPACE_H

#include <asm/page.h>

/* Bus and physical addresses are the same on a 40x; NULL stays 0. */
#define PCI_DRAM_OFFSET 0UL

static inline unsigned long virt_to_bus(volatile void *address)
{
	return address ? __pa(address) + PCI_DRAM_OFFSET : 0;
}

static inline void *bus_to_virt(unsigned long address)
{
	return address ? __va(address - PCI_DRAM_OFFSET) : 0;
}

static inline unsigned long virt_to_phys(volatile void *address)
{
	return __pa(address);
}

static inline void *phys_to_virt(unsigned long address)
{
	return __va(address);
}

#endif
