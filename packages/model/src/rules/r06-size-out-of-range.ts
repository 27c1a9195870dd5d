import { defineRule, type Fact } from './rule.ts';
import { bytes } from './wording.ts';

/** Ask for more than 0 bytes and no more than the largest block. */
export const r6 = defineRule<{ size: Fact; limit: number }>({
  id: 'R6',
  title: 'Ask for more than 0 bytes and no more than the largest block',
  severity: 'error',
  checks:
    'size > 0, and the pages of size, rounded up to a power of two, within the largest block of the platform (MAX_ORDER).',
  consequence:
    'The allocation always fails. With the allocators of the 2.4 PowerPC tree it stops the machine with BUG().',
  source: '2.4.27 include/linux/mm.h and include/asm-ppc/page.h, get_order; semantics, notation',
  message: ({ size, limit }) =>
    size === 0
      ? `an allocation of 0 bytes always fails: get_order(0) is larger than any block`
      : `an allocation of ${bytes(size)} always fails: the largest block is ${bytes(limit)}`,
});
