import { GFP_KERNEL } from '../../machine/gfp.ts';
import { boot, release } from '../boot.ts';
import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { leaked } from '../observe.ts';
import { truth } from '../verdict.ts';

const SIZE = 12288;
const CYCLES = 100;

/** C22: the tail of each block is lost. */
export const c22 = defineClaim<{ leaked: number; tail: number }>({
  id: 'C22',
  claimant: 'unmentioned',
  claim: 'Each allocation whose size is no power of two of pages loses the rest of its block, with no failure at all.',
  explanation:
    'Three pages come out of a block of four. The fourth is given a count of its own, mapped nowhere and written down nowhere. The rewritten variant gives it back at once.',
  claimed: cells(['ppc-map1'], ['walk']),
  contrast: cells(['ppc-map2', 'ppc-sized', 'ppc-region', 'arm-3arg', 'plain-pages']),
  run(cell, tell) {
    const kernel = boot(cell);
    tell('The machine has booted.', kernel);
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      const buffer = kernel.consistentAlloc(GFP_KERNEL, SIZE);
      release(kernel, buffer, SIZE);
      if (cycle === 0) tell('A buffer of 3 pages was taken and freed.', kernel);
    }
    tell(`The same was done ${CYCLES - 1} more times.`, kernel);
    return { leaked: leaked(kernel), tail: leaked(kernel, 'tail') };
  },
  observable: ({ leaked, tail }) => `${leaked} pages lost in ${CYCLES} cycles of 12288 bytes, ${tail} of them tails`,
  verdict: ({ tail }) => truth(tail > 0),
});
