import { defineRule } from './rule.ts';

/** A check of a run that is not one of the rules for consistent memory: general kernel hygiene (K), or a failure of the allocator itself (F). */
export interface Check<Facts = never> {
  readonly id: string;
  readonly title: string;
  readonly severity: 'error' | 'warning';
  message(facts: Facts): string;
}

/** Sleeping where it is forbidden. */
export const k1 = defineRule<{ call: string; held: string }>({
  id: 'K1',
  title: 'Do not sleep in atomic context',
  severity: 'error',
  checks:
    'The context of every call that may sleep: no interrupt, no lock held, interrupts on. R1 to R4 say it of consistent memory, but where the allocator sleeps only as its gfp says.',
  consequence:
    'The task is scheduled away with a lock held or in an interrupt: the next one to want the lock spins for ever.',
  source: '2.4.27 mm/slab.c, kmalloc with GFP_KERNEL; semantics 5.2',
  message: ({ call, held }) => `${call} may sleep and is called with ${held}`,
});
