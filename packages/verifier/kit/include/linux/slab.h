/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_SLAB_H
#define _KIT_LINUX_SLAB_H

#include <linux/mm.h>

#define SLAB_ATOMIC GFP_ATOMIC
#define SLAB_KERNEL GFP_KERNEL
#define SLAB_DMA GFP_DMA

extern void *kmalloc(size_t size, int flags);
extern void kfree(const void *objp);

#endif
