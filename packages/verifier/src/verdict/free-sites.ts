import type { Place } from '@freehandle/model';
import type { DriverInput } from '../driver-input.ts';
import { freeNames } from '../binding/calls/consistent.ts';
import type { Exploration, ExploredRun } from '../exploration/explore.ts';
import type { Stop } from '../session/session.ts';
import { latin1 } from '../front/virtual-files.ts';
import type { CallLine, DriverPlaces } from '../session/driver-places.ts';
import { argumentMistake } from './argument-mistake.ts';
import { sourceCalls } from './source-calls.ts';
import type { Finding, FreeSite } from './verdict.ts';

/** What the runs of a driver say about its free sites. */
export interface SiteEvidence {
  readonly frees: readonly CallLine[];
  readonly places: DriverPlaces;
  readonly exploration: Exploration;
  readonly findings: readonly Finding[];
  /** Names of the functions that were entered. */
  readonly entered: ReadonlySet<string>;
  /** Of functions called by themselves, why that did not come to their sites. */
  readonly fruitless: ReadonlyMap<string, string>;
}

/** A line of a file as one text, to compare places by. */
export function placeName(place: Place | null): string | null {
  return place && `${place.file}:${place.line}`;
}

/** Every line of a driver that frees consistent memory, compiled or not, and what its own runs show of it. */
export function freeSites(sources: readonly DriverInput[], evidence: SiteEvidence): FreeSite[] {
  const { frees, places, exploration, findings, entered, fruitless } = evidence;
  const lived = visits(exploration.runs, places);
  const alone = visits(exploration.underConstrained, places);
  const compiled = frees.map(({ place, function: name }): FreeSite => {
    const [life, apart] = [lived.get(placeName(place)!), alone.get(placeName(place)!)];
    const by: FreeSite['by'] = life ? 'lifecycle' : apart ? 'under-constrained' : null;
    const { runs, allocated } = life ?? apart ?? { runs: 0, allocated: false };
    const site = { ...place, function: name, compiled: true, reached: by !== null, by, allocated, runs };
    const mistake = argumentMistake(site, frees, findings);
    if (mistake !== null) return { ...site, status: 'refuted', why: mistake.message, refutedBy: mistake.run };
    if (by === 'lifecycle') return { ...site, status: 'verified', why: null, refutedBy: null };
    const why = whyNotReached(name, entered, exploration);
    if (by === null) {
      const search = name === null ? undefined : fruitless.get(name);
      return { ...site, status: 'not-reached', why: search ? `${why}; ${search}` : why, refutedBy: null };
    }
    return { ...site, status: by, why: `${underConstrained(allocated)}; ${why}`, refutedBy: null };
  });
  const known = new Set(frees.map(({ place }) => placeName(place)));
  const left = sources.flatMap((source) =>
    exploration.runs.length > 0
      ? sourceSites(source, 'not-compiled', leftOut)
      : sourceSites(source, 'not-reached', noLife),
  );
  return [...compiled, ...left.filter((site) => !known.has(placeName(site)))].sort(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line,
  );
}

const leftOut = 'the configuration, or a condition that is never true, leaves it out';
const noLife = 'nothing can be called: the driver has no life to run';

/** What is said of a site that only functions called by themselves came to. */
export function underConstrained(allocated: boolean): string {
  return allocated
    ? 'it ran in functions called by themselves, which had allocated what it frees'
    : 'it ran in its function called by itself, on objects made up: nothing to compare size and handle with';
}

/** Of each place at which runs freed consistent memory: in how many, and whether in one that had allocated it. */
function visits(runs: readonly ExploredRun[], places: DriverPlaces): Map<string, { runs: number; allocated: boolean }> {
  const found = new Map<string, { runs: number; allocated: boolean }>();
  for (const { result } of runs) {
    if (!result.conclusive) continue;
    const ofRun = new Map<string, boolean>();
    for (const { frames, allocated } of result.state.frees) {
      const place = placeName(places.place(frames));
      if (place !== null) ofRun.set(place, allocated || (ofRun.get(place) ?? false));
    }
    for (const [place, allocated] of ofRun) {
      const before = found.get(place) ?? { runs: 0, allocated: false };
      found.set(place, { runs: before.runs + 1, allocated: before.allocated || allocated });
    }
  }
  return found;
}

/** The free sites that the text of a driver shows, where nothing else does; all of one status, for the reason given. */
export function sourceSites(
  { file, source, calls }: DriverInput,
  status: 'not-reached' | 'not-compiled',
  why: string,
): FreeSite[] {
  return sourceCalls(latin1(source), freeNames(calls)).map((line) => ({
    ...{ file, line, function: null, compiled: status !== 'not-compiled', reached: false, runs: 0 },
    ...{ by: null, allocated: false, status, why, refutedBy: null },
  }));
}

function whyNotReached(name: string | null, entered: ReadonlySet<string>, { runs }: Exploration): string {
  const first = runs[0]?.result;
  if (first === undefined) return noLife;
  const { state, stop } = first;
  const where =
    name !== null && entered.has(name)
      ? `${name}() ran, but did not come to this line`
      : `${name === null ? 'its function' : `${name}()`} was not called`;
  const failed = state.failedSteps.map(({ step, returned }) => `${step} returned ${returned}`);
  const ended = stop === null ? [] : [stopped(stop)];
  return [where, ...failed, ...ended].join('; ');
}

function stopped({ reason }: Stop): string {
  const end = 'the fault-free run was stopped before its end';
  return reason.kind === 'unmodelled' ? `${end} by a call that is not modelled: ${reason.message}` : end;
}
