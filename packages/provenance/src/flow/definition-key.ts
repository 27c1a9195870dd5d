import type { Path } from '../paths/path.ts';
import type { Frame } from './frame.ts';
import { reachingDefinitions } from './reaching.ts';

/** Which definitions give `path` its value at `step`; empty when none is known. */
export function definitionKey(frame: Frame, path: Path, step: number): string {
  return reachingDefinitions(frame, path, step)
    .filter((definition) => definition.kind !== 'uninitialised')
    .map((definition) => definition.step)
    .join(',');
}
