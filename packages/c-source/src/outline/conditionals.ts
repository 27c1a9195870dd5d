import { HASH, PUNCTUATION, type Lexemes } from '../lexer.ts';
import { directiveWord } from './outline.ts';

/** Whether a conditional runs into the tokens or out of them. */
export function splitsConditional(lexemes: Lexemes, from: number, to: number): boolean {
  let depth = 0;
  for (let i = from; i <= to; i++) {
    if (!lexemes.directives[i] || lexemes.kinds[i] !== HASH) continue;
    const word = directiveWord(lexemes, i);
    if (word.startsWith('if')) depth++;
    else if (word === 'endif' && --depth < 0) return true;
    else if (word.startsWith('el') && depth === 0) return true;
  }
  return depth !== 0;
}

/** Whether conditionals in the body begin and end in it, with the same depth of brackets in each branch. */
export function isBalanced(lexemes: Lexemes, open: number, close: number): boolean {
  const { text, kinds, starts, directives } = lexemes;
  const depths: number[] = [];
  let depth = 0;
  for (let i = open + 1; i < close; i++) {
    if (directives[i]) {
      const word = kinds[i] === HASH ? directiveWord(lexemes, i) : '';
      if (word.startsWith('if')) depths.push(depth);
      else if (word === 'endif' || word.startsWith('el')) {
        if (depths[depths.length - 1] !== depth) return false;
        if (word === 'endif') depths.pop();
      }
      continue;
    }
    if (kinds[i] !== PUNCTUATION) continue;
    const code = text.charCodeAt(starts[i]!);
    if (code === 0x28 || code === 0x5b || code === 0x7b) depth++;
    else if (code === 0x29 || code === 0x5d || code === 0x7d) {
      if (--depth < 0) return false;
    }
  }
  return depth === 0 && depths.length === 0;
}
