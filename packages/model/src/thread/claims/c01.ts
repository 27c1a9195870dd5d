import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { freeSignature } from '../signature.ts';
import { truth } from '../verdict.ts';

/** C1: the free functions of PowerPC and ARM differ. */
export const c1 = defineClaim<{ here: string; arm: string }>({
  id: 'C1',
  claimant: 'Todd Poynor',
  claim: 'The free functions of PowerPC and ARM have come to differ.',
  explanation:
    'PowerPC frees by address alone; its oldest variant also by size. ARM frees by address, size and handle. No two of them can share a caller.',
  claimed: cells(['ppc-map1', 'ppc-map0', 'ppc-map2', 'ppc-remark']),
  contrast: [],
  run: ({ allocator }) => ({ here: freeSignature(allocator), arm: freeSignature('arm-3arg') }),
  observable: ({ here, arm }) => `${here} here, ${arm} on ARM`,
  verdict: ({ here, arm }) => truth(here !== arm),
});
