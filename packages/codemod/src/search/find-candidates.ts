import type { FileProblem } from '@freehandle/c-source';
import type { FactsCache } from '../cache/facts-cache.ts';
import type { Progress } from '../plan/progress.ts';
import { share, type Crew } from '../threads/crew.ts';
import { searchFiles } from './search-files.ts';

/** Files for one task: some milliseconds of work. */
const CHUNK = 256;

/** Fewer files than this are read sooner than a thread is started. */
const WORTH_A_THREAD = 1000;

/** What a search needs. */
export interface SearchStage {
  readonly root: string;
  readonly names: readonly string[];
  readonly crew: Crew;
  readonly cache: FactsCache | null;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** The files that mention a name, each with its content hash, in the order of `files`; and those that could not be read. */
export async function findCandidates(
  files: readonly string[],
  { root, names, crew, cache, signal, onProgress }: SearchStage,
): Promise<{ readonly candidates: ReadonlyMap<string, string>; readonly problems: readonly FileProblem[] }> {
  const hashes = new Map<string, string>();
  const problems: FileProblem[] = [];
  const unread: string[] = [];
  for (const [i, file] of files.entries()) {
    if (i % CHUNK === 0) await turn(signal);
    const known = cache?.known(file) ?? null;
    if (known === null || known.mentions === null) unread.push(file);
    else if (known.mentions) hashes.set(file, known.hash);
  }
  let done = files.length - unread.length;
  const chunks = Array.from({ length: Math.ceil(unread.length / CHUNK) }, (_, i) =>
    unread.slice(i * CHUNK, (i + 1) * CHUNK),
  );
  const isHere = unread.length < WORTH_A_THREAD;
  await share(isHere ? { size: 1 } : crew, chunks, async (chunk, member) => {
    onProgress?.({ stage: 'search', done, total: files.length, file: '' });
    if (isHere) await turn(signal);
    const task = { root, names, files: chunk };
    const found = isHere ? searchFiles(task) : await crew.run(member, { kind: 'search', ...task });
    const own = new Map(found.candidates.map(({ file, hash }) => [file, hash]));
    for (const [file, hash] of own) hashes.set(file, hash);
    problems.push(...found.problems);
    for (const [i, file] of chunk.entries()) {
      cache?.learn(file, found.stamps[i]!, { hash: own.get(file) ?? '', mentions: own.has(file) });
    }
    done += chunk.length;
  });
  const candidates = new Map(files.filter((file) => hashes.has(file)).map((file) => [file, hashes.get(file)!]));
  return { candidates, problems };
}

async function turn(signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}
