import { defineRule } from './rule.ts';

/** Let every loop end. */
export const s5 = defineRule<{ seen: string }>({
  id: 'S5',
  title: 'Let every loop end',
  severity: 'error',
  checks: 'The basic blocks that one call into the driver executes, up to a limit.',
  consequence: 'The processor never leaves the driver.',
  source: 'docs/verify.md',
  message: ({ seen }) => seen,
});
