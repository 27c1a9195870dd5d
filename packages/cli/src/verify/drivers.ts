import fs from 'node:fs';
import path from 'node:path';
import type { FileProblem } from '@freehandle/c-source';
import type { Migration } from '@freehandle/codemod';

/** What is to be said of files that the user named and that are neither C sources nor headers: they are not run. */
export function noSources(files: readonly string[], cwd: string): FileProblem[] {
  return files
    .filter((file) => !/\.[ch]$/.test(file))
    .map((file) => ({
      file: path.relative(cwd, file),
      code: 'FH2025',
      severity: 'error',
      message: 'this is no C source, and cannot be run',
      hint: 'Name the C file of the driver, the one that holds module_init.',
    }));
}

/**
 * The C files, of those given, that call the migration's API or one of its wrappers: these can be run.
 * A file that cannot be read is left out here; the plan has told it.
 */
export function driversAmong(files: readonly string[], migration: Migration): string[] {
  const calls = [migration.oldCall, migration.newCall, ...migration.allocators, ...migration.wrappers];
  const mention = new RegExp(`\\b(?:${[...new Set(calls.map(({ name }) => name))].join('|')})\\b`);
  return files.filter((file) => {
    if (!file.endsWith('.c') || !fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return false;
    return mention.test(fs.readFileSync(file, 'latin1'));
  });
}
