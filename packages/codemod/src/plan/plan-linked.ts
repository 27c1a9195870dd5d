import { resolve } from 'node:path';
import { readCandidate, type FileProblem } from '@freehandle/c-source';
import { link, type LinkedFacts } from '@freehandle/provenance';
import { settleSites } from '../convert/settle-sites.ts';
import { hashOf } from './hash.ts';
import type { Plan, Site } from './plan.ts';
import type { Progress } from './progress.ts';
import { planHidden, planSite, type Unseen } from './plan-site.ts';
import { mayBe, silentSearch } from './silent-stores.ts';
import type { ScannedFile } from './scanned-file.ts';
import { changedMeanwhile, type ScanSettings } from './scanner.ts';

/** What planning needs. */
export interface PlanStage {
  readonly settings: ScanSettings;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/**
 * Links the facts and decides every call. Of the sources, only those with calls are read again, one at a time; one that
 * is no longer what the facts were made from is a problem.
 */
export async function planLinked(
  scanned: ReadonlyMap<string, ScannedFile>,
  contents: ReadonlyMap<string, string>,
  given: readonly string[],
  { settings: { root, migration }, signal, onProgress }: PlanStage,
): Promise<Pick<Plan, 'sites' | 'declarations' | 'hashes' | 'problems'> & { readonly linked: LinkedFacts }> {
  const linked = link([...scanned.values()].map((one) => one.facts));
  const search = silentSearch(
    root,
    given.filter((file) => !scanned.has(file)),
  );
  const unseen: Unseen = (file, reads) => {
    const shared = reads.filter((read) => read.record !== '' || !linked.statics.get(file)?.has(read.member));
    const store = search(file, shared).find((one) => shared.some((read) => mayBe(one, read)));
    return store ? `${store.member} is stored to in ${store.file}:${store.line}, which was not analysed` : null;
  };
  const settle = settleSites([...scanned].map(([file, one]) => [file, one.conversions]));
  const sites: Site[] = [];
  const declarations = [];
  const problems: FileProblem[] = [];
  const hashes: Record<string, string> = {};
  let done = 0;
  for (const [file, { facts, hidden, conversions, declarations: declared, end }] of scanned) {
    onProgress?.({ stage: 'plan', done: done++, total: scanned.size, file });
    const frees = facts.frees.filter((free) => free.start < end);
    if (frees.length + hidden.length + conversions.converted.length + declared.length === 0) continue;
    await new Promise<void>((turn) => setImmediate(turn));
    signal?.throwIfAborted();
    const read = readCandidate(resolve(root, file), file, ['']);
    if (read.kind !== 'candidate' || hashOf(read.source.bytes) !== contents.get(file)) {
      problems.push(changedMeanwhile(file));
      continue;
    }
    const { source } = read;
    const own = [
      ...frees.map((free) => planSite(source, free, linked, migration, unseen)),
      ...settle(file, conversions, (at, member) => unseen(at, [{ ...member, depth: 0 }])),
      ...hidden.map((call) => planHidden(source, file, call, migration)),
    ].sort((a, b) => a.line - b.line || a.column - b.column);
    sites.push(...own);
    declarations.push(...declared);
    if (declared.length > 0 || own.some((site) => site.edits.length > 0)) hashes[file] = contents.get(file)!;
  }
  return { sites, declarations, problems, hashes, linked };
}
