import type { Span } from '../span.ts';
import type { Masked } from './mask.ts';

const LEXEME =
  /\/\*[^]*?(?:\*\/|$)|\/\/(?:\\\r?\n|[^\n])*|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?|[A-Za-z_]\w*|\d[\w.]*|#|\s+|[^]/g;
const DIRECTIVE = /#[ \t]*(?:(if|ifdef|ifndef|else|elif|endif)\b)?(?:\\\r?\n|\/\*[^]*?\*\/|[^\n\\/]|\/(?!\*)|\\)*/y;

interface Conditional {
  readonly lines: Span[];
  /** Depth of parentheses and braces where it began. */
  readonly parens: number;
  readonly braces: number;
  /** The branches after the first: from the `#else` line to the next line of the conditional. */
  secondAt: number;
  /** The depths at the end of the first branch, which the code after the conditional goes on from. */
  after: { readonly parens: number; readonly braces: number } | null;
  /** `#if 0`: when it is split, the first branch is the one that goes. */
  readonly isNever: boolean;
  /** A branch is not a list of whole statements or declarations. */
  split: boolean;
}

/**
 * Blanks the lines of conditionals that split a statement, an expression or a list, and every branch of them but the
 * first, because the grammar takes conditionals only between whole statements, declarations and members.
 */
export function flattenDirectives(text: string): Masked {
  if (!/^[ \t]*#[ \t]*if/m.test(text)) return { text, hidden: [] };
  const blanked: Span[] = [];
  const hidden: Span[] = [];
  const open: Conditional[] = [];
  let parens = 0;
  let braces = 0;
  let last = ';';
  let pendingElse: Conditional | null = null;
  let atLineStart = true;
  /** The last thing seen is a line of a conditional. */
  let isFirst = false;
  LEXEME.lastIndex = 0;
  for (let match = LEXEME.exec(text); match; match = LEXEME.exec(text)) {
    const lexeme = match[0];
    const first = lexeme.charCodeAt(0);
    if (first <= 32) {
      if (lexeme.includes('\n')) atLineStart = true;
      continue;
    }
    if (lexeme.startsWith('/*') || lexeme.startsWith('//')) continue;
    if (lexeme === '#' && atLineStart) {
      DIRECTIVE.lastIndex = match.index;
      const directive = DIRECTIVE.exec(text)!;
      const span = { start: match.index, end: match.index + directive[0].length };
      LEXEME.lastIndex = span.end;
      if (directive[1]) conditional(directive[1], span);
      isFirst = Boolean(directive[1]) && directive[1] !== 'endif';
      continue;
    }
    atLineStart = false;
    // A conditional that begins with the alternative of an if splits the if.
    if (isFirst && lexeme === 'else' && open.length > 0) open[open.length - 1]!.split = true;
    isFirst = false;
    if (pendingElse) {
      if (lexeme === 'else') flatten(pendingElse);
      pendingElse = null;
    }
    if (lexeme === '(' || lexeme === '[') parens++;
    else if (lexeme === ')' || lexeme === ']') parens = Math.max(0, parens - 1);
    else if (lexeme === '{') braces++;
    else if (lexeme === '}') {
      braces = Math.max(0, braces - 1);
      // `} else if (…) {` leaves the depth as it was.
      for (const one of open) if (braces < one.braces) one.split = true;
    }
    last = lexeme;
  }
  return { text: blankAll(text, blanked), hidden: hidden.sort((a, b) => a.start - b.start) };

  function conditional(kind: string, span: Span): void {
    if (kind.startsWith('if')) {
      const isNever = /^#[ \t]*if[ \t]+0[ \t]*(?:$|\/\*)/.test(text.slice(span.start, span.end));
      const split = parens > 0 || !isBoundary(last);
      open.push({ lines: [span], parens, braces, secondAt: -1, after: null, split, isNever });
      last = ';';
      return;
    }
    const top = open[open.length - 1];
    if (!top) return;
    top.lines.push(span);
    if (parens !== top.parens || braces !== top.braces || !(isBoundary(last) || last === ')')) top.split = true;
    const endsInParenthesis = last === ')';
    if (kind === 'endif') {
      open.pop();
      if (top.isNever && top.split) {
        if (!top.after) ({ parens, braces } = top);
      } else if (top.after) ({ parens, braces } = top.after);
      // A head without its body: of a function, an if, a loop.
      if (top.split || endsInParenthesis) flatten(top);
      else pendingElse = top;
    } else {
      if (top.secondAt < 0) {
        top.secondAt = span.start;
        top.after = { parens, braces };
      }
      ({ parens, braces } = top);
    }
    last = ';';
  }

  function flatten(one: Conditional): void {
    const end = one.lines[one.lines.length - 1]!;
    if (one.isNever) {
      const never = { start: one.lines[0]!.start, end: one.secondAt < 0 ? end.end : one.lines[1]!.end };
      blanked.push(never, ...one.lines.slice(2));
      hidden.push(never);
      return;
    }
    if (one.secondAt < 0) blanked.push(...one.lines);
    else {
      blanked.push(one.lines[0]!, { start: one.secondAt, end: end.end });
      hidden.push({ start: one.secondAt, end: end.end });
    }
  }
}

/** Whether a statement or declaration may begin after this token. */
function isBoundary(token: string): boolean {
  return token === ';' || token === '}' || token === '{' || token === ':';
}

function blankAll(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  let result = '';
  let position = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.end <= position) continue;
    const start = Math.max(span.start, position);
    result += text.slice(position, start) + text.slice(start, span.end).replace(/[^\r\n]/g, ' ');
    position = span.end;
  }
  return result + text.slice(position);
}
