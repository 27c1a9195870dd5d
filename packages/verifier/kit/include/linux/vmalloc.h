/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_VMALLOC_H
#define _KIT_LINUX_VMALLOC_H

#include <linux/mm.h>
#include <linux/spinlock.h>

#define VM_IOREMAP 0x00000001
#define VM_ALLOC 0x00000002

/* size counts the guard page. */
struct vm_struct {
	unsigned long flags;
	void *addr;
	unsigned long size;
	struct vm_struct *next;
};

extern struct vm_struct *get_vm_area(unsigned long size, unsigned long flags);
extern void *vmalloc(unsigned long size);
extern void vfree(void *addr);

#endif
