import { appendItems, tokensOf, type Edit, type Span } from '@freehandle/c-source';
import { argumentSpans, layOut } from '../convert/lay-out.ts';
import { addedParameters, counterpart, isAppended, type Migration } from '../migrations/migration.ts';

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
  if (!isAppended(migration)) return [inNewOrder(text, call, migration, values)];
  const items = addedParameters(migration).map(({ role }) => (role === 'size' ? values.size : values.handle));
  const end = lastArgumentEnd(text, call);
  const added = { start: end, end, text: appendItems(text, call.argumentList.start, end, items) };
  return [...renaming(call.start, migration), added];
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

/** Where the last argument ends as written: behind the parentheses around it, which its span leaves out. */
function lastArgumentEnd(text: string, { argumentList }: CallPlace): number {
  return tokensOf(text, argumentList.start, argumentList.end - 1).at(-1)!.end;
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
