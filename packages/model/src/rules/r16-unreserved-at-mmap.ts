import { defineRule, type Fact } from './rule.ts';
import { address, count } from './wording.ts';

/** Reserve pages before remap_page_range maps them. */
export const r16 = defineRule<{ pages: number; phys: Fact }>({
  id: 'R16',
  title: 'Reserve pages before remap_page_range maps them',
  severity: 'error',
  checks: 'PG_reserved of every RAM page that remap_page_range is asked to map.',
  consequence:
    'remap_page_range returns 0 and maps nothing: the process reads zeros and its writes never reach the device.',
  source: '2.4.27 mm/memory.c, remap_page_range; semantics 6.1',
  message: ({ pages, phys }) =>
    `remap_page_range leaves a hole of ${count(pages, 'page')} at ${address(phys)}: RAM that is not reserved is skipped without an error`,
});
