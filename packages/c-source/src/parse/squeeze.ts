/** A text with most of its blanks left out, and where each of its characters stands in the whole one. */
export interface Squeezed {
  readonly text: string;
  /** The offset of each character, and at last that of the end. */
  readonly offsets: Uint32Array;
}

const [TAB, NEWLINE, RETURN, SPACE, HASH, BACKSLASH] = [9, 10, 13, 32, 35, 92];

/**
 * Leaves one of each run of blanks: what is masked and pruned is mostly blanks, and the parser looks at each of them.
 * A line end stays where there is one, and the lines of directives, in which blanks may end something, stay as they are.
 * `base` is added to all offsets.
 */
export function squeeze(text: string, base = 0): Squeezed {
  const size = text.length;
  const kept = Buffer.allocUnsafe(size);
  const offsets = new Uint32Array(size + 1);
  let count = 0;
  let isLineStart = true;
  let at = 0;
  const keep = (code: number, offset: number): void => {
    kept[count] = code;
    offsets[count++] = base + offset;
  };
  while (at < size) {
    const code = text.charCodeAt(at);
    if (code === SPACE || code === TAB || code === NEWLINE || code === RETURN) {
      let line = -1;
      const start = at;
      for (; at < size; at++) {
        const next = text.charCodeAt(at);
        if (next === NEWLINE) line = line < 0 ? at : line;
        else if (next !== SPACE && next !== TAB && next !== RETURN) break;
      }
      if (line < 0) keep(SPACE, start);
      else keep(NEWLINE, line);
      isLineStart ||= line >= 0;
      continue;
    }
    const end = isLineStart && code === HASH ? endOfDirective(text, at) : at + 1;
    for (; at < end; at++) keep(text.charCodeAt(at), at);
    isLineStart = text.charCodeAt(at - 1) === NEWLINE;
  }
  offsets[count] = base + size;
  return { text: kept.toString('latin1', 0, count), offsets: offsets.subarray(0, count + 1) };
}

/** Where the line after a directive begins. */
function endOfDirective(text: string, start: number): number {
  for (let at = start; ;) {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    const last = text.charCodeAt(end - 1) === RETURN ? end - 2 : end - 1;
    if (text.charCodeAt(last) !== BACKSLASH) return end + 1;
    at = end + 1;
  }
}
