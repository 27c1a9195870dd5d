import type { FunctionDefinition, Statement } from '@freehandle/c-source';
import type { Retained } from '../plan/plan.ts';
import { addedAfter, indentAt } from './insertion.ts';
import { partsOf, spotAt } from './statements.ts';
import type { OpenFile } from './workspace.ts';

/** Declares a local right after the pointer `beside`, or first in the function when that is a parameter; null when it is neither. */
export function declareLocal(
  at: OpenFile,
  definition: FunctionDefinition,
  beside: string,
  name: string,
  code: string,
): Retained | null {
  const { text } = at.source;
  const declarations = declarationsOf(definition.body, beside);
  const [declaration] = declarations;
  if (declarations.length > 1) return null;
  const line = (offset: number): number => text.slice(0, offset).split('\n').length;
  const what = `local ${name} of ${definition.name}`;
  if (declaration) {
    const spot = spotAt(definition.body, declaration.start);
    if (spot?.statement !== declaration || /\bstatic\b/.test(text.slice(declaration.start, declaration.end)))
      return null;
    const edit = addedAfter(text, declaration.end, indentAt(text, declaration.start), code);
    return { file: at.file, line: line(declaration.start), what, text: code, edits: [edit] };
  }
  const [first] = definition.body;
  if (!first || !definition.parameters.some((one) => one.name === beside)) return null;
  const brace = text.lastIndexOf('{', first.start);
  const gap = first.kind === 'declaration' ? '' : blankLine(text, first);
  const edit = addedAfter(text, brace + 1, indentAt(text, first.start), code + gap);
  return { file: at.file, line: line(brace), what, text: code, edits: [edit] };
}

/** Declarations are set off from the statements by an empty line. */
function blankLine(text: string, first: Statement): string {
  return text[text.indexOf('\n', first.start) - 1] === '\r' ? '\r\n' : '\n';
}

function declarationsOf(body: readonly Statement[], name: string): Statement[] {
  return body.flatMap((statement): Statement[] =>
    statement.kind === 'declaration'
      ? statement.declarators.some((one) => one.name === name)
        ? [statement]
        : []
      : declarationsOf(partsOf(statement), name),
  );
}
