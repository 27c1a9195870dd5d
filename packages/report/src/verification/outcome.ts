import type { VerifiedDriver } from './verification-report.ts';

/** Each driver has exactly one; the totals count them. */
export type Outcome = 'equivalent' | 'different' | 'undecided' | 'alone';

/** What a driver counts as. */
export function outcomeOf({
  equivalent,
  before,
  after,
}: Pick<VerifiedDriver, 'equivalent' | 'before' | 'after'>): Outcome {
  if (equivalent !== null) return equivalent ? 'equivalent' : 'different';
  return before === null && after.error === null ? 'alone' : 'undecided';
}
