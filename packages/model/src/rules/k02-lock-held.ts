import { defineRule } from './rule.ts';

/** Taking a lock that is held. */
export const k2 = defineRule<{ lock: string }>({
  id: 'K2',
  title: 'Do not take a lock that is held',
  severity: 'error',
  checks: 'A lock that is taken against the locks that this processor holds already.',
  consequence: 'The processor waits for itself: the machine stands still.',
  source: 'semantics 5.2; 2.4.27 mm/vmalloc.c, vmlist_lock',
  message: ({ lock }) => `${lock} is taken while it is held: the CPU waits for itself for ever`,
});
