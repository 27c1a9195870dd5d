import type { Fix } from './fix.ts';

/**
 * What the paths of a function say to each argument of a free. A fix is only sure where every path that comes to the call wants
 * the same text there: what is wrong on one path may be right on another.
 */
export interface FixLedger {
  /** A path wants this fix of the part of the call at `place`; null: it wants it left as it is, or none is known. */
  say(place: number, part: string, fix: Fix | null): void;
  /** The fix that all paths agree on; null when they do not. */
  agreed(place: number, part: string): Fix | null;
}

/** A ledger without entries. */
export function fixLedger(): FixLedger {
  const said = new Map<string, Fix | null>();
  return {
    say(place, part, fix) {
      const key = `${place} ${part}`;
      const before = said.get(key);
      const same = before === undefined || (before !== null && fix !== null && textOf(before) === textOf(fix));
      said.set(key, same ? fix : null);
    },
    agreed: (place, part) => (said.get(`${place} *`) === null ? null : (said.get(`${place} ${part}`) ?? null)),
  };
}

function textOf({ edits }: Fix): string {
  return edits.map(({ start, text }) => `${start} ${text}`).join();
}
