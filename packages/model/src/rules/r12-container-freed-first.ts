import { defineRule } from './rule.ts';

/** Read size and handle before the object that holds them is gone. */
export const r12 = defineRule<{
  value: 'size' | 'handle' | 'size or handle';
  container: string;
  lost: 'freed' | 'overwritten';
}>({
  id: 'R12',
  title: 'Read size and handle before the object that holds them is gone',
  severity: 'error',
  checks: 'Whether the object holding the size or the handle was freed, or overwritten, before the call that reads it.',
  consequence: 'A use after free: the free gets whatever the next owner of that memory stored there.',
  source: 'semantics 11.1, callers P5, P6 and P8',
  message: ({ value, container, lost }) => `the ${value} is read from ${container} after it was ${lost}`,
});
