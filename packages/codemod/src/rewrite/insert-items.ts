import { appendItems, tokensOf, type Edit, type Span } from '@freehandle/c-source';

/** Items to be inserted into a list: behind so many of those that it has. */
export interface InsertedItems {
  readonly after: number;
  readonly items: readonly string[];
}

/**
 * Edits that insert items into a list in parentheses, `list` with these. The items it has keep their text; lines that would
 * grow too long break before what is inserted, but in a macro.
 */
export function insertItems(
  text: string,
  list: Span,
  inserted: readonly InsertedItems[],
  place: 'code' | 'macro',
): Edit[] {
  const ends = itemEnds(text, list);
  let grown = text;
  let shift = 0;
  return inserted.map(({ after, items }) => {
    const end = ends[after - 1];
    const at = end ?? firstItem(text, list);
    const plain = items.join(', ');
    const added =
      end === undefined
        ? `${plain}${ends.length > 0 ? ', ' : ''}`
        : place === 'macro'
          ? `, ${plain}`
          : appendItems(grown, list.start, end + shift, items);
    grown = grown.slice(0, at + shift) + added + grown.slice(at + shift);
    shift += added.length;
    return { start: at, end: at, text: added };
  });
}

function firstItem(text: string, list: Span): number {
  return tokensOf(text, list.start + 1, list.end - 1)[0]?.start ?? list.start + 1;
}

/** Where each item of a list ends, as written: behind the parentheses around it. */
function itemEnds(text: string, list: Span): number[] {
  const ends: number[] = [];
  let depth = 0;
  let last: number | null = null;
  for (const { start, end } of tokensOf(text, list.start + 1, list.end - 1)) {
    const token = text.slice(start, end);
    if (/^[([{]$/.test(token)) depth++;
    if (/^[)\]}]$/.test(token)) depth--;
    if (token === ',' && depth === 0 && last !== null) ends.push(last);
    last = end;
  }
  return last === null ? ends : [...ends, last];
}
