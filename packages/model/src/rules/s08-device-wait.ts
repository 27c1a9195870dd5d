import { defineRule } from './rule.ts';

/** Bound every wait for a device. */
export const s8 = defineRule<{ seen: string }>({
  id: 'S8',
  title: 'Bound every wait for a device',
  severity: 'warning',
  checks: 'Loops over device registers of which each round leaves all memory as it was: nothing else can end them.',
  consequence: 'A device that does not answer, or is unplugged, hangs the machine. This run ended there.',
  source: 'docs/verify.md',
  message: ({ seen }) => seen,
});
