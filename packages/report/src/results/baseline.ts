import type { Result } from './result.ts';

/**
 * A baseline: the results that are known, so that only new ones are told. JSON, a line each, sorted, so that it can be
 * kept in git; only the fingerprints are read again, the rest is for people.
 */
export function baselineOf(results: readonly Result[]): string {
  const known = results
    .map(({ fingerprint, rule, file, function: name, code }) => ({ fingerprint, rule, file, function: name, code }))
    .sort((a, b) => compare(a.file, b.file) || compare(a.rule, b.rule) || compare(a.fingerprint, b.fingerprint))
    .map((one) => `    ${JSON.stringify(one)}`);
  return `{\n  "tool": "freehandle",\n  "known": [${known.length === 0 ? '' : `\n${known.join(',\n')}\n  `}]\n}\n`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
