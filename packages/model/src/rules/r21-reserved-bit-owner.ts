import { defineRule } from './rule.ts';
import { count } from './wording.ts';

/** Leave PG_reserved alone where the allocator owns it. */
export const r21 = defineRule<{ done: 'set' | 'cleared'; pages: number; allocator: string }>({
  id: 'R21',
  title: 'Leave PG_reserved alone where the allocator owns it',
  severity: 'warning',
  checks: 'Drivers setting or clearing the bit on pages that an allocator has reserved itself.',
  consequence:
    "The bit is a flag, not a counter: an early clear undoes the allocator's, with the faults of R16 and R19.",
  source: '2.4.27 arch/arm/mm/consistent.c against drivers/sound; semantics 4.3',
  message: ({ done, pages, allocator }) =>
    `the driver ${done} the reserved bit of ${count(pages, 'page')} that the ${allocator} allocator keeps reserved itself`,
});
