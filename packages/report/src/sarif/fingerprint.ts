import { createHash } from 'node:crypto';
import type { Result } from '../results/result.ts';

/**
 * What each result is recognised by in another version of the file: rule, file, function and code, without the line; equal
 * ones are told apart by their order. Stable: a change of this text makes every known alert a new one.
 */
export function fingerprints(results: readonly Result[]): string[] {
  const seen = new Map<string, number>();
  return results.map(({ rule, file, function: name, code }) => {
    const about = [rule, file, name ?? '', code.replace(/\s+/g, ' ')].join('\0');
    const nth = (seen.get(about) ?? 0) + 1;
    seen.set(about, nth);
    return createHash('sha256').update(`${about}\0${nth}`).digest('hex').slice(0, 32);
  });
}
