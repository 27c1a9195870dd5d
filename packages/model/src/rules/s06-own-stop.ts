import { defineRule } from './rule.ts';

/** Do not stop the machine. */
export const s6 = defineRule<{ seen: string }>({
  id: 'S6',
  title: 'Do not stop the machine',
  severity: 'error',
  checks: 'Calls of panic(), and operations that no processor can do, such as a division by 0.',
  consequence: 'The machine stops where an error could have been returned to the caller.',
  source: '2.4.27 kernel/panic.c; docs/verify.md',
  message: ({ seen }) => seen,
});
