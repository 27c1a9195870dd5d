import type { FreeCall } from '../binding/run-state.ts';
import { describeRun } from '../verdict/describe-run.ts';
import { placeName } from '../verdict/free-sites.ts';
import type { FreeSite, RunDescription } from '../verdict/verdict.ts';
import type { Verification } from '../verify-driver.ts';
import type { ComparedRun } from './compare-explorations.ts';

interface Refutation {
  readonly why: string;
  readonly run: RunDescription;
}

/**
 * The free sites of the migrated driver, by what a comparison shows of them. A call lies in what was compared where both
 * forms did the same up to it; where the forms part in a free, that site is refuted.
 */
export function comparedSites(before: Verification, after: Verification, runs: readonly ComparedRun[]): FreeSite[] {
  const equal = new Map<string, number>();
  const refuted = new Map<string, Refutation>();
  for (const run of runs) {
    const same = run.after.state.frees.filter(({ index }) => index < (run.difference?.index ?? run.calls));
    for (const place of placesOf(same, after)) equal.set(place, (equal.get(place) ?? 0) + 1);
    for (const place of parted(run, before, after)) {
      const refutation = { why: run.difference!.text, run: describeRun({ plan: run.plan, result: run.after }) };
      if (!refuted.has(place)) refuted.set(place, refutation);
    }
  }
  return after.verdict.sites.map((site): FreeSite => {
    if (site.status === 'not-compiled' || site.status === 'refuted') return site;
    const refutation = refuted.get(placeName(site)!);
    if (refutation) return { ...site, status: 'refuted', why: refutation.why, refutedBy: refutation.run };
    const count = equal.get(placeName(site)!) ?? 0;
    if (count > 0) return { ...site, status: 'verified', why: null, runs: count };
    return site.reached ? uncompared(site, 'it ran only where the two forms were not compared') : site;
  });
}

/** The sites of a driver that could not be compared, for the reason given. */
export function uncomparedSites(sites: readonly FreeSite[], why: string): FreeSite[] {
  return sites.map((site) => (site.status === 'verified' ? uncompared(site, why) : site));
}

function uncompared(site: FreeSite, why: string): FreeSite {
  return { ...site, status: 'not-reached', why, runs: 0 };
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
