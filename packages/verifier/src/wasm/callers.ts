import { callSites } from './call-sites.ts';
import { functionNames } from './function-names.ts';

/** Names of the functions in objects that call one of those named. */
export function callersOf(objects: readonly Uint8Array[], names: ReadonlySet<string>): Set<string> {
  const callers = new Set<string>();
  for (const object of objects) {
    const nameAt = functionNames(object);
    for (const { offset } of callSites(object, names)) {
      const name = nameAt(offset);
      if (name !== null) callers.add(name);
    }
  }
  return callers;
}
