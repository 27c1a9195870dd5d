import { defineRule, type Fact } from './rule.ts';
import { address } from './wording.ts';

/** Give consistent_free only what consistent_alloc returned. */
export const r14 = defineRule<{ call: string; vaddr: Fact; origin: string }>({
  id: 'R14',
  title: 'Give consistent_free only what consistent_alloc returned',
  severity: 'error',
  checks:
    'Which allocator the freed address came from: kmalloc, page allocator, ioremap, on-chip SRAM or consistent_alloc.',
  consequence: 'A message and nothing freed, or pages of another owner changed.',
  source: 'semantics 11.4; 2.4.27 mm/vmalloc.c, vfree',
  message: ({ call, vaddr, origin }) => `${call} is given ${address(vaddr)}, which came from ${origin}`,
});
