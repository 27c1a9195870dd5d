import { defineRule } from './rule.ts';

/** For nopage mappings take a reference, set VM_RESERVED and count pages singly. */
export const r23 = defineRule<{ missing: 'get_page' | 'VM_RESERVED' | 'own-count' }>({
  id: 'R23',
  title: 'For nopage mappings take a reference, set VM_RESERVED and count pages singly',
  severity: 'error',
  checks:
    'Pages handed out by a nopage handler: reference taken, vma flags, and whether the page has a count of its own.',
  consequence:
    "A page is freed out of a live block at munmap, or moved to swap so that the process no longer sees the device's data.",
  source: '2.4.27 mm/memory.c, mm/vmscan.c; semantics 6.4 M7, M8, M9',
  message: ({ missing }) => {
    switch (missing) {
      case 'get_page':
        return 'a nopage handler returns a page without taking a reference: munmap frees it under the driver';
      case 'VM_RESERVED':
        return 'a nopage mapping is not VM_RESERVED: swap-out can detach the process from the buffer';
      case 'own-count':
        return 'a nopage handler returns an inner page of an unsplit block: munmap frees it out of the live block';
    }
  },
});
