import {
  contains,
  identifierOffsets,
  lineIndex,
  type FileProblem,
  type Lexemes,
  type Unit,
} from '@freehandle/c-source';
import { oldForms, type Migration } from '../migrations/migration.ts';
import { callAt } from './call-at.ts';

/** More lines of one form than these are not listed. */
const MOST = 5;

/**
 * The warning FH1009 for a file that calls or declares the old name with a number of arguments that neither the old form nor
 * the new one has: nothing is known of that form, and it is left as it is. Null where there is none.
 */
export function otherForms(lexemes: Lexemes, unit: Unit, migration: Migration): FileProblem | null {
  const { name } = migration.oldCall;
  const known = [...oldForms(migration), migration.newCall]
    .filter((form) => form.name === name)
    .map((form) => form.parameters.length);
  // A macro that stands in for it where there is no such memory has the form that it likes.
  const standIns = unit.macros.filter((one) => one.name === name);
  const lines = lineIndex(lexemes.text);
  const linesOf = new Map<number, number[]>();
  for (const start of identifierOffsets(lexemes, name)) {
    if (standIns.some((one) => contains(one, { start, end: start + 1 }) && start < one.parameterList.end)) continue;
    const call = callAt(lexemes.text, start, name);
    if (!call || known.includes(call.arguments)) continue;
    linesOf.set(call.arguments, [...(linesOf.get(call.arguments) ?? []), lines.lineOf(start)]);
  }
  if (linesOf.size === 0) return null;
  const forms = [...linesOf].map(
    ([count, all]) => `${count} ${count === 1 ? 'argument' : 'arguments'} in ${places(all)}`,
  );
  return {
    file: unit.path,
    code: 'FH1009',
    severity: 'warning',
    message: `${name} has ${forms.join(', and ')}: neither the old form nor the new; left as it is`,
    hint: 'Give that form a migration of its own, or mend it by hand.',
  };
}

function places(lines: readonly number[]): string {
  const told = lines.slice(0, MOST).join(', ');
  return `${lines.length > 1 ? 'lines' : 'line'} ${told}${lines.length > MOST ? ' and others' : ''}`;
}
