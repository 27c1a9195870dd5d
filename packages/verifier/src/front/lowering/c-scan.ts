/** Index after the string or character literal that opens at `start`. */
export function afterLiteral(text: string, start: number): number {
  const quote = text[start];
  let index = start + 1;
  while (index < text.length && text[index] !== quote) index += text[index] === '\\' ? 2 : 1;
  return index + 1;
}

/** Index of the next character that is neither space, line continuation nor comment. */
export function afterBlank(text: string, start: number): number {
  const blank = /(?:\s|\\\n|\/\*[^]*?\*\/)*/y;
  blank.lastIndex = start;
  blank.exec(text);
  return blank.lastIndex;
}

/** Characters a bracket may hold: a text that never closes one must not be read to its end for each that it opens. */
const LONGEST = 8192;

/** Index after the `)` that closes the `(` at `start`, or -1. Literals and comments are passed over. */
export function afterParentheses(text: string, start: number): number {
  let depth = 0;
  let index = start;
  const limit = Math.min(text.length, start + LONGEST);
  while (index < limit) {
    const character = text[index]!;
    if (character === '"' || character === "'") {
      index = afterLiteral(text, index);
      continue;
    }
    if (text.startsWith('/*', index)) {
      const end = text.indexOf('*/', index + 2);
      if (end < 0) return -1;
      index = end + 2;
      continue;
    }
    if (character === '(') depth++;
    if (character === ')' && --depth === 0) return index + 1;
    index++;
  }
  return -1;
}

/** Splits at `separator` outside brackets and literals. */
export function splitAtTopLevel(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let last = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    if (character === '"' || character === "'") index = afterLiteral(text, index) - 1;
    else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (character === separator && depth === 0) {
      parts.push(text.slice(last, index));
      last = index + 1;
    }
  }
  return [...parts, text.slice(last)];
}
