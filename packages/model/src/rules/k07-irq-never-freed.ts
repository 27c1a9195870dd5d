import { defineRule } from './rule.ts';

/** An interrupt line still requested at the end. */
export const k7 = defineRule<{ irq: number }>({
  id: 'K7',
  title: 'Free every interrupt line',
  severity: 'error',
  checks: 'Interrupt lines requested against those freed at the end of each path that gives the device up.',
  consequence: 'The next interrupt calls a handler whose memory is gone.',
  source: '2.4.27 arch/ppc/kernel/irq.c, request_irq and free_irq',
  message: ({ irq }) => `interrupt ${irq} is requested and never freed`,
});
