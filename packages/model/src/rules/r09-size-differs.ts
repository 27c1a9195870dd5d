import { defineRule, type Fact } from './rule.ts';
import { bytes } from './wording.ts';

/** Free with the size that was allocated. */
export const r9 = defineRule<{ given: Fact; allocated: Fact }>({
  id: 'R9',
  title: 'Free with the size that was allocated',
  severity: 'error',
  checks:
    'The page count of the size given to the free against the page count of the allocation. Equal page counts are equal sizes.',
  consequence:
    'Too small: pages stay reserved and are lost for ever. Too large: pages of other owners lose their reservation or are freed.',
  source: '2.4.27 arch/arm/mm/consistent.c, consistent_free; 2.4.19 arch/ppc/mm/cachemap.c; semantics 3.4, 2.1',
  message: ({ given, allocated }) => {
    const differ = `the free says ${bytes(given)}, the buffer was allocated with ${bytes(allocated)}`;
    if (typeof given === 'string' || typeof allocated === 'string') return differ;
    return `${differ}: ${given < allocated ? 'pages at its end are lost' : 'pages after its end, of another owner, are touched'}`;
  },
});
