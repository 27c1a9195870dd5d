import type { Reason } from '../facts/facts.ts';
import type { PathEnd } from '../facts/store-facts.ts';

/** Why size and handle of a free are not known. */
export type UnknownReason =
  | 'no-allocation-found'
  | 'ambiguous-allocation'
  | 'handle-not-retained'
  | 'size-not-expressible'
  | 'size-changed'
  | 'freed-container'
  | 'uninitialised-on-path'
  | 'conflicting-config';

/** An argument found: its text at the free and where it comes from. */
export interface Found {
  readonly text: string;
  readonly file: string;
  readonly line: number;
}

/** What is known of the block that a call frees. */
export type Verdict =
  | {
      readonly kind: 'known';
      readonly size: Found;
      readonly handle: Found;
      /** What was not proved, a sentence each; empty when everything was. */
      readonly doubts: readonly string[];
      readonly evidence: readonly Reason[];
      /** The members and variables that both read and that other functions may store to. */
      readonly reads: readonly PathEnd[];
    }
  | Unknown;

/** Why nothing is said. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly reason: UnknownReason;
  /** What was found out, one sentence. */
  readonly detail: string;
  readonly evidence: readonly Reason[];
}
