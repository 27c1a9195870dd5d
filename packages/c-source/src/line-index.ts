/** Turns byte offsets into 1-based lines and 1-based byte columns. */
export interface LineIndex {
  lineOf(offset: number): number;
  columnOf(offset: number): number;
}

/** Index of the line starts of `text`; a line ends after LF, so CRLF needs nothing special. */
export function lineIndex(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const lineOf = (offset: number): number => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
  return { lineOf, columnOf: (offset) => offset - starts[lineOf(offset) - 1]! + 1 };
}
