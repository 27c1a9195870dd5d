import { migrations, type Migration } from '@freehandle/codemod';
import { InvalidArgumentError, Option } from 'commander';

/** The migration with a name that commander has checked. */
export function migrationNamed(name: string): Migration {
  return migrations.find((migration) => migration.name === name)!;
}

/** Options that several commands take, each defined once. */
export const common = {
  migration: () =>
    new Option('--migration <name>', 'which migration')
      .choices(migrations.map(({ name }) => name))
      .default(migrations[0]!.name),
  output: () => new Option('-o, --output <file>', 'write the report to a file; a terminal form still goes to stdout'),
  include: () =>
    new Option('--include <status>', 'rewrite these sites too; they are plausible, not proved').choices(['review']),
  quiet: () => new Option('-q, --quiet', 'no progress, and nothing on stdout but the report'),
  jobs: () => new Option('-j, --jobs <n>', 'worker threads').argParser(positiveInteger),
};

function positiveInteger(text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return n;
}
