import { defineRule, type Fact } from './rule.ts';
import { bytes } from './wording.ts';

/** Keep the mmap request inside the buffer. */
export const r25 = defineRule<{ mapped: Fact; available: Fact }>({
  id: 'R25',
  title: 'Keep the mmap request inside the buffer',
  severity: 'error',
  checks: 'Offset and length of a user mapping against the pages of the buffer it starts in.',
  consequence: 'The process gets the neighbouring memory.',
  source: '2.4.27 drivers/video/fbmem.c, fb_mmap; semantics 6.3',
  message: ({ mapped, available }) =>
    `${bytes(mapped)} are mapped to user space from a buffer that has ${bytes(available)} there`,
});
