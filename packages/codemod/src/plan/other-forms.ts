import { identifierOffsets, lineIndex, type FileProblem, type Lexemes } from '@freehandle/c-source';
import { oldForms, type Migration } from '../migrations/migration.ts';
import { callAt } from './call-at.ts';

/** More places than these are not listed. */
const MOST = 5;

/**
 * The warning FH1009 for a file that calls or declares the old name with a number of arguments that neither the old form nor
 * the new one has: nothing is known of that form, and it is left as it is. Null where there is none.
 */
export function otherForms(lexemes: Lexemes, file: string, migration: Migration): FileProblem | null {
  const { name } = migration.oldCall;
  const known = [...oldForms(migration), migration.newCall]
    .filter((form) => form.name === name)
    .map((form) => form.parameters.length);
  const lines = lineIndex(lexemes.text);
  const found = identifierOffsets(lexemes, name).flatMap((start) => {
    // A macro that stands in for it where there is no such memory has the form that it likes.
    if (/#[ \t]*define[ \t]+$/.test(lexemes.text.slice(Math.max(0, start - 40), start))) return [];
    const call = callAt(lexemes.text, start, name);
    return call && !known.includes(call.arguments) ? [{ line: lines.lineOf(start), count: call.arguments }] : [];
  });
  const [first] = found;
  if (!first) return null;
  const told = found.slice(0, MOST).map(({ line }) => line);
  const places = `${told.length > 1 ? 'lines' : 'line'} ${told.join(', ')}${found.length > MOST ? ' and others' : ''}`;
  return {
    file,
    code: 'FH1009',
    severity: 'warning',
    message: `${name} has ${first.count} ${first.count === 1 ? 'argument' : 'arguments'} in ${places}: neither the old form nor the new; left as it is`,
    hint: 'Give that form a migration of its own, or mend it by hand.',
  };
}
