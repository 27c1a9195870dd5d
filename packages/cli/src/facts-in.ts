import path from 'node:path';
import { mergeFacts, readFacts, type Facts } from '@freehandle/codemod';

/**
 * All facts in some files; null when none are named.
 * @throws FreehandleError FH2040 when one is no file of facts, or was made for something else than the others.
 */
export function factsIn(files: readonly string[], cwd: string): Facts | null {
  const [first, ...others] = files.map((file) => readFacts(path.resolve(cwd, file)));
  return first === undefined ? null : mergeFacts([first, ...others]);
}
