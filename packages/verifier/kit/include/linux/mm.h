/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_MM_H
#define _KIT_LINUX_MM_H

#include <linux/config.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <asm/page.h>
#include <asm/pgtable.h>

#define __GFP_DMA 0x01
#define __GFP_HIGHMEM 0x02
#define __GFP_WAIT 0x10
#define __GFP_HIGH 0x20
#define __GFP_IO 0x40
#define __GFP_HIGHIO 0x80
#define __GFP_FS 0x100
#define GFP_ATOMIC (__GFP_HIGH)
#define GFP_NOIO (__GFP_HIGH | __GFP_WAIT)
#define GFP_USER (__GFP_WAIT | __GFP_IO | __GFP_HIGHIO | __GFP_FS)
#define GFP_KERNEL (__GFP_HIGH | __GFP_WAIT | __GFP_IO | __GFP_HIGHIO | __GFP_FS)
#define GFP_DMA __GFP_DMA

#define MAX_ORDER 10

/*
 * A struct page stands for a frame number and is never looked into: mem_map is an address range nothing lies at, and
 * what is asked or changed goes to the model by frame number. Indexing with an address that is no lowmem address gives
 * a number out of range, as it does on the machine.
 */
struct page {
	unsigned long __opaque[8];
};

#define mem_map ((struct page *)0xb0000000UL)

static inline unsigned long page_to_pfn(struct page *page)
{
	return page - mem_map;
}

#define pfn_to_page(pfn) (mem_map + (pfn))
#define virt_to_page(kaddr) pfn_to_page(__pa(kaddr) >> PAGE_SHIFT)
#define page_address(page) __va(page_to_pfn(page) << PAGE_SHIFT)

extern int __page_reserved(unsigned long pfn);
extern void __set_page_reserved(unsigned long pfn);
extern void __clear_page_reserved(unsigned long pfn);
extern int __page_count(unsigned long pfn);
extern void __set_page_count(unsigned long pfn, int count);
extern void __get_page(unsigned long pfn);

#define PageReserved(page) __page_reserved(page_to_pfn(page))
#define SetPageReserved(page) __set_page_reserved(page_to_pfn(page))
#define ClearPageReserved(page) __clear_page_reserved(page_to_pfn(page))
#define page_count(page) __page_count(page_to_pfn(page))
#define set_page_count(page, count) __set_page_count(page_to_pfn(page), (count))
#define get_page(page) __get_page(page_to_pfn(page))

extern unsigned long __get_free_pages(unsigned int gfp_mask, unsigned int order);
extern unsigned long get_zeroed_page(unsigned int gfp_mask);
extern void free_pages(unsigned long addr, unsigned int order);

#define __get_free_page(gfp_mask) __get_free_pages((gfp_mask), 0)
#define __get_dma_pages(gfp_mask, order) __get_free_pages((gfp_mask) | GFP_DMA, (order))
#define free_page(addr) free_pages((addr), 0)

static inline struct page *alloc_pages(unsigned int gfp_mask, unsigned int order)
{
	unsigned long addr = __get_free_pages(gfp_mask, order);

	return addr ? virt_to_page(addr) : NULL;
}

#define alloc_page(gfp_mask) alloc_pages((gfp_mask), 0)
#define __free_pages(page, order) free_pages((unsigned long)page_address(page), (order))
#define __free_page(page) __free_pages((page), 0)
#define put_page(page) __free_page(page)

#define VM_READ 0x00000001
#define VM_WRITE 0x00000002
#define VM_EXEC 0x00000004
#define VM_SHARED 0x00000008
#define VM_LOCKED 0x00002000
#define VM_IO 0x00004000
#define VM_DONTCOPY 0x00020000
#define VM_RESERVED 0x00080000

struct mm_struct;
struct file;
struct vm_operations_struct;

struct vm_area_struct {
	struct mm_struct *vm_mm;
	unsigned long vm_start;
	unsigned long vm_end;
	struct vm_area_struct *vm_next;
	pgprot_t vm_page_prot;
	unsigned long vm_flags;
	struct vm_operations_struct *vm_ops;
	unsigned long vm_pgoff;
	struct file *vm_file;
	void *vm_private_data;
};

struct vm_operations_struct {
	void (*open)(struct vm_area_struct *area);
	void (*close)(struct vm_area_struct *area);
	struct page *(*nopage)(struct vm_area_struct *area, unsigned long address, int unused);
};

/* No vma: it maps what is reserved or no RAM, leaves holes elsewhere, and says 0 in both cases. */
extern int remap_page_range(unsigned long from, unsigned long to, unsigned long size, pgprot_t prot);
#define io_remap_page_range(from, to, size, prot) remap_page_range((from), (to), (size), (prot))

#endif
