import { isDoubtful } from '../facts/spoiler.ts';
import type { Event } from '../facts/facts.ts';
import type { PathEnd } from '../facts/store-facts.ts';
import type { Template } from '../facts/template.ts';
import type { FiledStore } from './stores-near.ts';
import type { MacroChange } from './macro-meaning.ts';

/** A template written at a free in another function. */
export interface Written {
  readonly text: string;
  readonly line: number;
  /** What comes before the free in its function and changes or releases what the text reads. */
  readonly spoilt: Event | null;
  /** A store elsewhere to what the text reads. */
  readonly mutated: FiledStore | null;
  readonly impure: boolean;
  /** The type of a place that it was copied to and that may have cut it off. */
  readonly narrow: string | null;
  /** What else is not sure about it. */
  readonly doubt: string | null;
  /** A macro in the text that has another meaning at the free. */
  readonly macro: MacroChange | null;
  /** A variable taken for the same object because it is the only one of its type. */
  readonly assumed: string | null;
  /** A call in the function of the free itself may change it. */
  readonly uncertain: boolean;
  /** The members and variables read that other functions may store to. */
  readonly reads: readonly PathEnd[];
  /** A store to what shares its place with what the text reads, in a union. It is no reason to say it in another way. */
  readonly overlaid: FiledStore | null;
  /** A store to a whole object around what the text reads. It is no reason either. */
  readonly overwritten: FiledStore | null;
}

/** {@link against} of a way of writing that has nothing but doubts against it is less. */
export const MOST_DOUBTS = 1.4;

/** The template written as `text`, with nothing against it but what stands against the template itself. */
export function writtenAs({ line, narrow }: Template, text: string): Written {
  return { ...plain(text, line), narrow };
}

/** A way of writing with nothing against it. */
export function plain(text: string, line: number): Written {
  return {
    text,
    line,
    spoilt: null,
    mutated: null,
    impure: false,
    narrow: null,
    doubt: null,
    macro: null,
    assumed: null,
    uncertain: false,
    reads: [],
    overlaid: null,
    overwritten: null,
  };
}

/** The first that has no more than `most` against it, else the first that has the least. */
export function firstOf(attempts: readonly (() => Written | null)[], most: number): Written | null {
  let found: Written | null = null;
  for (const attempt of attempts) {
    const written = attempt();
    if (!written) continue;
    if (against(written) <= most) return written;
    if (!found || against(written) < against(found)) found = written;
  }
  return found;
}

/** How much stands against a way of writing: 0 nothing, 1 a doubt, 2 and more an objection. */
export function against(written: Written): number {
  if (written.spoilt && !isDoubtful(written.spoilt)) return 3;
  if (written.macro) return 3;
  if (written.mutated?.value === 'changed') return 2;
  if (written.assumed !== null) return 1.5;
  const { mutated, spoilt, impure, narrow, doubt, uncertain } = written;
  const doubts = [mutated, spoilt, impure, narrow, doubt, uncertain].filter(Boolean);
  return doubts.length > 0 ? 1 + 0.05 * (doubts.length - 1) : 0;
}
