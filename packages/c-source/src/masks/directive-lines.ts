import { HASH, NAME } from '../lexer.ts';
import { type Walk } from './walk.ts';

/** Directives that say nothing to a parser. */
const silent = new Set(['error', 'warning', 'pragma', 'line', 'ident', 'assert', 'unassert']);
const [CLOSE_PAREN, SLASH, BACKSLASH, X] = [41, 47, 92, 0x78];

/** Masks what the grammar does not take in a directive, or in this place; gives its word. */
export function maskDirective(walk: Walk, k: number): string {
  const { sheet } = walk;
  const word = sheet.directive(k);
  const top = walk.stack[walk.stack.length - 1];
  switch (word) {
    case 'define':
    case 'undef':
    case 'include':
      if (isAllowed()) {
        if (word === 'define') maskDefine();
      } else {
        const span = { start: sheet.starts[k]!, end: sheet.directiveEnd(k) };
        if (word === 'define') sheet.defines.push(span);
        kill(span.end);
      }
      break;
    case 'if':
    case 'elif':
      maskCondition();
      break;
    case 'ifdef':
    case 'ifndef':
      rest(3);
      break;
    case 'else':
    case 'endif':
      rest(2);
      break;
    default:
      if (silent.has(word) || word === '') kill(sheet.directiveEnd(k));
  }
  return word;

  /** Between whole declarations, statements or members. */
  function isAllowed(): boolean {
    if (top !== undefined && top !== 'body' && (top !== 'record' || word === 'include')) return false;
    const { previous } = walk;
    if (previous < 0) return true;
    const code = sheet.after[previous]! || sheet.codes[previous]!;
    // `;`, `}`, `{`, `:`; at file level a macro may end in `)`.
    if (code === 59 || code === 125 || code === 123 || code === 58) return true;
    return top === undefined && code === CLOSE_PAREN && sheet.code(sheet.next(k)) !== 123;
  }

  function kill(end: number): void {
    sheet.blank(sheet.starts[k]!, end);
    sheet.dead[k] = 1;
  }

  /** The condition is of no use to the tree; what it may hold the grammar need not know. */
  function maskCondition(): void {
    const { from, to } = sheet.directiveTokens(k);
    const { starts, ends } = sheet.lexemes;
    if (to <= from + 2) return;
    const start = starts[from + 2]!;
    sheet.blank(start, ends[to - 1]!);
    // The line may have been continued before the condition.
    sheet.bytes[start] = X;
  }

  function rest(tokens: number): void {
    const { from, to } = sheet.directiveTokens(k);
    const { starts, ends } = sheet.lexemes;
    if (to > from + tokens) sheet.blank(starts[from + tokens]!, ends[to - 1]!);
  }

  function isBlank(at: number): boolean {
    const code = sheet.bytes[at];
    return code === 32 || code === 9;
  }

  /** Whether the directive ends with the parameters of the macro. */
  function isParameterEnd(from: number, to: number): boolean {
    const { text, starts, ends } = sheet.lexemes;
    if (text.charCodeAt(ends[from + 2]!) !== 40) return false;
    let close = from + 3;
    while (close < to && text.charCodeAt(starts[close]!) !== CLOSE_PAREN) close++;
    return close === to - 1;
  }

  function maskDefine(): void {
    const { from, to } = sheet.directiveTokens(k);
    const { kinds, starts, ends } = sheet.lexemes;
    const { text, bytes } = sheet;
    // Blanks after a definition of nothing make the grammar take the next line for its text.
    const isCall = isParameterEnd(from, to);
    if (isCall || to === from + 3) {
      // After a name there must be a blank first.
      const at = ends[to - 1]! + (isCall ? 0 : 1);
      if (isBlank(at) && isBlank(ends[to - 1]!)) bytes[at] = X;
    }
    // `args...`: the grammar knows the bare dots only.
    if (text.charCodeAt(ends[from + 2]!) === 40) {
      for (let j = from + 4; j + 1 < to && kinds[j] !== HASH; j++) {
        if (text.charCodeAt(starts[j]!) === CLOSE_PAREN) break;
        if (kinds[j] === NAME && text.slice(starts[j + 1], ends[j + 1]) === '...')
          sheet.blank(starts[j + 1]!, ends[j + 1]!);
      }
    }
    // A slash before a continued line looks like a comment to the grammar.
    for (let j = from + 3; j < to; j++) {
      if (
        ends[j]! - starts[j]! === 1 &&
        text.charCodeAt(starts[j]!) === SLASH &&
        text.charCodeAt(ends[j]!) === BACKSLASH
      )
        bytes[starts[j]!] = X;
    }
  }
}
