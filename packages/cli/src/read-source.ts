import fs from 'node:fs';
import path from 'node:path';
import type { MigratedFile } from '@freehandle/codemod';
import type { ReadSource } from '@freehandle/report';
import type { DriverInput, DriverPair } from '@freehandle/verifier';

/** Reads the files below a folder as they are; one that is not there any more has no text. */
export function readFrom(cwd: string): ReadSource {
  return (_form, file) => read(path.resolve(cwd, file));
}

/** Reads files as they were before a migration, whether or not it was written. */
export function readOriginals(files: readonly MigratedFile[], cwd: string): ReadSource {
  const before = new Map(files.map((file) => [file.file, file.before]));
  return (_form, file) => before.get(file) ?? read(path.resolve(cwd, file));
}

/** Reads the files of drivers in the forms that were run. */
export function readForms(pairs: readonly DriverPair[], cwd: string): ReadSource {
  const inputs = {
    before: new Map(pairs.map(({ before }) => [before.file, before])),
    after: new Map(pairs.map(({ after }) => [after.file, after])),
  };
  return (form, file) => {
    const full = path.resolve(cwd, file);
    if (form === 'tree') return read(full);
    const input: DriverInput | undefined = inputs[form].get(file);
    if (input) return input.source;
    // a header, or another source of a driver
    const standIn = pairs.map((pair) => pair[form].overlay[full]).find((bytes) => bytes !== undefined);
    return standIn ?? read(full);
  };
}

function read(file: string): Uint8Array | null {
  try {
    return fs.readFileSync(file);
  } catch {
    return null;
  }
}
