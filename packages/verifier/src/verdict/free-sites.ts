import type { Exploration } from '../exploration/explore.ts';
import type { CallLine, DriverPlaces } from '../session/driver-places.ts';
import type { FreeSite } from './verdict.ts';

/** Every line that frees consistent memory, with the number of runs that came through it. */
export function freeSites(frees: readonly CallLine[], places: DriverPlaces, { runs }: Exploration): FreeSite[] {
  const linesOfRuns = runs.map(({ result }) => new Set(result.state.freed.map((frames) => places.place(frames)?.line)));
  return frees.map(({ place, function: name }) => {
    const count = linesOfRuns.filter((lines) => lines.has(place.line)).length;
    return { ...place, function: name, compiled: true, reached: count > 0, runs: count };
  });
}

/** The compiled sites, and those of the source that are not in the module, by line. `calls` are the source's lines. */
export function withUncompiled(file: string, sites: readonly FreeSite[], calls: readonly number[]): FreeSite[] {
  const compiled = new Set(sites.map(({ line }) => line));
  const left = calls.filter((line) => !compiled.has(line));
  return [
    ...sites,
    ...left.map((line) => ({ file, line, function: null, compiled: false, reached: false, runs: 0 })),
  ].sort((a, b) => a.line - b.line);
}
