import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { truth } from '../verdict.ts';
import { describeHarm, didHarm, freeWrongly, type WrongFree } from '../wrong-free.ts';

/** C18: one value to free by cannot disagree with itself. */
export const c18 = defineClaim<{ size: WrongFree; larger: WrongFree; handle: WrongFree }>({
  id: 'C18',
  claimant: 'David Gibson',
  claim: 'Freeing by a single value is pleasant.',
  explanation:
    'A free that takes the address alone cannot be called with a size or a handle of another buffer. Where they are taken and believed, pages are lost or a neighbour is harmed. The windows of 2.6 still look the buffer up by its address and use the size as a check.',
  claimed: cells(['ppc-map1', 'ppc-map2']),
  contrast: cells(['arm-3arg', 'ppc-sized', 'ppc-remark', 'ppc-region', 'arm-region']),
  run: (cell, tell) => ({
    size: freeWrongly(cell, { pages: -8, handlePages: 0 }, tell),
    larger: freeWrongly(cell, { pages: 4, handlePages: 0 }, () => undefined),
    handle: freeWrongly(cell, { pages: 0, handlePages: 4 }, () => undefined),
  }),
  observable: ({ size, larger, handle }) =>
    `size 8 pages short: ${describeHarm(size)}; 4 pages over: ${describeHarm(larger)}; handle 4 pages on: ${describeHarm(handle)}`,
  verdict: ({ size, larger, handle }) => truth(![size, larger, handle].some(didHarm)),
});
