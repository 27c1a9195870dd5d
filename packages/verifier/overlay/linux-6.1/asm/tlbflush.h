#ifndef _FREEHANDLE_TLBFLUSH_H
#define _FREEHANDLE_TLBFLUSH_H
struct mm_struct;
struct vm_area_struct;
extern void flush_tlb_all(void);
extern void flush_tlb_mm(struct mm_struct *mm);
extern void flush_tlb_range(struct vm_area_struct *vma, unsigned long start, unsigned long end);
extern void flush_tlb_page(struct vm_area_struct *vma, unsigned long address);
extern void flush_tlb_kernel_range(unsigned long start, unsigned long end);
#endif
