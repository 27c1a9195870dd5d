import { defineRule } from './rule.ts';
import { address } from './wording.ts';

/** kfree of something else. */
export const k4 = defineRule<{ call: string; address: number; why: string }>({
  id: 'K4',
  title: 'Free with the function, address and order that were used to allocate',
  severity: 'error',
  checks: 'Function, address and order of every free against those of the allocation.',
  consequence: 'Nothing is freed, or memory of another owner is, or the machine stops with BUG().',
  source: '2.4.27 mm/slab.c and mm/page_alloc.c, __free_pages_ok; semantics, notation',
  message: (facts) => `${facts.call} is given ${address(facts.address)}, ${facts.why}`,
});
