/* SPDX-License-Identifier: MIT */
#ifndef EXAMPLE_ASM_IO_H
#define EXAMPLE_ASM_IO_H

#include <linux/config.h>
#include <linux/types.h>
#include <asm/addrspace.h>
#include <asm/cache.h>
#include <asm/mmio.h>

#ifdef CONFIG_NOT_COHERENT_CACHE

/*
 * Memory that processor and devices see alike, for cores whose caches do
 * not snoop: it is mapped uncached, somewhere else than its pages are in
 * lowmem.  The handle is the address a device has to be given.
 */
extern void *consistent_alloc(int gfp, size_t size, dma_addr_t *handle);
extern void consistent_free(void *vaddr);

#else

/* Any memory will do: nobody should get here. */
#define consistent_alloc(flags, bytes, bus)	NULL
#define consistent_free(addr, bytes)		do { } while (0)

#endif

#endif
