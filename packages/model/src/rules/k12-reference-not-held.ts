import { defineRule } from './rule.ts';

/** A reference dropped that nobody held. */
export const k12 = defineRule<{ frame: number; count: number; call: string }>({
  id: 'K12',
  title: 'Drop only references that were taken',
  severity: 'error',
  checks: 'The count of every page whose reference is dropped: it must have been above 0.',
  consequence: 'The count goes below 0 and the page is never freed, or the reference of its next owner is taken.',
  source: '2.4.27 mm/page_alloc.c, __free_pages; semantics, notation',
  message: ({ frame, count: left, call }) =>
    `${call} drops a reference to frame ${frame} that nobody held: its count is ${left}`,
});
