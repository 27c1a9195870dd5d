/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_IOPORT_H
#define _KIT_LINUX_IOPORT_H

#include <linux/types.h>

struct resource {
	const char *name;
	unsigned long start, end;
	unsigned long flags;
	struct resource *parent, *sibling, *child;
};

#define IORESOURCE_IO 0x00000100
#define IORESOURCE_MEM 0x00000200
#define IORESOURCE_IRQ 0x00000400
#define IORESOURCE_DMA 0x00000800

/* Taken (not NULL) or busy (NULL); what it points to is not for drivers. */
extern struct resource *request_region(unsigned long start, unsigned long n, const char *name);
extern void release_region(unsigned long start, unsigned long n);
extern struct resource *request_mem_region(unsigned long start, unsigned long n, const char *name);
extern void release_mem_region(unsigned long start, unsigned long n);

#endif
