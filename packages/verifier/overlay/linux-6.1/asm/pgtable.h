/* Page tables are the model's; drivers read protections and little else. */
#ifndef _FREEHANDLE_PGTABLE_H
#define _FREEHANDLE_PGTABLE_H
#include <linux/version.h>
#define PFN_PTE_SHIFT PAGE_SHIFT
#include <asm/page.h>
#include <asm-generic/pgtable-nopmd.h>
#define PGDIR_SHIFT 22
#define PGDIR_SIZE (1UL << PGDIR_SHIFT)
#define PGDIR_MASK (~(PGDIR_SIZE - 1))
#define PTRS_PER_PGD 1024
#define PTRS_PER_PTE 1024
#define VMALLOC_START 0xd0800000UL
#define VMALLOC_END 0xfe000000UL
#define _PAGE_PRESENT 1
#define _PAGE_RW 2
#define _PAGE_USER 4
#define _PAGE_ACCESSED 8
#define _PAGE_DIRTY 16
#define _PAGE_UNCACHED 32
#define PAGE_NONE __pgprot(0)
#define PAGE_SHARED __pgprot(_PAGE_PRESENT | _PAGE_RW | _PAGE_USER)
#define PAGE_COPY __pgprot(_PAGE_PRESENT | _PAGE_USER)
#define PAGE_READONLY PAGE_COPY
#define PAGE_KERNEL __pgprot(_PAGE_PRESENT | _PAGE_RW)
#define PAGE_KERNEL_EXEC PAGE_KERNEL
#define swapper_pg_dir ((pgd_t *)0)
#define pgprot_noncached(p) __pgprot(pgprot_val(p) | _PAGE_UNCACHED)
#define pgprot_writecombine(p) pgprot_noncached(p)
#define pte_none(p) (!pte_val(p))
#define pte_present(p) (pte_val(p) & _PAGE_PRESENT)
#define pte_pfn(p) (pte_val(p) >> PAGE_SHIFT)
#define pfn_pte(f, p) __pte(((f) << PAGE_SHIFT) | pgprot_val(p))
#define pte_page(p) pfn_to_page(pte_pfn(p))
#define pte_write(p) (pte_val(p) & _PAGE_RW)
#define pte_dirty(p) (pte_val(p) & _PAGE_DIRTY)
#define pte_young(p) (pte_val(p) & _PAGE_ACCESSED)
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
#define pte_mkwrite_novma(p) __pte(pte_val(p) | _PAGE_RW)
#else
#define pte_mkwrite(p) __pte(pte_val(p) | _PAGE_RW)
#endif
#define pte_mkdirty(p) __pte(pte_val(p) | _PAGE_DIRTY)
#define pte_mkyoung(p) __pte(pte_val(p) | _PAGE_ACCESSED)
#define pte_mkold(p) __pte(pte_val(p) & ~_PAGE_ACCESSED)
#define pte_mkclean(p) __pte(pte_val(p) & ~_PAGE_DIRTY)
#define pte_wrprotect(p) __pte(pte_val(p) & ~_PAGE_RW)
#define pte_modify(p, n) __pte((pte_val(p) & PAGE_MASK) | pgprot_val(n))
#define mk_pte(page, p) pfn_pte(page_to_pfn(page), p)
#define set_pte(p, v) (*(p) = (v))
#define set_pte_at(m, a, p, v) set_pte(p, v)
#define pte_clear(m, a, p) set_pte((p), __pte(0))
#define pmd_none(p) 0
#define pmd_bad(p) 0
#define pmd_present(p) 1
#define pmd_clear(p) do { } while (0)
#define pmd_page(p) ((struct page *)0)
#define pmd_page_vaddr(p) 0UL
#define pmd_pfn(p) 0UL
#define ZERO_PAGE(v) virt_to_page(PAGE_OFFSET)
#define __swp_type(x) 0
#define __swp_offset(x) 0
#define __swp_entry(t, o) ((swp_entry_t){ 0 })
#define __pte_to_swp_entry(p) ((swp_entry_t){ pte_val(p) })
#define __swp_entry_to_pte(x) __pte((x).val)
#define update_mmu_cache(v, a, p) do { } while (0)
#define flush_tlb_fix_spurious_fault(v, a) do { } while (0)
#endif
