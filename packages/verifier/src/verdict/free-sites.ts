import type { Exploration } from '../exploration/explore.ts';
import type { CallLine, DriverPlaces } from '../session/driver-places.ts';
import type { FreeSite } from './verdict.ts';

/** Every line that frees consistent memory, with the number of runs that came through it. */
export function freeSites(frees: readonly CallLine[], places: DriverPlaces, { runs }: Exploration): FreeSite[] {
  const linesOfRuns = runs.map(({ result }) => new Set(result.state.freed.map((frames) => places.place(frames)?.line)));
  return frees.map(({ place, function: name }) => {
    const count = linesOfRuns.filter((lines) => lines.has(place.line)).length;
    return { ...place, function: name, reached: count > 0, runs: count };
  });
}
