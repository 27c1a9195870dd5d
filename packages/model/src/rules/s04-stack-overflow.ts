import { defineRule } from './rule.ts';

/** Stay inside the kernel stack. */
export const s4 = defineRule<{ seen: string }>({
  id: 'S4',
  title: 'Stay inside the kernel stack',
  severity: 'error',
  checks: 'The depth of calls, and loads and stores below the stack.',
  consequence: 'The stack of a task is 8 KiB; beyond it lies the task structure, then other memory.',
  source: '2.4.27 include/asm-ppc/processor.h, THREAD_SIZE; docs/verify.md',
  message: ({ seen }) => seen,
});
