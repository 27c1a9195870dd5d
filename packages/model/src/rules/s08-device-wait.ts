import { defineRule } from './rule.ts';

/** Bound every wait for a device. */
export const s8 = defineRule<{ seen: string }>({
  id: 'S8',
  title: 'Bound every wait for a device',
  severity: 'warning',
  checks: 'Loops that read a device register and have no other way to end.',
  consequence:
    'The model plays no device, so this run ended there; a real device that never answers hangs the machine.',
  source: 'docs/verify.md',
  message: ({ seen }) => seen,
});
