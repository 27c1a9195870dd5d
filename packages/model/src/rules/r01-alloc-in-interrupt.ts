import { defineRule } from './rule.ts';

/** Do not call consistent_alloc in an interrupt. */
export const r1 = defineRule<{ call: string; context: string }>({
  id: 'R1',
  title: 'Do not call consistent_alloc in an interrupt',
  severity: 'error',
  checks: 'The context of every consistent_alloc: in_interrupt() must be false.',
  consequence: 'BUG(): the machine stops, because the allocation takes a vm area and page tables with GFP_KERNEL.',
  source:
    '2.4.27 arch/ppc/mm/cachemap.c and arch/arm/mm/consistent.c, first step of consistent_alloc; semantics 1.1, 3.1',
  message: ({ call, context }) => `${call} is called in ${context} context, where it stops the machine with BUG()`,
});
