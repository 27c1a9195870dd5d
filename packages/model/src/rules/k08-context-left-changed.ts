import { defineRule } from './rule.ts';

/** Context not as it was at the start. */
export const k8 = defineRule<{ what: string }>({
  id: 'K8',
  title: 'Leave no lock held and no interrupt disabled',
  severity: 'error',
  checks: 'Locks held, interrupts off and interrupt depth at the end of a call into the driver.',
  consequence: 'The kernel goes on with a lock that is never released, or deaf to interrupts.',
  source: 'semantics 1.1',
  message: ({ what }) => `the run ends with ${what}`,
});
