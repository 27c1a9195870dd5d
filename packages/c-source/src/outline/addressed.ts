import { NAME, type Lexemes } from '../lexer.ts';

/**
 * The token that names what the `&` at token `at` takes the address of: the last member of the chain, or the variable.
 * −1 where it is another operator, or its operand is nothing of the kind.
 */
export function addressed({ text, count, kinds, starts, ends }: Lexemes, at: number): number {
  const lexeme = (i: number): string => (i >= 0 && i < count ? text.slice(starts[i], ends[i]) : '');
  if (!/^(?:[(,=?:{[]|return)$/.test(lexeme(at - 1)) && !isCastBefore()) return -1;
  let i = at + 1;
  while (lexeme(i) === '(') i++;
  let last = -1;
  for (; i < count; i++) {
    if (kinds[i] === NAME) last = i;
    else if (lexeme(i) === '[') {
      let depth = 0;
      for (; i < count; i++) {
        if (lexeme(i) === '[') depth++;
        else if (lexeme(i) === ']' && --depth === 0) break;
      }
    } else if (!/^(?:->|\.|\))$/.test(lexeme(i))) break;
    if (lexeme(i) === ')' && !/^(?:->|\.)$/.test(lexeme(i + 1))) break;
  }
  return lexeme(i) === '(' ? -1 : last;

  /** `(u32 *)&p->len`: a parenthesis after a star. */
  function isCastBefore(): boolean {
    return lexeme(at - 1) === ')' && lexeme(at - 2) === '*';
  }
}
