/** A text in pieces, each the old text's or new in it. */
export interface Piece {
  readonly text: string;
  readonly inserted: boolean;
}

/** What stands in `after` and not in `before`, between what begins and what ends both. */
export function insertedParts(before: string, after: string): Piece[] {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return [
    { text: after.slice(0, start), inserted: false },
    { text: after.slice(start, after.length - end), inserted: true },
    { text: after.slice(after.length - end), inserted: false },
  ].filter(({ text }) => text !== '');
}
