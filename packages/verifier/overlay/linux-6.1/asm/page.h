#ifndef _FREEHANDLE_PAGE_H
#define _FREEHANDLE_PAGE_H
#include <linux/const.h>
#define PAGE_SHIFT 12
#define PAGE_SIZE (_AC(1, UL) << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))
#define PAGE_OFFSET _AC(0xc0000000, UL)
#ifndef __ASSEMBLY__
#include <linux/pfn.h>
#include <linux/types.h>
typedef struct { unsigned long pte; } pte_t;
typedef struct { unsigned long pgd; } pgd_t;
typedef struct { unsigned long pgprot; } pgprot_t;
struct page;
typedef struct page *pgtable_t;
#define pte_val(x) ((x).pte)
#define pgd_val(x) ((x).pgd)
#define pgprot_val(x) ((x).pgprot)
#define __pte(x) ((pte_t){ (x) })
#define __pgd(x) ((pgd_t){ (x) })
#define __pgprot(x) ((pgprot_t){ (x) })
#define clear_page(p) __builtin_memset((p), 0, PAGE_SIZE)
#define copy_page(d, s) __builtin_memcpy((d), (s), PAGE_SIZE)
#define clear_user_page(p, v, page) clear_page(p)
#define copy_user_page(d, s, v, page) copy_page(d, s)
#define __pa(x) ((unsigned long)(x) - PAGE_OFFSET)
#define __pa_symbol(x) __pa(x)
#define __va(x) ((void *)((unsigned long)(x) + PAGE_OFFSET))
#define virt_to_pfn(v) (__pa(v) >> PAGE_SHIFT)
#define pfn_to_virt(p) __va((unsigned long)(p) << PAGE_SHIFT)
#define virt_to_page(v) pfn_to_page(virt_to_pfn(v))
#define page_to_virt(p) pfn_to_virt(page_to_pfn(p))
#define page_to_phys(p) ((phys_addr_t)page_to_pfn(p) << PAGE_SHIFT)
#define virt_addr_valid(v) ((unsigned long)(v) >= PAGE_OFFSET && (unsigned long)(v) < 0xd0000000UL)
#define pfn_valid(p) ((p) < (0x10000000UL >> PAGE_SHIFT))
#define VM_DATA_DEFAULT_FLAGS VM_DATA_FLAGS_EXEC
#define ARCH_PFN_OFFSET 0UL
#include <asm-generic/memory_model.h>
#include <asm-generic/getorder.h>
#endif
#endif
