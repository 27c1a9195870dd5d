import { maskArgument, maskSizeof, unwrap } from './arguments.ts';
import { maskDirective } from './directive-lines.ts';
import { maskFileMacro } from './file-level.ts';
import { maskBitField, maskMember } from './members.ts';
import { DIRECTIVE_CODE, NAME_CODE, NUMBER_CODE, OPERATOR_CODE, type Sheet } from './sheet.ts';
import { maskCast, maskLabelEnd, maskRange, maskStatement } from './statements.ts';
import { maskValue } from './values.ts';
import { NOT_CALL, TYPEOF } from './vocabulary.ts';
import { codeBefore, type Enclosed, type Walk } from './walk.ts';

const [HASH_IF, HASH_ELSE, HASH_END] = ['if', 'el', 'endif'];
const [OPEN_PAREN, CLOSE_PAREN, OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [40, 41, 91, 93, 123, 125];
const [SEMICOLON, COMMA, COLON, SLASH_B] = [59, 44, 58, 92];
const validNumber =
  /^(?:0[xX][\da-fA-F]+|0[bB][01]+|\d+)(?:[uUlL]|[uU]?[lL]{2}|[lL]{2}[uU])*$|^(?:0[xX][\da-fA-F.]+[pP][+-]?\d+|\d*\.?\d*(?:[eE][+-]?\d+)?)[fFlL]?$/;

/**
 * Masks what its place or its definition shows to be a macro, and what the grammar lacks, without knowing any name. One
 * walk over the tokens, each branch of a conditional by itself.
 */
export function maskShapes(sheet: Sheet): void {
  const { count, codes, dead, match } = sheet;
  const walk: Walk = { sheet, stack: [], calls: [], previous: -1, asCalls: new Set() };
  interface State {
    readonly stack: Enclosed[];
    readonly calls: number[];
    readonly previous: number;
  }
  const state = (): State => ({ stack: [...walk.stack], calls: [...walk.calls], previous: walk.previous });
  const restore = ({ stack, calls, previous }: State): void => {
    walk.stack = [...stack];
    walk.calls = [...calls];
    walk.previous = previous;
  };
  const conditionals: { readonly before: State; after: State | null }[] = [];
  for (let k = 0; k < count; k++) {
    if (dead[k]) continue;
    const code = codes[k]!;
    switch (code) {
      case DIRECTIVE_CODE: {
        const word = maskDirective(walk, k);
        if (word.startsWith(HASH_IF)) conditionals.push({ before: state(), after: null });
        else if (word.startsWith(HASH_ELSE)) {
          const top = conditionals[conditionals.length - 1];
          if (!top) continue;
          top.after ??= state();
          restore(top.before);
        } else if (word === HASH_END) {
          const top = conditionals.pop();
          if (top?.after) restore(top.after);
        }
        continue;
      }
      case NAME_CODE:
        maskName(k);
        if (dead[k]) continue;
        break;
      case NUMBER_CODE:
        if (!/^\d+$/.test(sheet.textOf(k)) && !validNumber.test(sheet.textOf(k))) sheet.bytes[sheet.starts[k]!] = 0x78;
        break;
      case OPEN_BRACE:
        // A body in the first column is a function's, whatever was left open before.
        if (walk.stack.length > 0 && sheet.text[sheet.starts[k]! - 1] === '\n' && codeBefore(walk) === CLOSE_PAREN) {
          walk.stack = [];
          walk.calls = [];
        }
        walk.stack.push(enclosedBy(k));
        break;
      case OPEN_PAREN:
        if (isCall(k)) {
          walk.stack.push('call');
          walk.calls.push(walk.previous);
          maskArgument(walk, sheet.next(k));
          if (dead[k]) {
            // A declaration: it is read from where the macro began.
            walk.previous = sheet.before(k);
            continue;
          }
        } else {
          maskCast(walk, k);
          if (dead[k]) continue;
          maskSizeof(walk, k);
          walk.stack.push('paren');
        }
        break;
      case OPEN_BRACKET:
        walk.stack.push('index');
        break;
      case COMMA:
        if (top() === 'call') {
          maskArgument(walk, sheet.next(k), k);
          if (dead[k]) continue;
        } else if (top() === 'record') {
          maskBitField(walk, k);
          if (dead[k]) continue;
        } else if (top() === 'paren' && sheet.code(sheet.next(k)) === CLOSE_PAREN) {
          sheet.kill(k, k);
          continue;
        }
        break;
      case SEMICOLON:
        // A statement as an argument.
        if (top() === 'call') {
          if (sheet.code(sheet.next(k)) === CLOSE_PAREN) sheet.kill(k, k);
          else unwrap(walk, k);
          if (dead[k]) continue;
        }
        break;
      case COLON:
        if (top() === 'record') maskBitField(walk, k);
        else if (top() === 'body') maskLabelEnd(walk, k);
        if (dead[k]) continue;
        break;
      case CLOSE_BRACE:
      case CLOSE_PAREN:
      case CLOSE_BRACKET:
        if (walk.stack.pop() === 'call') walk.calls.pop();
        if (sheet.after[k] === OPEN_BRACE) walk.stack.push('body');
        break;
      case SLASH_B:
        // A backslash that continues no line.
        sheet.kill(k, k);
        continue;
      default:
    }
    if (code === CLOSE_BRACKET) maskAfterBracket(k);
    walk.previous = k;
  }

  function top(): Enclosed | undefined {
    return walk.stack[walk.stack.length - 1];
  }

  function enclosedBy(brace: number): Enclosed {
    const { previous } = walk;
    const before = previous < 0 ? 0 : sheet.after[previous]! || codes[previous]!;
    const own = top();
    if (own === 'paren' || own === 'call' || own === 'index') return before === OPEN_PAREN ? 'body' : 'value';
    if (before === 61 || own === 'value' || (before === CLOSE_PAREN && isCast(previous))) return 'value';
    for (let i = brace - 1, back = 0; i >= 0 && back < 4; i--) {
      if (dead[i]) continue;
      const name = sheet.word(i);
      if (name === 'enum') return 'enum';
      if (name === 'struct' || name === 'union') return 'record';
      if (name === '') break;
      back++;
    }
    return own === 'record' ? 'record' : 'body';
  }

  /** `(type)` where a value is expected. */
  function isCast(close: number): boolean {
    const before = match[close]! < 0 ? -1 : sheet.before(match[close]!);
    const code = sheet.code(before);
    return code === NAME_CODE
      ? sheet.word(before) === 'return'
      : code === OPERATOR_CODE || '=,(&?['.includes(String.fromCharCode(code || 59));
  }

  function isCall(paren: number): boolean {
    if (walk.asCalls.has(paren)) return true;
    const { previous } = walk;
    if (previous !== paren - 1 || codes[previous] !== NAME_CODE) return false;
    const { stack } = walk;
    if (!stack.includes('body') && !stack.includes('value') && top() !== 'index' && top() !== 'call') return false;
    if (sheet.classes[previous]! & NOT_CALL) return false;
    // A prototype in a function, or a declaration in parentheses.
    return !(sheet.code(previous - 1) === NAME_CODE && !dead[previous - 1] && isTypeName(previous - 1));
  }

  function isTypeName(k: number): boolean {
    const word = sheet.word(k);
    return !(sheet.classes[k]! & NOT_CALL) || word === 'int' || word === 'void' || word === 'char' || word === 'long';
  }

  function maskName(k: number): void {
    const own = top();
    if (own === 'body' && sheet.word(k) === 'case') maskRange(walk, k);
    if (sheet.ends[k]! - sheet.starts[k]! === 8 && sheet.word(k) === 'offsetof') sheet.bytes[sheet.starts[k]!] = 0x78;
    if (sheet.classes[k]! & TYPEOF && own !== 'call') {
      // The type of an expression: as a declaration's type it is a name.
      const close = match[k + 1]!;
      if (sheet.code(k + 1) === OPEN_PAREN && close > 0 && own === 'body' && walk.previous !== k - 2)
        sheet.kill(k + 1, close);
      return;
    }
    switch (own) {
      case undefined:
        maskFileMacro(walk, k);
        return;
      case 'record':
        maskMember(walk, k);
        return;
      case 'value':
        maskValue(walk, k);
        return;
      case 'body':
        maskStatement(walk, k);
        return;
      default:
    }
  }

  /** `a[n] ATTRIBUTE = …`, `[n] value` among values. */
  function maskAfterBracket(k: number): void {
    const next = sheet.next(k);
    const code = sheet.code(next);
    if (top() === 'value') {
      const open = match[k]!;
      const before = open > 0 ? sheet.code(open - 1) : 0;
      const isOperand =
        code === NAME_CODE || code === NUMBER_CODE || code === OPEN_BRACE || code === 3 || code === OPEN_PAREN;
      if ((before === OPEN_BRACE || before === COMMA) && isOperand && !(code === OPEN_PAREN && open < 0))
        sheet.mark(k, '=');
      return;
    }
    if (code !== NAME_CODE || sheet.classes[next]! & NOT_CALL || next !== k + 1) return;
    const following = sheet.code(sheet.next(next));
    if (following === 61 || following === SEMICOLON || following === COMMA) sheet.kill(next, next);
  }
}
