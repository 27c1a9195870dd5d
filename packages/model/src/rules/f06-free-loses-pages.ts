import { defineRule } from './rule.ts';
import { count } from './wording.ts';

/** The free does not give the pages back although the driver did everything right. */
export const f6 = defineRule<{ allocator: string; pages: number; block: number; why: string }>({
  id: 'F6',
  title: 'The free loses pages of a healthy buffer',
  severity: 'warning',
  checks: 'Pages of a healthy buffer that a right free does not give back.',
  consequence: 'They are lost on each free until the next boot.',
  source: 'semantics 2.4, 10 C19, C20',
  message: ({ allocator, pages, block, why }) =>
    `${allocator} frees a healthy buffer and loses ${pages} of ${count(block, 'page')}: ${why}`,
});
