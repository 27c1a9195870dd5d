import type { Refusal } from './refusal.ts';

/** The function's address is taken. */
export const functionPointer: Refusal = {
  reason: 'function-pointer',
  title: 'The function is called through a pointer',
  explanation:
    'The address of the function is stored, and what calls it through the pointer has the old form too; not all of that could be followed.',
  remedy: 'Give the pointer the new type, and its callers the size and the handle, together.',
  docs: 'docs/refusals/function-pointer.md',
};
