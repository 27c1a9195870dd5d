import type { Span } from '../span.ts';
import type { Masked } from './mask.ts';

const LEXEME =
  /\/\*[^]*?(?:\*\/|$)|\/\/(?:\\\r?\n|[^\n])*|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?|[()[\]{};]|(?<=^[ \t]*)#[ \t]*(if|ifdef|ifndef|else|elif|endif)\b(?:\\\r?\n|\/\*[^]*?\*\/|[^\n])*|(?<=^[ \t]*)#(?:\\\r?\n|\/\*[^]*?\*\/|[^\n])*/gm;

/**
 * Blanks conditionals that stand inside parentheses, and every branch of them but the first, because the grammar
 * takes conditionals only between statements, declarations and members.
 */
export function flattenDirectives(text: string): Masked {
  if (!text.includes('#')) return { text, hidden: [] };
  const out: Span[] = [];
  const hidden: Span[] = [];
  // One entry per open conditional: whether it is flattened, and the depth of parentheses where it began.
  const open: { flat: boolean; depth: number; elseAt: number }[] = [];
  let depth = 0;
  LEXEME.lastIndex = 0;
  for (let match = LEXEME.exec(text); match; match = LEXEME.exec(text)) {
    const lexeme = match[0];
    if (lexeme === '(' || lexeme === '[') depth++;
    else if (lexeme === ')' || lexeme === ']') depth = Math.max(0, depth - 1);
    else if (lexeme === ';' || lexeme === '}') depth = lexeme === '}' ? 0 : depth;
    if (!match[1]) continue;
    const span = { start: match.index, end: match.index + lexeme.length };
    const top = open[open.length - 1];
    if (match[1].startsWith('if')) {
      open.push({ flat: depth > 0, depth, elseAt: -1 });
      if (depth > 0) out.push(span);
    } else if (match[1] === 'endif') {
      open.pop();
      if (!top?.flat) continue;
      if (top.elseAt >= 0) {
        out.push({ start: top.elseAt, end: span.end });
        hidden.push({ start: top.elseAt, end: span.end });
      } else out.push(span);
      depth = top.depth;
    } else if (top) {
      if (top.flat && top.elseAt < 0) top.elseAt = span.start;
      if (top.flat) depth = top.depth;
    }
  }
  if (out.length === 0) return { text, hidden };
  let result = '';
  let position = 0;
  for (const span of out.sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.end <= position) continue;
    const start = Math.max(span.start, position);
    result += text.slice(position, start) + text.slice(start, span.end).replace(/[^\r\n]/g, ' ');
    position = span.end;
  }
  return { text: result + text.slice(position), hidden };
}
