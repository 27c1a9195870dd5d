import { createHash } from 'node:crypto';
import type { Result } from './result.ts';

/**
 * Gives each result what it is recognised by in another version of the file: a digest of rule, file, function and code,
 * without the line; equal ones are told apart by their order. The baseline and SARIF both go by it. Stable: a change of
 * this text makes every known result a new one.
 */
export function recognisable(results: readonly Omit<Result, 'fingerprint'>[]): Result[] {
  const seen = new Map<string, number>();
  return results.map((result) => {
    const { rule, file, function: name, code } = result;
    const about = [rule, file, name ?? '', code.replace(/\s+/g, ' ')].join('\0');
    const nth = (seen.get(about) ?? 0) + 1;
    seen.set(about, nth);
    return { ...result, fingerprint: createHash('sha256').update(`${about}\0${nth}`).digest('hex').slice(0, 32) };
  });
}
