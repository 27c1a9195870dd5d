import { defineRule } from './rule.ts';

/** BUG() in the driver. */
export const k11 = defineRule<{ message: string }>({
  id: 'K11',
  title: 'Return an error instead of calling BUG()',
  severity: 'error',
  checks: 'Calls of BUG() by the driver itself.',
  consequence: 'The machine stops where an error could have been returned.',
  source: '2.4.27 include/asm-ppc/page.h, BUG',
  message: ({ message }) => `the driver calls BUG(): ${message}`,
});
