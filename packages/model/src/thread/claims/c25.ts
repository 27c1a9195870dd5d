import { GFP_KERNEL } from '../../machine/gfp.ts';
import { PAGE_SIZE } from '../../machine/page.ts';
import { boot } from '../boot.ts';
import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { loadXilinxfb, unloadXilinxfb } from '../drivers/xilinxfb.ts';
import { leaked, rulesBroken } from '../observe.ts';
import { verdict } from '../verdict.ts';
import { freeWrongly } from '../wrong-free.ts';

interface Traded {
  /** Pages lost by a driver that never clears the reserved bits. */
  readonly leaked: number;
  /** Rules that a wrong call of this free broke, and a free by address alone cannot break. */
  readonly newRules: readonly string[];
}

/** C25: size and handle as parameters of the free are the better cure. */
export const c25 = defineClaim<Traded>({
  id: 'C25',
  claimant: 'Todd Poynor',
  claim: 'Giving the free a size and a handle is the better way.',
  explanation:
    'It heals drivers that never unreserve, with no array and no search. In exchange the caller can now be wrong: another size, another handle, or a NULL with a handle that was never set. One mutation of the call is run for each; a handle read from a freed object shows as another handle.',
  claimed: cells(['ppc-sized', 'arm-3arg']),
  contrast: cells(['ppc-map1', 'ppc-map2']),
  run(cell, tell) {
    const kernel = boot(cell);
    const fb = loadXilinxfb(kernel);
    tell('xilinxfb is loaded and has reserved its 480 pages.', kernel);
    if (fb !== null) unloadXilinxfb(kernel, fb);
    tell('xilinxfb is unloaded; it clears no reserved bit itself.', kernel);

    const silent = () => undefined;
    const nullFree = boot(cell);
    const { handle } = nullFree.consistentAlloc(GFP_KERNEL, PAGE_SIZE);
    nullFree.consistentFree(0, PAGE_SIZE, handle ?? 0);
    const mistakes = [
      freeWrongly(cell, { pages: -8, handlePages: 0 }, silent).rules,
      freeWrongly(cell, { pages: 0, handlePages: 4 }, silent).rules,
      rulesBroken(nullFree),
    ];
    return { leaked: leaked(kernel), newRules: [...new Set(mistakes.flat())] };
  },
  observable: ({ leaked, newRules }) =>
    `${leaked} pages lost by a driver that does not unreserve; wrong calls break ${newRules.length === 0 ? 'nothing' : newRules.join(', ')}`,
  verdict({ leaked, newRules }) {
    if (leaked > 0) return verdict('false');
    return newRules.length === 0 ? verdict('true') : verdict('partly', `at the price of ${newRules.join(', ')}`);
  },
});
