import { tokensOf } from '@freehandle/c-source';

/** The call of a name that stands at an offset: where it ends, and its number of arguments. Null where no bracket follows. */
export function callAt(text: string, start: number, name: string): { end: number; arguments: number } | null {
  const tokens = tokensOf(text, start + name.length, Math.min(text.length, start + 4096));
  if (tokens[0] === undefined || text[tokens[0].start] !== '(') return null;
  let depth = 0;
  let commas = 0;
  let any = false;
  for (const token of tokens) {
    const char = text[token.start];
    if (token.kind === 'punctuation' && (char === '(' || char === '[' || char === '{')) depth++;
    else if (token.kind === 'punctuation' && (char === ')' || char === ']' || char === '}')) depth--;
    else any = true;
    if (char === ',' && depth === 1) commas++;
    if (depth === 0) return { end: token.end, arguments: any ? commas + 1 : 0 };
  }
  return null;
}
