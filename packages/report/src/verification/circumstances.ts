import { entryName } from '@freehandle/verifier';
import type { Finding, RunDescription, SiteStatus } from '@freehandle/verifier';

const answers: Readonly<Record<string, string>> = { ready: 'have every bit set', toggling: 'toggle' };

/** The statuses of a free site, as they are shown. */
export const siteWords: Readonly<Record<SiteStatus, string>> = {
  verified: 'verified',
  refuted: 'refuted',
  'under-constrained': 'under-constrained',
  'not-reached': 'not reached',
  'not-compiled': 'not compiled',
};

/** What the run that shows a finding was put through, a clause each; empty when nothing was. */
export function circumstances({ run }: Finding): string[] {
  return run === null ? [] : clauses(run);
}

/** A run in words. */
export function runWords(run: RunDescription): string {
  const told = clauses(run);
  return told.length === 0 ? 'without a fault' : told.join('; ');
}

function clauses({ faults, device, plan: { identity, entry }, interrupt }: RunDescription): string[] {
  return [
    ...(entry === undefined ? [] : [entryName(entry)]),
    ...(faults.length > 0 ? [`when this fails: ${faults.join(' and ')}`] : []),
    ...(device !== 'plain'
      ? [`on a device whose registers ${answers[device] ?? 'read something else each time'}`]
      : []),
    ...(identity > 0 ? [`on a device of identity ${identity + 1} of those it asks for`] : []),
    ...(interrupt !== null ? [`when an interrupt comes after ${interrupt}`] : []),
  ];
}
