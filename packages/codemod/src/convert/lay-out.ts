import { columnAfter, indentation, LINE_WIDTH, lineEndAt, tokensOf, type Span } from '@freehandle/c-source';

/** An argument of the new call: its text, and which argument of the old call it is made from. */
export interface NewArgument {
  readonly text: string;
  readonly from: number | null;
}

/** The arguments of a call as written, without the blanks and comments around each. */
export function argumentSpans(text: string, list: Span): Span[] {
  const spans: { start: number; end: number }[] = [];
  let depth = 0;
  let open: { start: number; end: number } | null = null;
  for (const { kind, start, end } of tokensOf(text, list.start + 1, list.end - 1)) {
    const char = kind === 'punctuation' ? text[start]! : '';
    if (char === ',' && depth === 0) {
      if (open) spans.push(open);
      open = null;
      continue;
    }
    if ('([{'.includes(char) && char !== '') depth++;
    if (')]}'.includes(char) && char !== '') depth--;
    open = open ? { start: open.start, end } : { start, end };
  }
  if (open) spans.push(open);
  return spans;
}

/**
 * The new text of a call that is written at `call`: its name, and its arguments with the white space and comments that stood
 * between them. Continuation lines that stood under the first argument stand there again; an argument that would pass
 * {@link LINE_WIDTH} goes to a continuation line.
 */
export function layOut(
  text: string,
  call: Span & { readonly argumentList: Span },
  calleeEnd: number,
  name: string,
  items: readonly NewArgument[],
): string {
  const old = argumentSpans(text, call.argumentList);
  const lineStart = text.lastIndexOf('\n', call.start - 1) + 1;
  const before = text.slice(lineStart, call.start);
  const first = old[0]?.start ?? call.argumentList.end - 1;
  const opening = text.slice(calleeEnd, first);
  let result = name + opening;
  const oldUnder = columnOf(text, first);
  const under = opening.includes('\n') ? oldUnder : columnAfter(before + result);
  const withTabs = !/^ {2,}/.test(before) || text.includes('\n\t');
  const closing = text.slice(old.at(-1)?.end ?? first, call.argumentList.end);
  items.forEach((item, index) => {
    const previous = items[index - 1];
    if (previous) {
      const isKept = previous.from !== null && item.from === previous.from + 1;
      const gap = isKept ? text.slice(old[previous.from]!.end, old[item.from]!.start) : ', ';
      result += gap.includes('\n') ? realigned(gap, oldUnder, under, withTabs) : gap;
      const column = columnAfter(before + result);
      const after = index === items.length - 1 ? closing.length + 1 : 1;
      if (!gap.includes('\n') && under < column && column + item.text.length + after > LINE_WIDTH)
        result = `${result.trimEnd()}${lineEndAt(text, call.start)}${indentation(under, withTabs)}`;
    }
    result += item.text;
  });
  return result + closing;
}

function columnOf(text: string, offset: number): number {
  return columnAfter(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset));
}

/** White space whose last line stood under the first argument, so that it does again. */
function realigned(gap: string, oldUnder: number, under: number, withTabs: boolean): string {
  const end = gap.lastIndexOf('\n') + 1;
  const blanks = gap.slice(end);
  if (/\S/.test(blanks) || columnAfter(blanks) !== oldUnder) return gap;
  return gap.slice(0, end) + indentation(under, withTabs);
}
