import type { Refusal } from './refusal.ts';

/** The call is in the body of a macro. */
export const macroBody: Refusal = {
  reason: 'macro-body',
  title: 'The call is in the body of a macro',
  explanation: 'What the pointer is depends on where the macro is used; each use may free another block.',
  remedy: 'Give the macro parameters for the size and the handle, or make it an inline function.',
  docs: 'docs/refusals/macro-body.md',
};
