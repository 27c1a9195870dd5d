import { resolve } from 'node:path';
import type { FileProblem } from '@freehandle/c-source';
import { sealOf } from '../cache/facts-cache.ts';
import type { Facts } from '../cache/facts-file.ts';
import { namesOf } from '../migrations/migration.ts';
import { findCandidates } from '../search/find-candidates.ts';
import { isTypeScript } from '../typescript/plan-callers.ts';
import type { PlanOptions } from './plan-migration.ts';
import { byFile, cacheOf, filesOf, scanningOf, withCrew } from './run-scope.ts';
import { decodeScans, scanCandidates } from './scan-candidates.ts';

/** What {@link collectFacts} found out about a part of a tree. */
export interface CollectedFacts {
  readonly facts: Facts;
  /** How many of the files mention the API. */
  readonly candidates: number;
  readonly problems: readonly FileProblem[];
}

/**
 * Finds out about `paths` what a plan of the whole tree will want to know of them, and plans nothing. C only: TypeScript is
 * planned by the program as a whole.
 */
export async function collectFacts(paths: readonly string[], options: PlanOptions): Promise<CollectedFacts> {
  const { migration, parser, unpruned, signal, cacheDir } = options;
  const root = resolve(options.root);
  const files = filesOf(paths, root).filter((file) => !isTypeScript(file));
  const settings = { root, migration, parser, unpruned };
  const lines = new Set<string>();
  const cache = cacheOf(settings, {
    folder: cacheDir ?? null,
    facts: options.facts,
    record: (line) => void lines.add(line),
  });
  const { found, results } = await withCrew(options, async (crew) => {
    const stage = { crew, cache, signal, onProgress: options.onProgress };
    const candidates = await findCandidates(files, { root, names: namesOf(migration), ...stage });
    return { found: candidates, results: await scanCandidates(candidates.candidates, { settings, ...stage }) };
  });
  cache?.close();
  return {
    facts: { migration: migration.name, seal: sealOf(scanningOf(settings)), lines },
    candidates: found.candidates.size,
    problems: byFile([...found.problems, ...decodeScans(results).problems]),
  };
}
