import type { Place } from '@freehandle/model';
import type { DriverInput } from '../driver-input.ts';
import { freeNames } from '../binding/calls/consistent.ts';
import type { Exploration } from '../exploration/explore.ts';
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
}

/** A line of a file as one text, to compare places by. */
export function placeName(place: Place | null): string | null {
  return place && `${place.file}:${place.line}`;
}

/** Every line of a driver that frees consistent memory, compiled or not, and what its own runs show of it. */
export function freeSites(sources: readonly DriverInput[], evidence: SiteEvidence): FreeSite[] {
  const { frees, places, exploration, findings, entered } = evidence;
  const runsOf = exploration.runs
    .filter(({ result }) => result.conclusive)
    .map(({ result }) => new Set(result.state.frees.map(({ frames }) => placeName(places.place(frames)))));
  const compiled = frees.map(({ place, function: name }): FreeSite => {
    const runs = runsOf.filter((lines) => lines.has(placeName(place))).length;
    const site = { ...place, function: name, compiled: true, reached: runs > 0, runs };
    const mistake = argumentMistake(site, frees, findings);
    if (mistake !== null) return { ...site, status: 'refuted', why: mistake.message, refutedBy: mistake.run };
    if (runs > 0) return { ...site, status: 'verified', why: null, refutedBy: null };
    return { ...site, status: 'not-reached', why: whyNotReached(name, entered, exploration), refutedBy: null };
  });
  const known = new Set(frees.map(({ place }) => placeName(place)));
  const why = 'the configuration, or a condition that is never true, leaves it out';
  const left = sources.flatMap((source) => sourceSites(source, 'not-compiled', why));
  return [...compiled, ...left.filter((site) => !known.has(placeName(site)))].sort(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line,
  );
}

/** The free sites that the text of a driver shows, where nothing else does; all of one status, for the reason given. */
export function sourceSites(
  { file, source, calls }: DriverInput,
  status: 'not-reached' | 'not-compiled',
  why: string,
): FreeSite[] {
  return sourceCalls(latin1(source), freeNames(calls)).map((line) => ({
    ...{ file, line, function: null, compiled: status !== 'not-compiled', reached: false, runs: 0 },
    ...{ status, why, refutedBy: null },
  }));
}

function whyNotReached(name: string | null, entered: ReadonlySet<string>, { runs }: Exploration): string {
  const { state, stop } = runs[0]!.result;
  const where =
    name !== null && entered.has(name)
      ? `${name}() ran, but did not come to this line`
      : `${name === null ? 'its function' : `${name}()`} was not called`;
  const failed = state.failedSteps.map(({ step, returned }) => `${step} returned ${returned}`);
  const ended = stop === null ? [] : ['the fault-free run was stopped before its end'];
  return [where, ...failed, ...ended].join('; ');
}
