import type { Edit, Span } from '@freehandle/c-source';
import { argumentSpans, layOut } from '../convert/lay-out.ts';
import { addedParameters, counterpart, isInOrder, type Migration } from '../migrations/migration.ts';
import { insertItems } from './insert-items.ts';

/** The call as it stands: the name, the argument list with its parentheses, and the freed pointer's argument. */
export interface CallPlace extends Span {
  readonly argumentList: Span;
  readonly vaddr: Span;
}

/** Edits that give the call its new name and arguments; the arguments that it keeps keep their text. Layout follows the file. */
export function rewriteCall(
  text: string,
  call: CallPlace,
  migration: Migration,
  values: { size: string; handle: string },
): Edit[] {
  if (!isInOrder(migration)) return [inNewOrder(text, call, migration, values)];
  return [...renaming(call.start, migration), ...argumentEdits(text, call.argumentList, migration, values, 'code')];
}

/** Edits that give the argument list of a call the size and the handle, each where it belongs. */
export function argumentEdits(
  text: string,
  list: Span,
  migration: Migration,
  values: { size: string; handle: string },
  place: 'code' | 'macro',
): Edit[] {
  const inserted = addedParameters(migration).map(({ after, parameters }) => ({
    after,
    items: parameters.map(({ role }) => (role === 'size' ? values.size : values.handle)),
  }));
  return insertItems(text, list, inserted, place);
}

function inNewOrder(
  text: string,
  call: CallPlace,
  { oldCall, newCall }: Migration,
  values: { size: string; handle: string },
): Edit {
  const written = argumentSpans(text, call.argumentList).map(({ start, end }) => text.slice(start, end));
  const items = newCall.parameters.map((parameter) => {
    if (parameter.value) return { text: parameter.value.kind === 'text' ? parameter.value.text : '', from: null };
    const from = counterpart(oldCall, parameter);
    if (from >= 0) return { text: written[from]!, from };
    return { text: parameter.role === 'size' ? values.size : values.handle, from: null };
  });
  const { start, end } = call;
  return { start, end, text: layOut(text, call, start + oldCall.name.length, newCall.name, items) };
}

/** Edits that give the call at `start` its new name: none where it keeps the old one. */
export function renaming(start: number, { oldCall, newCall }: Migration): Edit[] {
  if (newCall.name === oldCall.name) return [];
  return [{ start, end: start + oldCall.name.length, text: newCall.name }];
}

/** `text` between `start` and `end` after the edits that lie within. */
export function editedText(text: string, span: Span, edits: readonly Edit[]): string {
  let result = '';
  let position = span.start;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    result += text.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  return result + text.slice(position, span.end);
}
