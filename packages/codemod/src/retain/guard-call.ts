import { lineEndAt, type Edit } from '@freehandle/c-source';
import type { FreeFact } from '@freehandle/provenance';
import type { Retained } from '../plan/plan.ts';
import { indentAt, indentUnit } from './insertion.ts';
import { cannot } from './retention.ts';
import { spotAt } from './statements.ts';
import type { Workspace } from './workspace.ts';

/** A test of the pointer before the call, which then does nothing for NULL, as the old form did. */
export function guardOf(workspace: Workspace, free: FreeFact): Retained | { readonly why: string } {
  const at = workspace.open(free.file);
  const definition = at?.unit.functions.find((one) => one.start <= free.start && free.start < one.end);
  const spot = definition && spotAt(definition.body, free.start);
  if (!at || !spot) return cannot(`the call is the bare body of a statement, where a test would change what follows`);
  const { statement } = spot;
  const isWhole = statement.kind === 'expression' && statement.expression.kind === 'call';
  if (!isWhole || statement.expression.start !== free.start) return cannot('the call is a part of a larger expression');
  if (!/^[\w\s.>[\]-]+$/.test(free.place) || /--|\+\+/.test(free.place))
    return cannot(`${free.place} cannot be evaluated twice`);
  const { text } = at.source;
  const gap = lineEndAt(text, free.start) + indentAt(text, statement.start) + indentUnit(text);
  const code = `if (${free.place})`;
  const edit: Edit = { start: statement.start, end: statement.start, text: code + gap };
  return { file: free.file, line: free.line, what: `test of ${free.place}`, text: code, edits: [edit] };
}
