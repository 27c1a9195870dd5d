import type { Place } from '@freehandle/c-source';
import type { Fix } from './fix/fix.ts';

/** One step of a finding's path, in the order in which the driver runs it. */
export interface PathStep extends Omit<Place, 'column'> {
  readonly what: string;
}

/**
 * What is wrong with the code at one place. `rule` is an id of the one catalogue that running a driver reports by
 * as well, so that `freehandle explain` has a page for it.
 */
export interface Finding {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  /** Relative to the root, with `/`. */
  readonly file: string;
  /** 1-based, like the column, which counts bytes. */
  readonly line: number;
  readonly column: number;
  readonly function: string | null;
  readonly message: string;
  /** From the allocation to the place of the finding. */
  readonly evidence: readonly PathStep[];
  /** Set where what is right is known, and in scope. */
  readonly fix: Fix | null;
}

/** A finding of one file; it holds unless other files of the driver use what members named `elsewhere` hold. */
export interface ProvisionalFinding extends Finding {
  readonly elsewhere: string | null;
}
