/* SPDX-License-Identifier: MIT */
/*
 * Consistent memory for PowerPC cores that are not cache coherent.
 *
 * The pages come from the buddy allocator and are mapped a second time,
 * uncached, into vmalloc space.  Their cached mapping in lowmem stays, so
 * nothing may be read or written through it.
 *
 * Looking for address space sleeps, and taking a mapping down needs every
 * processor: both calls are for process context only.
 */

#include <linux/mm.h>
#include <linux/module.h>
#include <linux/vmalloc.h>

#include <asm/cache.h>
#include <asm/hardirq.h>
#include <asm/io.h>
#include <asm/pgtable.h>

/* vfree() gives pages back one by one: each needs a count of its own. */
static void split_block(unsigned long lowmem, int order)
{
	struct page *head = virt_to_page(lowmem);
	struct page *page = head + (1 << order);

	while (--page > head)
		set_page_count(page, 1);
}

static int map_uncached(unsigned long to, unsigned long phys, size_t bytes)
{
	unsigned long last = to + bytes - PAGE_SIZE;
	int err;

	while (!(err = map_page(to, phys, _PAGE_KERNEL | _PAGE_NO_CACHE))) {
		if (to == last)
			return 0;
		to += PAGE_SIZE;
		phys += PAGE_SIZE;
	}
	return err;
}

void *consistent_alloc(int gfp, size_t size, dma_addr_t *handle)
{
	size_t bytes = PAGE_ALIGN(size);
	int order = get_order(bytes);
	unsigned long lowmem;
	struct vm_struct *vm;

	BUG_ON(in_interrupt());

	lowmem = __get_free_pages(gfp, order);
	BUG_ON(lowmem == 0);

	/* What is dirty in the cache must not land on the device's data later. */
	invalidate_dcache_range(lowmem, lowmem + bytes);

	vm = get_vm_area(bytes, VM_ALLOC);
	if (!vm) {
		free_pages(lowmem, order);
		return NULL;
	}

	*handle = virt_to_bus((void *)lowmem);
	split_block(lowmem, order);
	if (map_uncached((unsigned long)vm->addr, *handle, bytes)) {
		vfree(vm->addr);
		return NULL;
	}
	return vm->addr;
}

void consistent_free(void *vaddr)
{
	BUG_ON(in_interrupt());
	vfree(vaddr);
}

EXPORT_SYMBOL(consistent_alloc);
EXPORT_SYMBOL(consistent_free);
