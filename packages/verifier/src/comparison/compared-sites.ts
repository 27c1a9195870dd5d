import type { FreeCall } from '../binding/run-state.ts';
import { describeRun } from '../verdict/describe-run.ts';
import { placeName, underConstrained } from '../verdict/free-sites.ts';
import type { FreeSite, RunDescription } from '../verdict/verdict.ts';
import type { Verification } from '../verify-driver.ts';
import type { ComparedRun } from './compare-explorations.ts';

interface Refutation {
  readonly why: string;
  readonly run: RunDescription;
}

/** The runs of two forms of a driver that were compared. */
export interface ComparedRuns {
  readonly lives: readonly ComparedRun[];
  /** Those of functions called by themselves. */
  readonly alone: readonly ComparedRun[];
  /** What is said of a site that was reached in other runs only. */
  readonly otherwise: string;
}

/**
 * The free sites of the migrated driver, by what a comparison shows of them. A call lies in what was compared where both
 * forms did the same up to it; where the forms part in a free, that site is refuted.
 */
export function comparedSites(before: Verification, after: Verification, runs: ComparedRuns): FreeSite[] {
  const [lives, alone] = [runs.lives, runs.alone].map((some) => shown(some, before, after)) as [Shown, Shown];
  return after.verdict.sites.map((site): FreeSite => {
    if (site.status === 'not-compiled' || site.status === 'refuted') return site;
    const place = placeName(site)!;
    const refutation = lives.refuted.get(place) ?? alone.refuted.get(place);
    const [inLives, apart] = [lives.equal.get(place), alone.equal.get(place)];
    if (inLives && refutation === undefined) return { ...site, status: 'verified', why: null, runs: inLives.length };
    if (refutation) return { ...site, status: 'refuted', why: refutation.why, refutedBy: refutation.run };
    if (apart) {
      const allocated = apart.some((free) => free.allocated);
      const why = `${underConstrained(allocated)}; both forms did the same`;
      return { ...site, status: 'under-constrained', by: 'under-constrained', allocated, why, runs: apart.length };
    }
    return site.reached ? { ...site, status: 'not-reached', why: runs.otherwise, runs: 0 } : site;
  });
}

/** What runs show of sites, by place: the frees that both forms came to in the same way, and those where they part. */
interface Shown {
  readonly equal: ReadonlyMap<string, readonly FreeCall[]>;
  readonly refuted: ReadonlyMap<string, Refutation>;
}

function shown(runs: readonly ComparedRun[], before: Verification, after: Verification): Shown {
  const equal = new Map<string, FreeCall[]>();
  const refuted = new Map<string, Refutation>();
  for (const run of runs) {
    const same = run.after.state.frees.filter(({ index }) => index < (run.difference?.index ?? run.calls));
    for (const place of placesOf(same, after)) {
      const calls = same.filter((free) => placesOf([free], after).has(place));
      equal.set(place, [...(equal.get(place) ?? []), calls.find((free) => free.allocated) ?? calls[0]!]);
    }
    for (const place of parted(run, before, after)) {
      const refutation = { why: run.difference!.text, run: describeRun({ plan: run.plan, result: run.after }) };
      if (!refuted.has(place)) refuted.set(place, refutation);
    }
  }
  return { equal, refuted };
}

/** Places of the migrated driver's sites in whose call two runs part: the counterpart of the original's, else its own. */
function parted({ difference, ...run }: ComparedRun, before: Verification, after: Verification): string[] {
  if (difference === null) return [];
  const at = ({ index }: FreeCall): boolean => index === difference.index;
  const original = placesOf(run.before.state.frees.filter(at), before);
  if (original.size === 0) return [...placesOf(run.after.state.frees.filter(at), after)];
  return [...original].flatMap((place) => counterparts(place, before.verdict.sites, after.verdict.sites));
}

/** The same site in the migrated driver; where their numbers differ, every site of the same function. */
function counterparts(place: string, before: readonly FreeSite[], after: readonly FreeSite[]): string[] {
  const position = before.findIndex((site) => placeName(site) === place);
  if (before.length === after.length) return position < 0 ? [] : [placeName(after[position]!)!];
  const name = before[position]?.function;
  return after.filter((site) => site.function === name).map((site) => placeName(site)!);
}

function placesOf(frees: readonly FreeCall[], { places }: Verification): Set<string> {
  return new Set(frees.flatMap(({ frames }) => placeName(places!.place(frames)) ?? []));
}
