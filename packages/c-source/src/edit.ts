import { FreehandleError } from './error.ts';
import type { Source } from './source.ts';

/** Replace the bytes from `start` up to, not including, `end` by `text` (latin-1). */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Edits in file order; an insertion comes before a replacement that starts at the same offset. */
export function sortEdits(edits: readonly Edit[]): Edit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}

/**
 * The file with the edits applied; every byte outside them is unchanged.
 * @throws FreehandleError FH1101 when two edits overlap, FH1102 when one lies outside the file or is not latin-1.
 */
export function applyEdits(source: Source, edits: readonly Edit[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  let position = 0;
  for (const edit of sortEdits(edits)) {
    if (edit.start > edit.end || edit.start < 0 || edit.end > source.bytes.length || !isLatin1(edit.text)) {
      throw new FreehandleError(`${source.path}: an edit does not fit the file (bytes ${edit.start} to ${edit.end})`, {
        code: 'FH1102',
        title: 'Edit outside the file',
        hint: 'The file changed after it was read; run again.',
      });
    }
    if (edit.start < position) {
      throw new FreehandleError(`${source.path}: two edits overlap at byte ${edit.start}`, {
        code: 'FH1101',
        title: 'Overlapping edits',
        hint: 'Nothing was written. Migrate the two places one after the other.',
      });
    }
    pieces.push(source.bytes.subarray(position, edit.start), Buffer.from(edit.text, 'latin1'));
    position = edit.end;
  }
  pieces.push(source.bytes.subarray(position));
  return new Uint8Array(Buffer.concat(pieces));
}

function isLatin1(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return false;
  return true;
}
