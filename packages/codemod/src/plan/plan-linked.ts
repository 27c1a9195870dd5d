import { dirname, resolve } from 'node:path';
import { readCandidate, type FileProblem } from '@freehandle/c-source';
import { answerTo, link, tracedFacts, type LinkedFacts } from '@freehandle/provenance';
import type { FactsCache } from '../cache/facts-cache.ts';
import type { Decisions } from '../cache/decisions.ts';
import { settleSites } from '../convert/settle-sites.ts';
import { hashOf } from './hash.ts';
import type { Declaration, Plan, Site } from './plan.ts';
import type { Progress } from './progress.ts';
import { planHidden, planSite, type Unseen } from './plan-site.ts';
import { mayBe, silentSearch, type SilentSearch } from './silent-stores.ts';
import type { DecodedFile } from './scanned-file.ts';
import { changedMeanwhile, type ScanSettings } from './scanner.ts';

/** What planning needs. */
export interface PlanStage {
  readonly settings: ScanSettings;
  readonly cache: FactsCache | null;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** Asks for what the files of a folder are that are not analysed. */
const SILENT = 'silent\n';

/**
 * Links the facts and decides every call, but for those of which an earlier run decided the same. Of the sources, only those
 * with such calls are read again, one at a time; one that is no longer what the facts were made from is a problem.
 */
export async function planLinked(
  scanned: ReadonlyMap<string, DecodedFile>,
  contents: ReadonlyMap<string, string>,
  given: readonly string[],
  { settings: { root, migration }, cache, signal, onProgress }: PlanStage,
): Promise<
  Pick<Plan, 'sites' | 'declarations' | 'hashes' | 'problems'> & {
    readonly linked: LinkedFacts;
    readonly unseen: Unseen;
  }
> {
  const linked = link([...scanned.values()].map((one) => one.facts));
  const traced = tracedFacts(linked);
  const search = silentSearch(
    root,
    given.filter((file) => !scanned.has(file)),
  );
  const decisions = cache && decisionsOf(cache, [...scanned.keys()], linked, search);
  const searched = new Set<string>();
  const unseen: Unseen = (file, reads) => {
    const statics = traced.facts.statics.get(file);
    const shared = reads.filter((read) => read.record !== '' || !statics?.has(read.member));
    searched.add(dirname(file));
    const store = search.storesTo(file, shared).find((one) => shared.some((read) => mayBe(one, read)));
    return store ? `${store.member} is stored to in ${store.file}:${store.line}, which was not analysed` : null;
  };
  const settle = settleSites([...scanned].map(([file, one]) => [file, one.conversions]));
  const sites: Site[] = [];
  const declarations: Declaration[] = [];
  const problems: FileProblem[] = [];
  const hashes: Record<string, string> = {};
  let done = 0;
  for (const [file, one] of scanned) {
    onProgress?.({ stage: 'plan', done: done++, total: scanned.size, file });
    const content = contents.get(file)!;
    const basis = hashOf(`${content}\n${one.calls}`);
    // Converted calls rest on what all files store: what was decided of them is not kept.
    const kept = one.conversions.converted.length === 0 ? decisions : null;
    const own = kept?.get(file, basis) ?? (await decide(file, one, content, basis, kept));
    if (own === null) continue;
    sites.push(...own);
    declarations.push(...one.declarations);
    if (one.declarations.length > 0 || own.some((site) => site.edits.length > 0)) hashes[file] = content;
  }
  decisions?.save();
  return { sites, declarations, problems, hashes, linked, unseen };

  async function decide(
    file: string,
    { facts, hidden, conversions, declarations: declared, end }: DecodedFile,
    content: string,
    basis: string,
    kept: Decisions | null,
  ): Promise<readonly Site[] | null> {
    const frees = facts.frees.filter((free) => free.start < end);
    if (frees.length + hidden.length + conversions.converted.length + declared.length === 0) return null;
    await new Promise<void>((turn) => setImmediate(turn));
    signal?.throwIfAborted();
    const read = readCandidate(resolve(root, file), file, ['']);
    if (read.kind !== 'candidate' || hashOf(read.source.bytes) !== content) {
      problems.push(changedMeanwhile(file));
      return null;
    }
    const { source } = read;
    const own = [
      ...frees.map((free) => planSite(source, free, traced.facts, migration, unseen)),
      ...settle(file, conversions, (at, member) => unseen(at, [{ ...member, depth: 0 }])),
      ...hidden.map((call) => planHidden(source, file, call, migration)),
    ].sort((a, b) => a.line - b.line || a.column - b.column);
    const asked = [...traced.asked(), ...[...searched].map((folder) => SILENT + folder)];
    searched.clear();
    kept?.put(file, basis, asked, own);
    return own;
  }
}

/** A hash, but of what is shorter than one itself: most answers are a word. */
function digestOf(answer: string): string {
  return answer.length < 40 ? answer : hashOf(answer);
}

/** What earlier runs decided over the same files. */
function decisionsOf(
  cache: FactsCache,
  files: readonly string[],
  linked: LinkedFacts,
  search: SilentSearch,
): Decisions {
  const folders = [...new Set(files.map((file) => dirname(file)))];
  const known = new Map<string, string | null>();
  return cache.decisions(folders, (question) => {
    const before = known.get(question);
    if (before !== undefined) return before;
    const hash = question.startsWith(SILENT)
      ? stateOf(search.filesIn(question.slice(SILENT.length)))
      : digestOf(answerTo(linked, question));
    known.set(question, hash);
    return hash;
  });

  function stateOf(others: readonly string[]): string | null {
    const stamps = others.map((file) => cache.stamp(file));
    return stamps.includes('') ? null : hashOf(others.map((file, i) => `${file} ${stamps[i]}`).join('\n'));
  }
}
