import { defineRule } from './rule.ts';

/** Check the result for NULL before using it or the handle. */
export const r5 = defineRule<{ call: string } & ({ used: 'pointer' | 'handle' } | { succeeded: string })>({
  id: 'R5',
  title: 'Check the result for NULL before using it or the handle',
  severity: 'error',
  checks: 'Every use of a pointer or handle after an allocation that returned NULL.',
  consequence:
    'A NULL dereference, or a device writing to a frame that was already given back: a failed allocation may leave the handle set.',
  source: '2.4.27 arch/ppc/mm/cachemap.c, the failure exits of consistent_alloc; semantics 1.3',
  message(facts) {
    if ('succeeded' in facts)
      return `${facts.call} returned NULL, and ${facts.succeeded} reported success all the same`;
    return facts.used === 'pointer'
      ? `the pointer of a ${facts.call} that returned NULL is used`
      : `the handle of a ${facts.call} that returned NULL is used; the frame behind it is not the driver's`;
  },
});
