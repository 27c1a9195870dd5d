import { defineRule } from './rule.ts';

/** Something released that was not held. */
export const k9 = defineRule<{ what: string }>({
  id: 'K9',
  title: 'Release only what is held',
  severity: 'error',
  checks: 'Every unlock, interrupt exit and free_irq against what is held.',
  consequence: 'Another holder loses its lock or its interrupt line.',
  source: '2.4.27 include/linux/spinlock.h, with debugging on',
  message: ({ what }) => what,
});
