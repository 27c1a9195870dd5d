import { EMPTY, EMPTY_CALL } from './macro-shapes.ts';
import { NAME_CODE, TEXT_CODE, type Sheet } from './sheet.ts';
import { ATTRIBUTE, ATTRIBUTE_CALL, NO_STRING, NOT_CALL } from './vocabulary.ts';

const [OPEN_PAREN, CLOSE_PAREN, STAR, SEMICOLON, EQUALS, OPEN_BRACE, CLOSE_BRACE] = [40, 41, 42, 59, 61, 123, 125];

/** Words after which the next one is still of the type. */
const typeStarts = new Set([
  ...[
    'static',
    'extern',
    'register',
    'auto',
    'inline',
    'const',
    'volatile',
    'struct',
    'union',
    'enum',
    'return',
    'else',
  ],
]);

/** Blanks what stands like an attribute: words of the vocabulary, and macros that are defined as nothing or as attributes. */
export function maskAttributes(sheet: Sheet): void {
  const { count, codes, classes, shapes, dead, match } = sheet;
  for (let k = 0; k < count; k++) {
    if (codes[k] !== NAME_CODE) continue;
    const isCall = codes[k + 1] === OPEN_PAREN;
    if (isCall) {
      const close = match[k + 1]!;
      if (close > 0 && (classes[k]! & ATTRIBUTE_CALL || isBeforeValue(k, close))) {
        sheet.kill(k, close);
        k = close;
      } else if (shapes[k] === EMPTY_CALL && close > 0 && isInDeclaration(k, close)) sheet.kill(k, close);
    } else if (classes[k]! & ATTRIBUTE || (shapes[k]! & EMPTY && !isStatement(k))) {
      dead[k] = 1;
      sheet.blank(sheet.starts[k]!, sheet.ends[k]!);
    }
  }

  /** With one configuration's value, or a semicolon after it, it is read as a statement. */
  function isStatement(k: number): boolean {
    const next = sheet.code(sheet.next(k));
    const before = k === 0 ? SEMICOLON : codes[k - 1]!;
    if (before !== SEMICOLON && before !== OPEN_BRACE && before !== CLOSE_BRACE) return false;
    return next === SEMICOLON || shapes[k] !== EMPTY;
  }

  /** `struct list *list __free(kfree) = NULL`: between the name of a variable, with its type before it, and its value. */
  function isBeforeValue(k: number, close: number): boolean {
    if (k < 2 || codes[k - 1] !== NAME_CODE || sheet.code(sheet.next(close)) !== EQUALS) return false;
    return codes[k - 2] === STAR || (codes[k - 2] === NAME_CODE && !typeStarts.has(sheet.word(k - 2)));
  }

  /** After a name or a list of parameters, and before what can only go on or end a declaration. */
  function isInDeclaration(k: number, close: number): boolean {
    const next = sheet.code(sheet.next(close));
    const before = k === 0 ? 0 : codes[k - 1]!;
    if (before === NAME_CODE) return next === NAME_CODE && !(classes[k - 1]! & NOT_CALL);
    return before === CLOSE_PAREN && next === SEMICOLON && !sheet.isLineBetween(k - 1, k);
  }
}

/**
 * Blanks names and calls that stand beside a string literal: `KERN_INFO PREFIX "text" STRING(X)` is one string to the
 * compiler, but the grammar takes one name only.
 */
export function maskStringNeighbours(sheet: Sheet): void {
  const { count, codes, classes, dead, match } = sheet;
  /** Where the names before the current token begin; −1 for none. */
  let run = -1;
  let previous = -1;
  for (let k = 0; k < count; k++) {
    if (dead[k]) continue;
    const code = codes[k]!;
    if (code === NAME_CODE) {
      if (classes[k]! & NO_STRING) run = -1;
      else if (previous >= 0 && codes[previous] === TEXT_CODE && sheet.text[sheet.starts[previous]!] === '"') {
        // After a string there can be nothing but more of it.
        const end = codes[k + 1] === OPEN_PAREN && match[k + 1]! > 0 ? match[k + 1]! : k;
        sheet.kill(k, end);
        k = end;
        continue;
      } else if (run < 0) run = k;
      // The arguments of a call that a string follows go with it.
      const close = codes[k + 1] === OPEN_PAREN ? match[k + 1]! : -1;
      if (close > 0 && close - k < 12 && isString(close + 1) && !(classes[k]! & NOT_CALL) && run >= 0) {
        sheet.kill(run, close);
        k = close;
        run = -1;
        continue;
      }
      if (close > 0) run = -1;
    } else {
      if (code === TEXT_CODE && run >= 0 && isString(k)) {
        sheet.blank(sheet.starts[run]!, sheet.starts[k]!);
        for (let j = run; j < k; j++) dead[j] = 1;
      }
      run = -1;
    }
    previous = k;
  }

  function isString(k: number): boolean {
    return k < count && codes[k] === TEXT_CODE && sheet.text[sheet.starts[k]!] === '"';
  }
}
