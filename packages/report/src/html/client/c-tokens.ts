import { h } from './element.ts';

const token =
  /(?<comment>\/\*.*?(?:\*\/|$)|\/\/.*)|(?<text>"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?)|(?<directive>^\s*#\s*\w+)|(?<keyword>\b(?:auto|break|case|char|const|continue|default|do|double|else|enum|extern|float|for|goto|if|inline|int|long|register|return|short|signed|sizeof|static|struct|switch|typedef|union|unsigned|void|volatile|while|u8|u16|u32|u64|dma_addr_t|size_t)\b)|(?<number>\b(?:0x[\da-fA-F]+|\d+)[uUlL]*\b)/g;

/** A line of C with its words marked; a comment that begins on another line is not known for one. */
export function codeLine(line: string): (string | HTMLElement)[] {
  const parts: (string | HTMLElement)[] = [];
  let end = 0;
  for (const match of line.matchAll(token)) {
    if (match.index > end) parts.push(line.slice(end, match.index));
    const [kind] = Object.entries(match.groups!).find(([, text]) => text !== undefined)!;
    parts.push(h('span', { class: `c-${kind}` }, match[0]));
    end = match.index + match[0].length;
  }
  if (end < line.length) parts.push(line.slice(end));
  return parts;
}
