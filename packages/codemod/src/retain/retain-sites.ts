import { engineFor, type Source } from '@freehandle/c-source';
import { link, type FileFacts, type FreeFact, type Verdict } from '@freehandle/provenance';
import type { Migration } from '../migrations/migration.ts';
import type { Evidence, Plan, Retained, Site } from '../plan/plan.ts';
import { nullAt, siteOf, verdictOn } from '../plan/plan-site.ts';
import { hashOf } from '../plan/hash.ts';
import { rewriteCall } from '../rewrite/rewrite-call.ts';
import { conflict, editKey, type FiledEdit } from './conflicts.ts';
import { edited, linesBefore, offsetAfter } from './edited.ts';
import { propose, type Need, type Tree } from './propose.ts';
import type { TreeStage } from './tree-stage.ts';
import { workspaceOn, type Workspace } from './workspace.ts';

/** A call that may be given what it needs by code that is added. */
interface Attempt {
  readonly site: Site;
  readonly free: FreeFact;
  readonly tried: Set<Need>;
  retained: readonly Retained[];
  need: Need | null;
  /** A verdict that does not come from looking at the edited tree. */
  own: Verdict | null;
  result: Site | null;
  why: string | null;
}

/**
 * Adds, for calls that were refused because nothing keeps the handle or the size, the code that keeps them, and for calls
 * that NULL can reach a test. Each proposal is tried: the edited files are analysed again, and only what is then found
 * by the same rules as everywhere else is offered.
 */
export async function retainSites(
  { sites, hashes: known }: Pick<Plan, 'sites' | 'hashes'>,
  stage: TreeStage,
): Promise<Pick<Plan, 'sites' | 'hashes'>> {
  const workspace = workspaceOn(await engineFor(stage.parser), stage.root, stage.given, stage.migration);
  const tree: Tree = {
    workspace,
    linked: stage.linked,
    analysed: new Set(stage.scanned.keys()),
    judge: judgeWith(stage),
  };
  const attempts = sites.flatMap((site) => attemptOn(site, stage));
  const others = sites
    .filter((site) => !attempts.some((one) => one.site === site))
    .flatMap((site) => site.edits.map((edit) => ({ ...edit, file: site.file })));
  const tried = trials(workspace);
  let isSettled = attempts.length === 0;
  while (!isSettled) {
    await new Promise<void>((turn) => setImmediate(turn));
    stage.signal?.throwIfAborted();
    for (const attempt of attempts.filter((one) => one.why === null && one.need !== null)) extend(attempt, tree);
    refuseConflicts(attempts, others);
    isSettled = verify(attempts, workspace, tried, stage);
  }
  const hashes: Record<string, string> = { ...known };
  for (const { result, why } of attempts) {
    if (!result || why !== null) continue;
    for (const file of new Set([result.file, ...result.retains.map((one) => one.file)]))
      hashes[file] = hashOf(workspace.open(file)!.source.bytes);
  }
  const bySite = new Map(attempts.map((attempt) => [attempt.site, attempt]));
  return { sites: sites.map((site) => outcome(site, bySite.get(site))), hashes };
}

function outcome(site: Site, attempt: Attempt | undefined): Site {
  if (!attempt) return site;
  if (attempt.result && attempt.why === null) return attempt.result;
  if (site.status !== 'refused' || attempt.why === null) return site;
  return { ...site, message: `${site.message ?? ''} --retain cannot help: ${attempt.why}.`.trim() };
}

function attemptOn(site: Site, stage: TreeStage): Attempt[] {
  const free = stage.scanned
    .get(site.file)
    ?.facts.frees.find((one) => one.line === site.line && one.column === site.column && !one.broken);
  if (!free) return [];
  const need = needOf(site, free, stage.migration);
  return need ? [{ site, free, tried: new Set(), retained: [], need, own: null, result: null, why: null }] : [];
}

function needOf(site: Site, free: FreeFact, migration: Migration): Need | null {
  switch (site.reason) {
    case 'handle-not-retained':
      return 'handle';
    case 'size-not-expressible':
    case 'size-changed':
      return 'size';
    case 'freed-container':
      return 'before-release';
    case 'uninitialised-on-path':
      return 'test';
    case null:
      return site.status === 'review' && nullAt(free, migration) ? 'test' : null;
    default:
      return null;
  }
}

/** Adds to an attempt what it lacks, or gives it up. */
function extend(attempt: Attempt, tree: Tree): void {
  const need = attempt.need!;
  if (attempt.tried.has(need)) {
    attempt.why = 'what was added is not enough';
    return;
  }
  attempt.tried.add(need);
  const proposal = propose(tree, attempt.free, attempt.result ?? attempt.site, need);
  if ('why' in proposal) {
    attempt.why = proposal.why;
    return;
  }
  attempt.retained = [...attempt.retained, ...proposal.retained];
  attempt.own = proposal.verdict ?? attempt.own;
  attempt.need = null;
}

function refuseConflicts(attempts: readonly Attempt[], others: readonly FiledEdit[]): void {
  const accepted = new Map<string, FiledEdit[]>();
  const add = (edit: FiledEdit) => accepted.set(edit.file, [...(accepted.get(edit.file) ?? []), edit]);
  others.forEach(add);
  for (const attempt of attempts) {
    if (attempt.why !== null) continue;
    const own = editsOf(attempt);
    if (own.some((edit) => (accepted.get(edit.file) ?? []).some((other) => conflict(edit, other))))
      attempt.why = 'what it adds overlaps with other edits';
    else own.forEach(add);
  }
}

