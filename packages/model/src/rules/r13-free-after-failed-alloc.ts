import { defineRule, type Fact } from './rule.ts';
import { address } from './wording.ts';

/** Do not free what was never allocated with a size and handle that were never set. */
export const r13 = defineRule<
  | { mistake: 'null-address'; handle: Fact }
  | { mistake: 'failed'; alloc: string; free: string }
  | { mistake: 'unset'; value: 'size' | 'handle' }
>({
  id: 'R13',
  title: 'Do not free what was never allocated with a size and handle that were never set',
  severity: 'error',
  checks:
    'A free with a NULL address, or with a size or handle never written, on paths that a failed allocation reaches.',
  consequence:
    'With one argument free(NULL) did nothing. With three it still clears the reserved bits of the pages the handle names.',
  source: '2.4.27 arch/arm/mm/consistent.c, consistent_free; semantics 3.4',
  message(facts) {
    if (facts.mistake === 'failed')
      return `${facts.free} is given what ${facts.alloc} returned on a way on which that is NULL`;
    return facts.mistake === 'null-address'
      ? `NULL is freed with the handle ${address(facts.handle)}, whose pages lose their reserved bit all the same`
      : `the ${facts.value} given to the free was never set: the allocation that sets it failed or was not reached`;
  },
});
