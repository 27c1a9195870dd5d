import type { Path } from '../paths/path.ts';
import type { MemberStore } from './facts.ts';

/** A part of a template that names a value: it must be given a name at the place where the text is used. */
export interface Leaf {
  /** Offsets in the template's text. */
  readonly start: number;
  readonly end: number;
  /** The place read, as written and with copies followed; empty when it is none that can be named. */
  readonly forms: readonly Path[];
  /** Only the type of the place matters (the operand of sizeof). */
  readonly typeOnly: boolean;
  /** A store to the place further on in the same function; `released` as of {@link MemberStore}. */
  readonly rewritten: Pick<MemberStore, 'line' | 'value' | 'released' | 'what'> | null;
  /**
   * It stands for nothing in the text, but is read by a macro in it: through an argument, or by a name that the text of
   * the macro itself says. Null for what the text shows.
   */
  readonly hidden: 'argument' | 'name' | null;
  /** For a local: how its value comes about; see {@link termOf}. */
  readonly term: Template | null;
  /** Other ways to say the same value, best first. */
  readonly substitutes: readonly Template[];
}

/** An expression that can be written elsewhere once its leaves are named there. Plain data. */
export interface Template {
  readonly text: string;
  readonly leaves: readonly Leaf[];
  /** The step of the function where the text is evaluated. */
  readonly step: number;
  readonly line: number;
  /** It names a place that the value was copied to at `step`, rather than where it came from. */
  readonly copied: boolean;
  /** The type of the place when it is narrower than what was copied to it; null when it is not, or not known to be. */
  readonly narrow: string | null;
  /** Whether the text needs parentheses inside a larger expression. */
  readonly composite: boolean;
  /** It calls something that is not known to give the same value each time. */
  readonly impure: boolean;
  /** What else is not sure about it, a part of a sentence; null when nothing is. */
  readonly doubt: string | null;
}
