import { defineRule } from './rule.ts';

/** Call through pointers that lead to functions. */
export const s7 = defineRule<{ seen: string }>({
  id: 'S7',
  title: 'Call through pointers that lead to functions',
  severity: 'warning',
  checks: 'Every pointer that is called: it has to be the address of a function.',
  consequence: 'The machine jumps to where no function is; this run ended there and says nothing of what comes after.',
  source: 'docs/verify.md',
  message: ({ seen }) => seen,
});
