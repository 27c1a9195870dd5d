import type { Finding } from '@freehandle/verifier';

/** What the run that shows a finding was put through, a clause each; empty when nothing was. */
export function circumstances({ run }: Finding): string[] {
  if (run === null) return [];
  return [
    ...(run.faults.length > 0 ? [`when this fails: ${run.faults.join(' and ')}`] : []),
    ...(run.interrupt !== null ? [`when an interrupt comes after ${run.interrupt}`] : []),
  ];
}
