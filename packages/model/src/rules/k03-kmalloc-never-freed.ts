import { defineRule } from './rule.ts';
import { address, bytes } from './wording.ts';

/** kmalloc memory still held at the end. */
export const k3 = defineRule<{ address: number; size: number }>({
  id: 'K3',
  title: 'Free what kmalloc returned',
  severity: 'error',
  checks: 'Live kmalloc objects at the end of each path that gives the device up.',
  consequence: 'The memory is lost until the next boot.',
  source: '2.4.27 mm/slab.c',
  message: (facts) => `${bytes(facts.size)} from kmalloc at ${address(facts.address)} are never freed`,
});
