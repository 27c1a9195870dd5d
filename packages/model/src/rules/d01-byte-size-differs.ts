import { defineRule, type Fact } from './rule.ts';
import { bytes } from './wording.ts';

/** dma-debug's exact form of R9: the same bytes, not only the same pages. */
export const d1 = defineRule<{ given: Fact; allocated: Fact }>({
  id: 'D1',
  title: 'Free with the byte count that was allocated, not only the page count',
  severity: 'warning',
  checks: 'The bytes given to the free against the bytes of the allocation, where both round up to the same pages.',
  consequence:
    'Nothing today, because sizes are rounded to pages; a debugging kernel warns, and a later change of either side breaks R9.',
  source: '6.1 kernel/dma/debug.c, check_unmap: different size; semantics 3.4',
  message: ({ given, allocated }) =>
    `the free says ${bytes(given)}, the buffer was allocated with ${bytes(allocated)}; both are the same pages`,
});
