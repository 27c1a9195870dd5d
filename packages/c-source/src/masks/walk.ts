import { OPERATOR_CODE, type Sheet } from './sheet.ts';

/** The code of a semicolon. */
const SEMICOLON = 59;

/** What a bracket encloses. */
export type Enclosed = 'body' | 'record' | 'enum' | 'value' | 'call' | 'paren' | 'index';

/** Where the walk over a sheet is. */
export interface Walk {
  readonly sheet: Sheet;
  /** What encloses the current token, innermost last; empty at file level. */
  stack: Enclosed[];
  /** The names of the calls that are open. */
  calls: number[];
  /** The living token before the current one, in this configuration; −1 at the start. */
  previous: number;
  /** Parentheses that are read as those of a call although they look otherwise. */
  readonly asCalls: Set<number>;
}

/** The code of what stands before, with what was put after it. */
export function codeBefore({ sheet, previous }: Walk): number {
  return previous < 0 ? SEMICOLON : sheet.after[previous]! || sheet.code(previous);
}

/** Whether a token is an operator of one of these spellings. */
export function isOperator(sheet: Sheet, k: number, spellings: ReadonlySet<string>): boolean {
  const code = sheet.code(k);
  return (code === OPERATOR_CODE || (code > 32 && code < 127)) && spellings.has(sheet.textOf(k));
}
