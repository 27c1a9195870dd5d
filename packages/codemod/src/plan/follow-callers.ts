import { dirname, resolve } from 'node:path';
import { readCandidate } from '@freehandle/c-source';
import { offeredByAll, type OfferedFunction } from '@freehandle/provenance';
import { findCandidates } from '../search/find-candidates.ts';
import { scanCandidates, type ScanStage } from './scan-candidates.ts';
import type { ScanResult } from './scanned-file.ts';

/** The content hash of each file that has been scanned, and what its scan gave, in the same order. */
export interface Scans {
  readonly contents: ReadonlyMap<string, string>;
  readonly results: readonly ScanResult[];
}

/**
 * Scans again, knowing what the functions of other files allocate and free, the files that call them: in the folder of
 * the file that defines the function, beside that folder and below. Files that do not mention the API come in here.
 */
export async function followCallers(first: Scans, given: readonly string[], stage: ScanStage): Promise<Scans> {
  const elsewhere = offeredByAll(first.results.map(({ offered }) => ({ offered: offered ?? [] })));
  if (elsewhere.length === 0) return first;
  const settings = { ...stage.settings, elsewhere };
  const cache = stage.cache?.knowing(elsewhere) ?? null;
  const around = new Set(elsewhere.map(aroundOf));
  const isNear = new Map<string, boolean>();
  const near = given.filter((file) => {
    const folder = dirname(file);
    const known = isNear.get(folder) ?? [...around].some((one) => isIn(one, file));
    isNear.set(folder, known);
    return known;
  });
  const names = elsewhere.map((one) => one.name);
  const found = await findCandidates(near, { ...stage, root: settings.root, names, cache });
  const calling = new Map([...found.candidates].filter(([file]) => callsAnother(settings.root, file, elsewhere)));
  const again = await scanCandidates(calling, { ...stage, settings, cache });
  const scans = new Map([...first.contents].map(([file, hash], i) => [file, { hash, result: first.results[i]! }]));
  for (const [i, [file, hash]] of [...calling].entries()) {
    // What cannot be scanned now is taken as it was known before.
    if (again[i]!.offered !== null) scans.set(file, { hash, result: again[i]! });
  }
  const all = [...scans].sort(([a], [b]) => (a < b ? -1 : 1));
  return { contents: new Map(all.map(([file, { hash }]) => [file, hash])), results: all.map(([, one]) => one.result) };
}

/** Whether the file mentions a function that another file offers to those around it. */
function callsAnother(root: string, file: string, elsewhere: readonly OfferedFunction[]): boolean {
  const others = elsewhere.filter((one) => one.file !== file && isIn(aroundOf(one), file)).map((one) => one.name);
  return others.length > 0 && readCandidate(resolve(root, file), file, others).kind === 'candidate';
}

/** The folder below which those are that may call the function: that of the file that offers it, and those beside that one. */
function aroundOf({ file }: OfferedFunction): string {
  return dirname(dirname(file));
}

function isIn(folder: string, file: string): boolean {
  return folder === '.' || file.startsWith(`${folder}/`);
}
