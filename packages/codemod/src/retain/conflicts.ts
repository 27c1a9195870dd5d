import type { Edit } from '@freehandle/c-source';

/** An edit of one file, with the file. */
export interface FiledEdit extends Edit {
  readonly file: string;
}

/** Equal edits have equal keys: two calls may rest on the same one. */
export function editKey({ file, start, end, text }: FiledEdit): string {
  return `${file}\0${start}\0${end}\0${text}`;
}

/** Whether two different edits cannot both be made: they overlap, or their order at one place would matter. */
export function conflict(a: FiledEdit, b: FiledEdit): boolean {
  if (a.file !== b.file || editKey(a) === editKey(b)) return false;
  const isInsertion = (edit: Edit) => edit.start === edit.end;
  if (isInsertion(a) && isInsertion(b)) {
    // Lines added after one place may come in any order; what goes before something may not.
    return a.start === b.start && !(isAppended(a) && isAppended(b));
  }
  if (isInsertion(a)) return b.start < a.start && a.start < b.end;
  if (isInsertion(b)) return a.start < b.start && b.start < a.end;
  return a.start < b.end && b.start < a.end;
}

function isAppended(edit: Edit): boolean {
  return /^\s/.test(edit.text);
}
