import { defineRule } from './rule.ts';
import { address, count } from './wording.ts';

/** Page blocks still held at the end. */
export const k5 = defineRule<{ address: number; pages: number }>({
  id: 'K5',
  title: 'Free what the page allocator returned',
  severity: 'error',
  checks: 'Live page blocks at the end of each path that gives the device up.',
  consequence: 'The pages are lost until the next boot.',
  source: '2.4.27 mm/page_alloc.c',
  message: (facts) => `${count(facts.pages, 'page')} at ${address(facts.address)} are never freed`,
});
