import type { Expression } from '@freehandle/c-source';

/** A text without its blanks, which are not a part of what it says. */
export function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, '');
}

/** Whether an expression needs parentheses inside a larger one. */
export function isComposite(expression: Expression): boolean {
  return ['binary', 'conditional', 'cast', 'assign', 'comma'].includes(expression.kind);
}
