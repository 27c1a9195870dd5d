import { lineEndAt, type Edit, type Statement } from '@freehandle/c-source';
import { leaves, type Spot } from './statements.ts';

/** The white space that the line of `offset` begins with. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))![0];
}

/** One more level, as the file indents: a tab, or the fewest blanks that a line begins with. */
export function indentUnit(text: string): string {
  if (/^\t/m.test(text)) return '\t';
  const widths = [...text.matchAll(/^( {2,8})\S/gm)].map((match) => match[1]!.length);
  return widths.length > 0 ? ' '.repeat(Math.min(...widths)) : '\t';
}

/**
 * Adds a line after the code that ends at `end`, and after the comments that its line goes on with; where other code
 * follows on the line, right after it.
 */
export function addedAfter(text: string, end: number, indent: string, code: string): Edit {
  const rest = /^(?:[ \t]|\/\*[^]*?\*\/)*(?:\/\/(?:\\\r?\n|[^\r\n])*)?(?=\r?\n|$)/.exec(text.slice(end));
  if (!rest) return { start: end, end, text: ` ${code}` };
  const at = end + rest[0].trimEnd().length;
  return { start: at, end: at, text: `${lineEndAt(text, end)}${indent}${code}` };
}

/** Adds a statement that runs right after the one at `spot`; null when there is no single place for it. */
export function statementAfter(text: string, spot: Spot, code: string): Edit | null {
  const end = endOfRun(spot);
  return end === null ? null : addedAfter(text, end, indentAt(text, spot.statement.start), code);
}

/** Adds code before a statement, on a line of its own where the statement begins its line. */
export function addedBefore(text: string, statement: Statement, code: string): Edit {
  const { start } = statement;
  const indent = indentAt(text, start);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const isFirst = lineStart + indent.length === start;
  return { start, end: start, text: isFirst ? `${code}${lineEndAt(text, start)}${indent}` : `${code} ` };
}

function endOfRun({ list, index, statement }: Spot): number | null {
  switch (statement.kind) {
    case 'expression':
      return statement.end;
    case 'declaration': {
      // C of the time has no declarations after statements.
      let last = index;
      while (list[last + 1]?.kind === 'declaration') last++;
      return list[last]!.end;
    }
    case 'if':
      // The condition allocates, and the body is for its failure.
      return statement.otherwise === null && leaves(statement.then) ? statement.end : null;
    default:
      return null;
  }
}
