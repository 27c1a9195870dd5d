import { defineRule } from './rule.ts';

/** Follow only pointers that point somewhere. */
export const s3 = defineRule<{ seen: string }>({
  id: 'S3',
  title: 'Follow only pointers that point somewhere',
  severity: 'error',
  checks:
    'Every load and store of the driver against NULL, against addresses where nothing is, and against fresh memory never written.',
  consequence: 'The kernel oopses at a NULL or wild address.',
  source: '2.4.27 arch/ppc/mm/fault.c, bad_page_fault; docs/verify.md',
  message: ({ seen }) => seen,
});
