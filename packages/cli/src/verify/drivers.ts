import fs from 'node:fs';
import type { Migration } from '@freehandle/codemod';

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
