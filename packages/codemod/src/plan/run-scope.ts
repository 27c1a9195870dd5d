import { resolve, sep } from 'node:path';
import type { FileProblem } from '@freehandle/c-source';
import { analysisVersion } from '../cache/analysis-version.ts';
import { openFactsCache, sealOf, type FactsCache, type FactsPlaces, type Scanning } from '../cache/facts-cache.ts';
import { requireSeal } from '../cache/facts-file.ts';
import { namesOf } from '../migrations/migration.ts';
import type { Crew } from '../threads/crew.ts';
import { crewHere } from '../threads/here.ts';
import { crewOfThreads, workerOf, type ThreadLimits } from '../threads/worker-threads.ts';
import type { PlanOptions } from './plan-migration.ts';
import { openScanner, type ScanSettings } from './scanner.ts';

/** What the facts of a file are made by. */
const PACKAGES = ['@freehandle/c-source', '@freehandle/provenance', '@freehandle/codemod'];

const defaultLimits: ThreadLimits = { taskMs: 60_000, heapMb: 1024 };

/** The files meant by `paths`, relative to the root with `/`, sorted, each once. */
export function filesOf(paths: readonly string[], root: string): string[] {
  return [...new Set(paths.map((path) => relativeTo(root, path)))].sort();
}

/** The cache of a run; null where nothing is kept. @throws FreehandleError FH2040 when the facts brought are not its own. */
export function cacheOf(settings: ScanSettings, places: FactsPlaces): FactsCache | null {
  if (places.folder === null && !places.facts && !places.record) return null;
  const scanning = scanningOf(settings);
  if (places.facts) requireSeal(places.facts, sealOf(scanning));
  return openFactsCache(places, scanning);
}

/** What all scans of a run have in common. */
export function scanningOf({ root, migration, parser, unpruned }: ScanSettings): Scanning {
  return {
    root,
    names: namesOf(migration),
    about: [migration, parser ?? null, unpruned ?? false],
    version: analysisVersion(PACKAGES, import.meta.url),
  };
}

/** Works with a crew that is gone when the work is done: its threads give their memory back before the facts take theirs. */
export async function withCrew<T>(
  { jobs, limits, signal }: PlanOptions,
  work: (crew: Crew<ScanSettings>) => Promise<T>,
): Promise<T> {
  const crew =
    jobs === undefined
      ? crewHere(openScanner, signal)
      : crewOfThreads<ScanSettings>(jobs, { ...defaultLimits, ...limits, signal, worker: workerOf(import.meta.url) });
  try {
    return await work(crew);
  } finally {
    await crew.close();
  }
}

/** Problems in the order in which they are told. */
export function byFile(problems: readonly FileProblem[]): FileProblem[] {
  const place = (one: FileProblem): string => `${one.file}\0${one.code}`;
  return [...problems].sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** A segment that `resolve` would take out of a path: of a whole tree nearly no path has one, and `resolve` takes long. */
const unresolved = /\/\.{0,2}(?:\/|$)/;

function relativeTo(root: string, path: string): string {
  const absolute = sep === '/' && path.startsWith(sep) && !unresolved.test(path) ? path : resolve(root, path);
  const inside = absolute.startsWith(root.endsWith('/') ? root : `${root}/`)
    ? absolute.slice(root.length).replace(/^\//, '')
    : path;
  return inside.replaceAll(sep, '/');
}
