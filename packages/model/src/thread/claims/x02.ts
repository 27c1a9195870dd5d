import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { truth } from '../verdict.ts';
import { describeHarm, freeWrongly, type WrongFree } from '../wrong-free.ts';

/** X2: the handle was advanced while a ring was filled. */
export const x2 = defineClaim<WrongFree>({
  id: 'X2',
  claimant: 'unmentioned',
  claim: 'A driver that advances its handle while it fills a ring harms its neighbour at a free that takes the handle.',
  explanation:
    'The bits are cleared from the handle on: the first pages of the buffer stay reserved and are lost, and as many pages of the neighbour lose their reservation.',
  claimed: cells(['ppc-sized', 'arm-3arg']),
  contrast: cells(['ppc-map1', 'ppc-region']),
  run: (cell, tell) => freeWrongly(cell, { pages: 0, handlePages: 4 }, tell),
  observable: describeHarm,
  verdict: ({ lost, stripped }) => truth(lost > 0 && stripped > 0),
});
