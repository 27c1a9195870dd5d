import { defineRule, type Fact } from './rule.ts';
import { address } from './wording.ts';

/** Free exactly the address that was returned. */
export const r8 = defineRule<{ given: Fact; start: Fact | null }>({
  id: 'R8',
  title: 'Free exactly the address that was returned',
  severity: 'error',
  checks: 'The address given to the free against the starts of all live buffers.',
  consequence: 'vfree prints a message and frees nothing: the buffer is lost.',
  source: '2.4.27 mm/vmalloc.c, vfree; semantics 2.2',
  message: ({ given, start }) =>
    start === null
      ? `${address(given)} is freed, which no allocation returned`
      : `${address(given)} is freed, which lies inside the buffer that starts at ${address(start)}; nothing is freed`,
});
