import { defineRule } from './rule.ts';
import { address } from './wording.ts';

/** Kernel VA still held at the end. */
export const k6 = defineRule<{ address: number; call: string }>({
  id: 'K6',
  title: 'Undo what ioremap and vmalloc mapped',
  severity: 'error',
  checks: 'Areas made by ioremap and vmalloc that still exist at the end of each path that gives the device up.',
  consequence: 'Kernel address space is used up, and with vmalloc the pages too.',
  source: '2.4.27 mm/vmalloc.c; semantics 7',
  message: (facts) => `the area that ${facts.call} made at ${address(facts.address)} is never taken down`,
});
