import type { Template } from './template.ts';

/** The text of an argument that nobody asks for; no expression, so that it is seen where it should not be. */
export const UNNEEDED = 'unneeded';

/** What stands for an argument that the new call does not have: the same wherever it is asked for. */
export function unneeded(step: number, line: number): Template {
  return {
    text: UNNEEDED,
    leaves: [],
    step,
    line,
    copied: false,
    narrow: null,
    composite: false,
    impure: false,
    doubt: null,
  };
}
