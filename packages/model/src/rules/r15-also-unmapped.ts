import { defineRule, type Fact } from './rule.ts';
import { address } from './wording.ts';

/** Do not also iounmap or vfree a consistent buffer. */
export const r15 = defineRule<{ call: string; vaddr: Fact }>({
  id: 'R15',
  title: 'Do not also iounmap or vfree a consistent buffer',
  severity: 'error',
  checks: 'iounmap and vfree calls against the addresses of live consistent buffers.',
  consequence:
    'The consistent_free that follows finds no vm area. Pages that are still reserved at that time are lost for ever.',
  source: 'semantics 11.1, caller P9; 2.4.27 mm/vmalloc.c, vfree',
  message: ({ call, vaddr }) =>
    `${call} takes down ${address(vaddr)}, a consistent buffer that only consistent_free may take down`,
});
