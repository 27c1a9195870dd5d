import { defineRule } from './rule.ts';

/** Do not call consistent_free in an interrupt. */
export const r2 = defineRule<{ call: string; context: string }>({
  id: 'R2',
  title: 'Do not call consistent_free in an interrupt',
  severity: 'error',
  checks: 'The context of every consistent_free and of the bus wrappers over it: in_interrupt() must be false.',
  consequence:
    "BUG(): the machine stops, unless memory is plain pages or a private window. The rules for drivers forbid the call there too, so this is the driver's mistake.",
  source: '2.4.27 arch/ppc/mm/cachemap.c, consistent_free; 2.4.27 Documentation/DMA-mapping.txt; semantics 2.1, 5.1',
  message: ({ call, context }) =>
    `${call} is called in ${context} context, where freeing consistent memory is forbidden`,
});
