/** The column the kernel's style breaks lines at. */
export const LINE_WIDTH = 80;
/** Width of a tab stop, in columns. */
export const TAB_WIDTH = 8;

/** The column (0-based, tabs expanded) that `text` ends in when it starts in column `from`. */
export function columnAfter(text: string, from = 0): number {
  let column = from;
  for (const char of text) {
    if (char === '\n') column = 0;
    else if (char === '\t') column += TAB_WIDTH - (column % TAB_WIDTH);
    else if (char !== '\r') column++;
  }
  return column;
}

/** The line end that `text` uses around `offset`: that of the line it stands on, else of the file's first line. */
export function lineEndAt(text: string, offset: number): '\r\n' | '\n' {
  const here = text.indexOf('\n', offset);
  const end = here >= 0 ? here : text.indexOf('\n');
  return end > 0 && text[end - 1] === '\r' ? '\r\n' : '\n';
}

/** White space that reaches `column`: tabs then blanks, or blanks only where the file indents with blanks. */
export function indentation(column: number, withTabs: boolean): string {
  if (!withTabs) return ' '.repeat(column);
  return '\t'.repeat(Math.floor(column / TAB_WIDTH)) + ' '.repeat(column % TAB_WIDTH);
}

/**
 * The text to insert at `offset` (the end of the last item of a list opened at `open`) to append `items`. Items that
 * would pass {@link LINE_WIDTH} go to a continuation line under the character after the parenthesis. `eol` overrides
 * the line end, for macros that need a backslash before it.
 */
export function appendItems(
  text: string,
  open: number,
  offset: number,
  items: readonly string[],
  continuation = '',
): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const openLineStart = text.lastIndexOf('\n', open) + 1;
  const withTabs = !/^ {2,}/.test(text.slice(openLineStart, open)) || text.includes('\n\t');
  const firstItem = text.slice(open + 1).search(/\S/) + open + 1;
  const under = columnAfter(text.slice(text.lastIndexOf('\n', firstItem) + 1, firstItem));
  const newline = continuation + lineEndAt(text, offset);
  const lineEnd = text.indexOf('\n', offset);
  const tail = text.slice(offset, lineEnd < 0 ? undefined : lineEnd).trimEnd();
  // Only what is bound to the closing parenthesis must stay on the line: a comment after it may pass the margin.
  const bound = /^[^\s/]*/.exec(tail)?.[0].length ?? 0;
  let column = columnAfter(text.slice(lineStart, offset));
  let result = '';
  items.forEach((item, index) => {
    const isLast = index === items.length - 1;
    const needed = item.length + (isLast ? bound : 1);
    if (column + 2 + needed <= LINE_WIDTH || under + needed >= column + 2 + needed) {
      result += `, ${item}`;
      column += 2 + item.length;
    } else {
      result += `,${newline}${indentation(under, withTabs)}${item}`;
      column = under + item.length;
    }
  });
  return result;
}
