import { defineRule } from './rule.ts';
import { address } from './wording.ts';

/** An access that faults. */
export const k10 = defineRule<{ access: string; address: number }>({
  id: 'K10',
  title: 'Access only memory that is mapped',
  severity: 'error',
  checks: 'Addresses of CPU and device accesses against what is mapped.',
  consequence: 'An oops for the CPU; a device reads rubbish or writes somewhere else.',
  source: 'semantics 8',
  message: (facts) => `${facts.access} ${address(facts.address)}, where nothing is mapped`,
});
