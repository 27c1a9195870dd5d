import { defineRule } from './rule.ts';

/** Call functions through pointers of their own type. */
export const s7 = defineRule<{ seen: string }>({
  id: 'S7',
  title: 'Call functions through pointers of their own type',
  severity: 'warning',
  checks: 'The type of every function called through a pointer against the type it is called with.',
  consequence: 'WebAssembly cannot follow the call, so this run ended there and says nothing of what comes after.',
  source: 'docs/verify.md',
  message: ({ seen }) => seen,
});
