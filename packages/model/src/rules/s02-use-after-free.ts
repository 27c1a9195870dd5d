import { defineRule } from './rule.ts';

/** Do not touch memory after giving it back. */
export const s2 = defineRule<{ seen: string }>({
  id: 'S2',
  title: 'Do not touch memory after giving it back',
  severity: 'error',
  checks: 'Every load and store of the driver against memory that was freed.',
  consequence: 'The next owner of the memory is read or overwritten.',
  source: '2.4.27 mm/slab.c, with poisoning on; docs/verify.md',
  message: ({ seen }) => seen,
});
