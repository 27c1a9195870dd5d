import type { Span } from '../span.ts';
import { DIRECTIVE_CODE, type Sheet } from './sheet.ts';
import { closeBefore } from './unclosed.ts';

interface Conditional {
  readonly lines: Span[];
  /** Depth of parentheses and braces where it began. */
  readonly parens: number;
  readonly braces: number;
  /** The branches after the first: from the `#else` line to the next line of the conditional. */
  secondAt: number;
  /** The depths at the end of the first branch, which the code after the conditional goes on from. */
  after: { readonly parens: number; readonly braces: number; readonly last: number } | null;
  /** What stood before it. */
  readonly last: number;
  /** The number of tokens before the branch. */
  from: number;
  /** `#if 0`: when it is split, the first branch is the one that goes. */
  readonly isNever: boolean;
  /** A branch is not a list of whole statements or declarations. */
  split: boolean;
  /** A branch ends with a head without its body. */
  headless: boolean;
}

const [OPEN_PAREN, CLOSE_PAREN, OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE, SEMICOLON, COLON] = [
  40, 41, 91, 93, 123, 125, 59, 58,
];

/**
 * Blanks the lines of conditionals that split a statement, an expression or a list, and every branch of them but the
 * first, because the grammar takes conditionals only between whole statements, declarations and members. Gives what was
 * taken out of sight.
 */
export function flattenConditionals(sheet: Sheet): Span[] {
  const { count, codes, dead, after } = sheet;
  const blanked: Span[] = [];
  const hidden: Span[] = [];
  const open: Conditional[] = [];
  let parens = 0;
  let braces = 0;
  let last = SEMICOLON;
  let pendingElse: Conditional | null = null;
  /** The last thing seen is a line of a conditional. */
  let isFirst = false;
  for (let k = 0; k < count; k++) {
    if (dead[k]) continue;
    const code = codes[k]!;
    if (code === DIRECTIVE_CODE) {
      const word = sheet.directive(k);
      const isConditional = word.startsWith('if') || word.startsWith('el') || word === 'endif';
      if (isConditional) conditional(word, k);
      isFirst = isConditional && word !== 'endif';
      continue;
    }
    if ((isFirst || pendingElse) && sheet.ends[k]! - sheet.starts[k]! === 4 && sheet.word(k) === 'else') {
      // A conditional that begins with the alternative of an if splits the if.
      if (isFirst && open.length > 0) open[open.length - 1]!.split = true;
      if (pendingElse) flatten(pendingElse);
    }
    isFirst = false;
    pendingElse = null;
    if (code === OPEN_PAREN || code === OPEN_BRACKET) parens++;
    else if (code === CLOSE_PAREN || code === CLOSE_BRACKET) parens = Math.max(0, parens - 1);
    else if (code === OPEN_BRACE) {
      if (braces > 0 && open.length === 0 && closeBefore(sheet, k, braces)) braces = 0;
      braces++;
    } else if (code === CLOSE_BRACE) {
      braces = Math.max(0, braces - 1);
      // `} else if (…) {` leaves the depth as it was.
      for (const one of open) if (braces < one.braces) one.split = true;
    }
    last = after[k]! || code;
    if (after[k] === OPEN_BRACE) braces++;
    else if (after[k] === CLOSE_BRACE) braces = Math.max(0, braces - 1);
  }
  for (const { start, end } of blanked) sheet.blank(start, end);
  return hidden.sort((a, b) => a.start - b.start);

  function conditional(word: string, k: number): void {
    const span = { start: sheet.starts[k]!, end: sheet.directiveEnd(k) };
    if (word.startsWith('if')) {
      const isNever = /^#[ \t]*if[ \t]+0[ \t]*(?:\r?$|\/[/*])/.test(sheet.text.slice(span.start, lineEnd(span.end)));
      const split = parens > 0 || !isBoundary(last);
      open.push({
        lines: [span],
        parens,
        braces,
        secondAt: -1,
        after: null,
        split,
        headless: false,
        isNever,
        last,
        from: k,
      });
      return;
    }
    const top = open[open.length - 1];
    if (!top) return;
    top.lines.push(span);
    if (parens !== top.parens || braces !== top.braces || !(isBoundary(last) || last === CLOSE_PAREN)) top.split = true;
    if (last === CLOSE_PAREN && sheet.before(k) > top.from) top.headless = true;
    top.from = k;
    if (word === 'endif') {
      open.pop();
      if (top.isNever && top.split) {
        if (!top.after) ({ parens, braces, last } = top);
      } else if (top.after) ({ parens, braces, last } = top.after);
      if (top.split || top.headless) flatten(top);
      else pendingElse = top;
    } else {
      if (top.secondAt < 0) {
        top.secondAt = span.start;
        top.after = { parens, braces, last };
      }
      ({ parens, braces, last } = top);
    }
  }

  function lineEnd(from: number): number {
    const end = sheet.text.indexOf('\n', from);
    return end < 0 ? sheet.text.length : end;
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

/** Whether a statement or declaration may begin after this. */
function isBoundary(code: number): boolean {
  return code === SEMICOLON || code === CLOSE_BRACE || code === OPEN_BRACE || code === COLON;
}
