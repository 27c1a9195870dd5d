import { availableParallelism } from 'node:os';
import path from 'node:path';
import { FreehandleError } from '@freehandle/c-source';
import { collectFacts, shardOf, writeFacts, type Facts, type Migration, type Shard } from '@freehandle/codemod';
import { exitCode } from '../exit-code.ts';
import { findFiles } from '../files.ts';
import { describeProgress } from '../progress.ts';
import type { Session } from '../session.ts';
import { chosenCacheFolder, type CacheOptions } from './options.ts';

interface ShardOptions extends CacheOptions {
  readonly migration: Migration;
  readonly output?: string;
  readonly jobs?: number;
  readonly quiet?: true;
}

/** `freehandle migrate --shard I/N -o FILE`: the facts of one part of the files. */
export async function collectShard(
  session: Session,
  paths: readonly string[],
  shard: Shard,
  options: ShardOptions,
): Promise<number> {
  const { migration, output } = options;
  if (output === undefined) {
    throw new FreehandleError('--shard needs a file for what it finds out', {
      code: 'FH2041',
      title: 'No file for the facts',
      hint: `Name one: --shard ${shard.index}/${shard.count} --output part-${shard.index}.facts`,
    });
  }
  const cwd = session.io.cwd();
  const progress = session.progress(options.quiet ?? false);
  progress.update('looking for C files');
  const found = await findFiles(paths, cwd, session.signal);
  const files = shardOf(found.files, cwd, shard);
  const cacheDir = chosenCacheFolder(options, session.io);
  const { facts, candidates, problems } = await collectFacts(files, {
    migration,
    root: cwd,
    jobs: options.jobs ?? availableParallelism(),
    ...(cacheDir === null ? {} : { cacheDir }),
    signal: session.signal,
    onProgress: (at) => progress.update(describeProgress(at)),
  }).finally(() => progress.done());
  saveFacts(session, output, facts);
  const all = [...found.problems, ...problems];
  await session.tellProblems(all);
  session.print(
    `Part ${shard.index} of ${shard.count}: ${facts.lines.size} of ${candidates} files that mention the API, of ${files.length}. Facts: ${output}\n`,
  );
  return all.some(({ severity }) => severity === 'error') ? exitCode.trouble : exitCode.clean;
}

/** Writes facts to a file the user named. @throws FreehandleError FH2003 when it cannot be written. */
export function saveFacts(session: Session, file: string, facts: Facts): void {
  if (writeFacts(path.resolve(session.io.cwd(), file), facts)) return;
  throw new FreehandleError(`${file}: the facts cannot be written`, {
    code: 'FH2003',
    title: 'Report not written',
    hint: 'Name a file in a folder that you may write to, with room left on the disk.',
  });
}
