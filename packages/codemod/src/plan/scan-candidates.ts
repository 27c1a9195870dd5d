import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { FileProblem } from '@freehandle/c-source';
import type { FactsCache } from '../cache/facts-cache.ts';
import { CrewFailure, share, type Crew } from '../threads/crew.ts';
import type { Progress } from './progress.ts';
import { decodeScan, encodeScan, type DecodedFile, type Scan, type ScanResult } from './scanned-file.ts';
import { brokenOn, changedMeanwhile, type ScanSettings } from './scanner.ts';

/** What scanning needs. */
export interface ScanStage<S extends { readonly root: string } = ScanSettings> {
  readonly settings: S;
  readonly crew: Crew<S>;
  readonly cache: FactsCache | null;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/**
 * The scan of each candidate, in their order, from the cache or made by the crew, for {@link decodeScans}: its text takes
 * far less memory than what it stands for while the crew takes most.
 */
export async function scanCandidates<S extends { readonly root: string }>(
  candidates: ReadonlyMap<string, string>,
  { settings, crew, cache, signal, onProgress }: ScanStage<S>,
): Promise<readonly ScanResult[]> {
  const results = new Map<string, ScanResult>();
  const report = (file: string): void =>
    onProgress?.({ stage: 'analyse', done: results.size, total: candidates.size, file });
  const folders = new Map<string, string[]>();
  for (const [file, hash] of candidates) {
    signal?.throwIfAborted();
    const known = cache?.get(file, hash) ?? null;
    if (known !== null) results.set(file, known);
    else folders.set(dirname(file), [...(folders.get(dirname(file)) ?? []), file]);
  }
  await share(crew, largestFirst([...folders.values()], settings.root), async (files, member) => {
    for (const file of files) {
      report(file);
      try {
        const scan: Scan = await crew.run(member, { kind: 'scan', file, settings });
        const isSame = scan.hash === '' || scan.hash === candidates.get(file);
        results.set(file, isSame ? scan : encodeScan(changedMeanwhile(file)));
        if (isSame) cache?.put(file, scan);
      } catch (error) {
        if (!(error instanceof CrewFailure)) throw error;
        results.set(file, encodeScan(failed(file, error)));
      }
    }
  });
  return [...candidates.keys()].map((file) => results.get(file)!);
}

/** What the results stand for. */
export function decodeScans(results: readonly ScanResult[]): {
  readonly files: ReadonlyMap<string, DecodedFile>;
  readonly problems: readonly FileProblem[];
} {
  const files = new Map<string, DecodedFile>();
  const problems: FileProblem[] = [];
  for (const { text } of results) {
    const result = decodeScan(text);
    if ('code' in result) problems.push(result);
    else {
      files.set(result.facts.file, result);
      if (result.problem) problems.push(result.problem);
    }
  }
  return { files, problems };
}

/** Groups of files with the most bytes first, so that no thread is left alone with a large one at the end. */
function largestFirst(groups: readonly string[][], root: string): readonly string[][] {
  const size = (file: string): number => {
    try {
      return statSync(resolve(root, file)).size;
    } catch {
      return 0;
    }
  };
  return groups
    .map((files) => ({ files, bytes: files.reduce((sum, file) => sum + size(file), 0) }))
    .sort((a, b) => b.bytes - a.bytes)
    .map(({ files }) => files);
}

function failed(file: string, { kind, message }: CrewFailure): FileProblem {
  if (kind === 'crash') return brokenOn(file, message);
  return { file, code: 'FH1005', severity: 'error', message, hint: 'Migrate it by hand, or exclude it.' };
}
