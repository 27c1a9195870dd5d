import { reportedName } from '../front/prepared-driver.ts';
import type { SourceHash } from '../verdict/verdict.ts';

/** What is no longer as it was when a certificate was made, a clause each; empty when nothing is. */
export function changedSources(then: readonly SourceHash[], now: readonly SourceHash[]): string[] {
  const [before, after] = [hashes(then), hashes(now)];
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((path) => {
    if (before.get(path) === after.get(path)) return [];
    const what = !before.has(path) ? 'is new' : !after.has(path) ? 'is no longer included' : 'has changed';
    return [`${reportedName(path)} ${what}`];
  });
}

function hashes(sources: readonly SourceHash[]): Map<string, string> {
  return new Map(sources.map(({ path, sha256 }) => [path, sha256]));
}
