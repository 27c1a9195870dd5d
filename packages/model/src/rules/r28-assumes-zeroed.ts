import { defineRule, type Fact } from './rule.ts';
import { address } from './wording.ts';

/** Do not assume that consistent_alloc zeroes memory. */
export const r28 = defineRule<{ vaddr: Fact; offset: number }>({
  id: 'R28',
  title: 'Do not assume that consistent_alloc zeroes memory',
  severity: 'warning',
  checks: 'Reads of buffer memory that neither the driver nor the device has written.',
  consequence: 'The content is what the frame held before, or what was in RAM behind discarded cache lines.',
  source: '2.4.27 arch/ppc/mm/cachemap.c and arch/arm/mm/consistent.c; semantics 1.1, 3.1',
  message: ({ vaddr, offset }) =>
    `byte ${offset} of ${address(vaddr)} is read before anything was written to it; consistent_alloc does not zero`,
});
