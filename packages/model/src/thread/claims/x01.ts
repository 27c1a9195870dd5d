import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { truth } from '../verdict.ts';
import { describeHarm, didHarm, freeWrongly, type WrongFree } from '../wrong-free.ts';

/** X1: the size has changed since the allocation. */
export const x1 = defineClaim<WrongFree>({
  id: 'X1',
  claimant: 'unmentioned',
  claim: 'A driver that has lowered its size since the allocation loses the difference at a free that takes a size.',
  explanation:
    'The free clears the reserved bit on as many pages as it is told; the rest stays reserved and is passed over. The oldest PowerPC form frees a block of the size it is told. Many drivers shrink their size variable to what the hardware can use.',
  claimed: cells(['ppc-sized', 'arm-3arg', 'ppc-remark']),
  contrast: cells(['ppc-map1', 'ppc-region']),
  run: (cell, tell) => freeWrongly(cell, { pages: -8, handlePages: 0 }, tell),
  observable: describeHarm,
  verdict: (free) => truth(didHarm(free)),
});
