import { defineRule } from './rule.ts';
import { count } from './wording.ts';

/** Reserve no page beyond the buffer. */
export const r22 = defineRule<{ pages: number; beyond: number }>({
  id: 'R22',
  title: 'Reserve no page beyond the buffer',
  severity: 'error',
  checks:
    'The pages on which a driver sets PG_reserved against the pages of its buffer; PAGE_SIZE << order may be more than was kept.',
  consequence: 'Pages of other owners become unfreeable for as long as the bit stays set.',
  source: 'semantics 4.3 (4); 2.4.27 drivers/sound/es1371.c',
  message: ({ pages, beyond }) =>
    `the reserved bit is set on ${count(beyond, 'page')} beyond a buffer of ${count(pages, 'page')}, which belong to somebody else`,
});
