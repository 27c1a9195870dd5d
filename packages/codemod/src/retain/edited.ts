import { applyEdits, sortEdits, sourceFromBytes, type Edit, type Source } from '@freehandle/c-source';

/** The file as it would be. */
export function edited(source: Source, edits: readonly Edit[]): Source {
  return sourceFromBytes(source.path, applyEdits(source, edits));
}

/** Where code that stands at `offset` stands after the edits; what is put in right before it comes before it. */
export function offsetAfter(edits: readonly Edit[], offset: number): number {
  return edits.reduce(
    (at, edit) => (edit.end <= offset ? at + edit.text.length - (edit.end - edit.start) : at),
    offset,
  );
}

/** For each line of the edited file (0-based), the 1-based line of the file as it is. */
export function linesBefore(text: string, edits: readonly Edit[]): readonly number[] {
  const lines = [1];
  let line = 1;
  let position = 0;
  const keep = (end: number): void => {
    for (; position < end; position++) if (text[position] === '\n') lines.push(++line);
  };
  for (const edit of sortEdits(edits)) {
    keep(edit.start);
    for (const char of edit.text) if (char === '\n') lines.push(line);
    for (; position < edit.end; position++) if (text[position] === '\n') line++;
  }
  keep(text.length);
  return lines;
}
