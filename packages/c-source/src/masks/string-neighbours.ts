const LEXEME = /[A-Za-z_]\w*|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?|\s+|[^]/g;

/** Words that may stand before a string without being part of it. */
const keywords = new Set(['return', 'case', 'sizeof', 'else', 'extern', 'asm', '__asm__', 'goto', 'in', 'L']);

/**
 * Blanks names that stand before a string literal: `KERN_INFO PREFIX "text"` is one string to the compiler, but the
 * grammar takes one name only. One pass, linear.
 */
export function blankNamesBeforeStrings(text: string): string {
  let result = '';
  let copied = 0;
  let runStart = -1;
  let inDirective = false;
  let atLineStart = true;
  LEXEME.lastIndex = 0;
  for (let match = LEXEME.exec(text); match; match = LEXEME.exec(text)) {
    const lexeme = match[0];
    const first = lexeme.charCodeAt(0);
    if (first <= 32) {
      if (!lexeme.includes('\n')) continue;
      atLineStart = true;
      if (inDirective) runStart = -1;
      if (text[match.index - 1] !== '\\') inDirective = false;
      continue;
    }
    if (lexeme === '#' && atLineStart) inDirective = true;
    atLineStart = false;
    if (/^[A-Za-z_]/.test(lexeme)) {
      if (keywords.has(lexeme)) runStart = -1;
      else if (runStart < 0) runStart = match.index;
      continue;
    }
    if (first === 0x22 && runStart >= 0 && !inDirective) {
      result += text.slice(copied, runStart) + text.slice(runStart, match.index).replace(/[^\r\n]/g, ' ');
      copied = match.index;
    }
    runStart = -1;
  }
  return result + text.slice(copied);
}
