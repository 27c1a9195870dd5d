import type { PathStep } from './path.ts';

/** A place in terms of a function's parameters, as its callers can name it: a parameter and the steps from its value. */
export interface ParameterPlace {
  readonly parameter: number;
  /** An index that is a parameter itself is written `#` and its position. */
  readonly steps: readonly PathStep[];
}
