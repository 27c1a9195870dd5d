import { defineRule } from './rule.ts';

/** Stay inside what was allocated. */
export const s1 = defineRule<{ seen: string }>({
  id: 'S1',
  title: 'Stay inside what was allocated',
  severity: 'error',
  checks: 'Every load and store of the driver against the bounds of the object it falls next to.',
  consequence: 'Another object is overwritten, or read as if it were this one.',
  source: '2.4.27 mm/slab.c, with red zones on; docs/verify.md',
  message: ({ seen }) => seen,
});
