import type { Finding } from '@freehandle/verifier';

const answers = { ready: 'have every bit set', toggling: 'toggle' } as const;

/** What the run that shows a finding was put through, a clause each; empty when nothing was. */
export function circumstances({ run }: Finding): string[] {
  if (run === null) return [];
  return [
    ...(run.faults.length > 0 ? [`when this fails: ${run.faults.join(' and ')}`] : []),
    ...(run.device !== 'plain' ? [`on a device whose registers ${answers[run.device]}`] : []),
    ...(run.interrupt !== null ? [`when an interrupt comes after ${run.interrupt}`] : []),
  ];
}
