import type { Place } from '@freehandle/model';
import type { DriverInput } from '../driver-input.ts';
import type { Exploration } from '../exploration/explore.ts';
import type { CallLine, DriverPlaces } from '../session/driver-places.ts';
import { latin1 } from '../front/virtual-files.ts';
import { sourceCalls } from './source-calls.ts';
import type { FreeSite } from './verdict.ts';

/** Every line that frees consistent memory, with the number of runs that came through it. */
export function freeSites(frees: readonly CallLine[], places: DriverPlaces, { runs }: Exploration): FreeSite[] {
  const linesOfRuns = runs.map(
    ({ result }) => new Set(result.state.freed.map((frames) => placeName(places.place(frames)))),
  );
  return frees.map(({ place, function: name }) => {
    const count = linesOfRuns.filter((lines) => lines.has(placeName(place))).length;
    return { ...place, function: name, compiled: true, reached: count > 0, runs: count };
  });
}

/** A line of a file as one text, to compare places by. */
export function placeName(place: Place | null): string | null {
  return place && `${place.file}:${place.line}`;
}

/** The compiled sites, and those of the sources that are not in the module, by file and line. */
export function withUncompiled(
  sites: readonly FreeSite[],
  sources: readonly DriverInput[],
  names: ReadonlySet<string>,
): FreeSite[] {
  const compiled = new Set(sites.map(placeName));
  const left = sources.flatMap(({ file, source }) =>
    sourceCalls(latin1(source), names).map((line) => ({ file, line })),
  );
  return [
    ...sites,
    ...left
      .filter((place) => !compiled.has(placeName(place)))
      .map((place) => ({ ...place, function: null, compiled: false, reached: false, runs: 0 })),
  ].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}
