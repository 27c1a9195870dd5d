import path from 'node:path';
import { migrations, type Shard } from '@freehandle/codemod';
import { InvalidArgumentError, Option } from 'commander';
import { cacheFolder } from '../cache-folder.ts';
import type { Io } from '../io.ts';

/** Options that several commands take, each defined once. */
export const common = {
  migration: () =>
    new Option(
      '--migration <name>',
      `which migration: ${migrations.map(({ name }) => name).join(', ')}, or one of your configuration`,
    ),
  config: () =>
    new Option('--config <file>', 'the configuration, instead of the nearest freehandle.config.{ts,js,json} upwards'),
  output: () => new Option('-o, --output <file>', 'write the report to a file; a terminal form still goes to stdout'),
  include: () =>
    new Option('--include <status>', 'rewrite these sites too; they are plausible, not proved').choices(['review']),
  cacheDir: (what: string) => new Option('--cache-dir <dir>', `where ${what} is kept for the next run`),
  noCache: () => new Option('--no-cache', 'keep nothing, and use nothing that was kept'),
  shard: (what: string) => new Option('--shard <I/N>', what).argParser(shardNumber),
  baseline: () => new Option('--baseline <file>', 'leave out the findings that this file lists'),
  writeBaseline: () =>
    new Option('--write-baseline <file>', 'write the findings to a file for --baseline, and count them as known'),
  quiet: () => new Option('-q, --quiet', 'no progress, and nothing on stdout but the report'),
  jobs: () => new Option('-j, --jobs <n>', 'worker threads').argParser(positiveInteger),
};

/** The two options about the cache, as commander gives them. */
export interface CacheOptions {
  readonly cache: boolean;
  readonly cacheDir?: string;
}

/** The folder to keep things in: the one named, else the user's own; null for none. */
export function chosenCacheFolder({ cache, cacheDir }: CacheOptions, io: Io): string | null {
  if (!cache) return null;
  return cacheDir === undefined ? cacheFolder(io.env) : path.resolve(io.cwd(), cacheDir);
}

/** A commander parser: `2/3` is the second of three parts. */
function shardNumber(text: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (!(shard.index >= 1 && shard.index <= shard.count))
    throw new InvalidArgumentError('It must be the number of a part and how many there are, such as 1/4.');
  return shard;
}

/** A commander parser of an option that may be given several times. */
export function several(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}

/** A commander parser. */
export function positiveInteger(text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return n;
}
