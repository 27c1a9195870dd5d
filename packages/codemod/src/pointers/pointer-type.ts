import { tokensOf, type CParameter, type Span } from '@freehandle/c-source';

/** The parameter list of a function pointer's declarator such as `(*put)(void *vaddr)`; null when it is no such one. */
export function pointerParameters(
  text: string,
  declarator: Span,
): { readonly list: Span; readonly parameters: readonly CParameter[] } | null {
  const tokens = tokensOf(text, declarator.start, declarator.end);
  const word = (i: number): string => (tokens[i] ? text.slice(tokens[i].start, tokens[i].end) : '');
  if (word(0) !== '(' || word(1) !== '*') return null;
  const open = tokens.findIndex((_token, i) => word(i) === ')') + 1;
  if (open === 0 || word(open) !== '(' || word(tokens.length - 1) !== ')') return null;
  const parameters: CParameter[] = [];
  let from = open + 1;
  let depth = 0;
  for (let i = open + 1; i < tokens.length; i++) {
    const at = word(i);
    if (depth === 0 && (at === ',' || i === tokens.length - 1)) {
      if (i === from) return null;
      const isNamed = tokens[i - 1]!.kind === 'name' && i - 1 > from;
      parameters.push({
        name: isNamed ? word(i - 1) : '',
        type: { base: '', pointers: 0, arrays: 0, isFunction: false },
        start: tokens[from]!.start,
        end: tokens[i - 1]!.end,
      });
      from = i + 1;
    }
    if (at === '(') depth++;
    else if (at === ')') depth--;
  }
  return { list: { start: tokens[open]!.start, end: tokens[tokens.length - 1]!.end }, parameters };
}
