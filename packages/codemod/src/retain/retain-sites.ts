import { engineFor } from '@freehandle/c-source';
import { link, type FileFacts, type FreeFact, type Verdict } from '@freehandle/provenance';
import type { Migration } from '../migrations/migration.ts';
import type { Plan, Retained, Site } from '../plan/plan.ts';
import { nullAt, verdictOn } from '../plan/plan-site.ts';
import { hashOf } from '../plan/hash.ts';
import { rewriteCall } from '../rewrite/rewrite-call.ts';
import { conflict, type FiledEdit } from './conflicts.ts';
import { edited } from './edited.ts';
import { propose, type Need, type Tree } from './propose.ts';
import { servedByOthers } from './served-by-others.ts';
import type { TreeStage } from './tree-stage.ts';
import { trials, type Tried } from './trial.ts';
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
 * by the same rules as everywhere else is offered; to other calls too, which would be found by a second run.
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
  const tryWith = trials(workspace, stage);
  let isSettled = attempts.length === 0;
  while (!isSettled) {
    await new Promise<void>((turn) => setImmediate(turn));
    stage.signal?.throwIfAborted();
    for (const attempt of attempts.filter((one) => one.why === null && one.need !== null)) extend(attempt, tree);
    refuseConflicts(attempts, others);
    isSettled = verify(attempts, tryWith, workspace);
  }
  const bySite = new Map(attempts.map((attempt) => [attempt.site, attempt]));
  const settled = sites.map((site) => outcome(site, bySite.get(site)));
  const added = attempts.filter(isSafe).map((one) => one.retained);
  // Of a tree as a whole, which is linked anew: once for all calls.
  const whole = added.length > 0 ? tryWith(added.flat()) : null;
  const served = settled.map((site) => {
    const free = site.status === 'safe' || !whole ? undefined : freeOf(site, stage);
    return (free && whole && servedByOthers(free, site, added, whole, tryWith)) ?? site;
  });
  const hashes: Record<string, string> = { ...known };
  for (const site of served.filter((one) => one.retains.length > 0))
    for (const file of new Set([site.file, ...site.retains.map((one) => one.file)]))
      hashes[file] = hashOf(workspace.open(file)!.source.bytes);
  return { sites: served, hashes };
}

function outcome(site: Site, attempt: Attempt | undefined): Site {
  if (!attempt) return site;
  if (attempt.result && attempt.why === null) return attempt.result;
  if (site.status !== 'refused' || attempt.why === null) return site;
  return { ...site, message: `${withoutOffer(site.message ?? '')} --retain cannot help: ${attempt.why}.`.trim() };
}

/** What a refusal promises of --retain is not said of a call for which it was tried in vain. */
function withoutOffer(message: string): string {
  return message.replace(/: --retain adds [^.]*\.$/, '.');
}

function freeOf(site: Site, stage: TreeStage): FreeFact | undefined {
  return stage.scanned
    .get(site.file)
    ?.facts.frees.find((one) => one.line === site.line && one.column === site.column && !one.broken);
}

function attemptOn(site: Site, stage: TreeStage): Attempt[] {
  const free = freeOf(site, stage);
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

/** Plans the calls anew on the edited files. True when nothing is left to be tried. */
function verify(attempts: readonly Attempt[], tryWith: ReturnType<typeof trials>, workspace: Workspace): boolean {
  const active = attempts.filter((one) => one.why === null);
  const trial = tryWith(active.flatMap((one) => one.retained));
  let isSettled = true;
  for (const attempt of active) {
    const failed = trial.objectionTo(attempt.retained);
    const tried = failed === null ? trial.decide(attempt.free, attempt.own) : { why: failed };
    if ('why' in tried) attempt.why = tried.why;
    else judge(attempt, laidOut(tried, attempt, workspace), tried.now, workspace.migration);
    // What others rest on may have gone with it.
    if (attempt.why !== null || attempt.need !== null) isSettled = false;
  }
  return isSettled && confirm(active, tryWith);
}

/** What is safe must be so with nothing added but for safe calls: what is for review may be left out. */
function confirm(settled: readonly Attempt[], tryWith: ReturnType<typeof trials>): boolean {
  const safe = settled.filter(isSafe);
  if (safe.length === settled.length) return true;
  const trial = tryWith(safe.flatMap((one) => one.retained));
  for (const attempt of safe) {
    const tried = trial.decide(attempt.free, attempt.own);
    const isSame = 'site' in tried && tried.site.status === 'safe' && tried.site.after === attempt.result!.after;
    if (!isSame) attempt.why = 'it would rest on what is added for review';
  }
  return safe.every((one) => one.why === null);
}

function isSafe({ result, why }: Attempt): boolean {
  return why === null && result?.status === 'safe';
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
function laidOut({ site, verdict }: Tried, attempt: Attempt, workspace: Workspace): Site {
  const withRetained = { ...site, retains: attempt.retained };
  const test = attempt.retained.find((one) => one.what.startsWith('test of '))?.edits[0];
  if (!test || verdict.kind === 'unknown') return site.status === 'refused' ? site : withRetained;
  const { free } = attempt;
  const { source } = workspace.open(free.file)!;
  const by = test.text.length;
  const moved = (span: { start: number; end: number }) => ({ start: span.start + by, end: span.end + by });
  const call = { ...moved(free), argumentList: moved(free.argumentList), vaddr: moved(free.vaddr) };
  const values = { size: verdict.size.text, handle: verdict.handle.text };
  const edits = rewriteCall(edited(source, [test]).text, call, workspace.migration, values);
  return {
    ...withRetained,
    edits: edits.map((edit) => ({ ...edit, start: edit.start - by, end: edit.end - by })),
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