function editsOf({ retained }: Attempt): FiledEdit[] {
  return retained.flatMap(({ file, edits }) => edits.map((edit) => ({ ...edit, file })));
}

/** Scans edited files; one whose edits are the same as when it was last tried is not scanned again. */
function trials(workspace: Workspace): {
  scan(file: string, edits: string, source: () => Source): FileFacts | null;
} {
  const known = new Map<string, { readonly edits: string; readonly facts: FileFacts | null }>();
  return {
    scan(file, edits, source) {
      const before = known.get(file);
      if (before?.edits === edits) return before.facts;
      const facts = workspace.scan(file, source())?.facts ?? null;
      known.set(file, { edits, facts });
      return facts;
    },
  };
}

/** Plans the calls anew on the edited files. True when nothing is left to be tried. */
function verify(
  attempts: readonly Attempt[],
  workspace: Workspace,
  tried: ReturnType<typeof trials>,
  stage: TreeStage,
): boolean {
  const active = attempts.filter((one) => one.why === null);
  const edits = new Map<string, Map<string, FiledEdit>>();
  for (const edit of active.flatMap(editsOf)) {
    const own = edits.get(edit.file) ?? new Map<string, FiledEdit>();
    edits.set(edit.file, own.set(editKey(edit), edit));
  }
  const facts = factsOf(stage);
  const lines = new Map<string, readonly number[]>();
  const broken = new Map<string, string>();
  for (const [file, own] of edits) {
    const source = workspace.open(file)?.source;
    const known = stage.contents.get(file);
    if (!source || (known !== undefined && hashOf(source.bytes) !== known)) {
      broken.set(file, `${file} changed meanwhile`);
      continue;
    }
    lines.set(file, linesBefore(source.text, [...own.values()]));
    const scanned = tried.scan(file, [...own.keys()].sort().join(), () => edited(source, [...own.values()]));
    if (!scanned) broken.set(file, `${file} cannot be analysed with what would be added`);
    else facts.set(file, scanned);
  }
  const linked = link([...facts.values()]);
  let isSettled = true;
  for (const attempt of active) {
    const { free, retained } = attempt;
    const failed = retained.map(({ file }) => broken.get(file)).find((one) => one !== undefined);
    const start = offsetAfter([...(edits.get(free.file)?.values() ?? [])], free.start);
    const now = facts.get(free.file)?.frees.find((one) => one.start === start);
    const source = workspace.open(free.file)?.source;
    if (failed !== undefined || !now || now.broken || !source) {
      attempt.why = failed ?? 'the call is not recognised with what would be added';
    } else {
      const back = (line: number, file: string) => lines.get(file)?.[line - 1] ?? line;
      const verdict = attempt.own ?? verdictBack(verdictOn(now, linked, stage.migration), back);
      const nullness = { nullness: now.nullness, unmade: now.unmade };
      const site = siteOf(source, { ...free, ...nullness }, verdict, stage.migration);
      judge(attempt, laidOut(site, source, attempt, verdict, stage.migration), now, stage.migration);
    }
    // What others rest on may have gone with it.
    if (attempt.why !== null || attempt.need !== null) isSettled = false;
  }
  return isSettled;
}

function judge(attempt: Attempt, site: Site, now: FreeFact, migration: Migration): void {
  const need = needOf(site, now, migration);
  attempt.result = site;
  // A doubt about NULL that was there before is no worse than it was; a test that removes it is the point.
  if (site.status === 'refused' || (need === 'test' && !attempt.tried.has('test'))) {
    attempt.need = need;
    if (need === null) attempt.why = site.message?.replace(/\.$/, '') ?? 'what was added is not enough';
  } else if (attempt.site.status === 'review' && site.status === 'review') {
    attempt.why = 'other doubts remain';
  }
}

/** The call goes one level deeper where a test is put before it: its lines are broken for where it will stand. */
function laidOut(site: Site, source: Source, attempt: Attempt, verdict: Verdict, migration: Migration): Site {
  const withRetained = { ...site, retains: attempt.retained };
  const test = attempt.retained.find((one) => one.what.startsWith('test of '))?.edits[0];
  if (!test || verdict.kind === 'unknown') return site.status === 'refused' ? site : withRetained;
  const { free } = attempt;
  const by = test.text.length;
  const moved = (span: { start: number; end: number }) => ({ start: span.start + by, end: span.end + by });
  const call = { ...moved(free), argumentList: moved(free.argumentList), vaddr: moved(free.vaddr) };
  const values = { size: verdict.size.text, handle: verdict.handle.text };
  const edits = rewriteCall(edited(source, [test]).text, call, migration, values);
  return {
    ...withRetained,
    edits: edits.map((edit) => ({ ...edit, start: edit.start - by, end: edit.end - by })),
  };
}

function verdictBack(verdict: Verdict, back: (line: number, file: string) => number): Verdict {
  const evidence: Evidence[] = verdict.evidence.map((one) => ({ ...one, line: back(one.line, one.file) }));
  if (verdict.kind === 'unknown') return { ...verdict, evidence };
  const { size, handle } = verdict;
  return {
    ...verdict,
    size: { ...size, line: back(size.line, size.file) },
    handle: { ...handle, line: back(handle.line, handle.file) },
    evidence,
  };
}

function factsOf(stage: TreeStage): Map<string, FileFacts> {
  return new Map([...stage.scanned].map(([file, one]) => [file, one.facts]));
}

function judgeWith(stage: TreeStage): (facts: FileFacts, free: FreeFact) => Verdict {
  return (facts, free) => {
    const all = factsOf(stage).set(facts.file, facts);
    return verdictOn(free, link([...all.values()]), stage.migration);
  };
}
