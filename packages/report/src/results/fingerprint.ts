import { createHash } from 'node:crypto';
import { oneLine } from '../one-line.ts';
import type { Result } from './result.ts';

/**
 * Gives each result what it is recognised by in another version of the file: a digest of rule, file, function and code,
 * without the line; equal ones are told apart by their order. The baseline and SARIF both go by it. Stable: a change of
 * this text makes every known result a new one. What it says is put on one line.
 */
export function recognisable(results: readonly Omit<Result, 'fingerprint'>[]): Result[] {
  const seen = new Map<string, number>();
  return results.map((result) => {
    const { rule, file, function: name, code } = result;
    const about = [rule, file, name ?? '', oneLine(code)].join('\0');
    const nth = (seen.get(about) ?? 0) + 1;
    seen.set(about, nth);
    return {
      ...result,
      message: oneLine(result.message),
      path: result.path.map((step) => ({ ...step, what: oneLine(step.what) })),
      fixes: result.fixes.map((fix) => ({ ...fix, what: oneLine(fix.what) })),
      fingerprint: createHash('sha256').update(`${about}\0${nth}`).digest('hex').slice(0, 32),
    };
  });
}
