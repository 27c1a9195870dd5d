import { GFP_WAIT } from '../../machine/gfp.ts';
import { boot } from '../boot.ts';
import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { pciDevice } from '../device.ts';
import { truth } from '../verdict.ts';

/** C4: the same on ARM. */
export const c4 = defineClaim<{ stopped: boolean; sleeping: number }>({
  id: 'C4',
  claimant: 'implied',
  claim: 'On ARM pci_alloc_consistent cannot be called in an interrupt either.',
  explanation:
    "The same test stops it. Without the test it would still be wrong: ARM's wrapper asks with GFP_KERNEL, which may sleep.",
  claimed: cells(['arm-3arg', 'arm-1arg']),
  contrast: cells(['arm-region']),
  run(cell, tell) {
    const process = boot(cell);
    process.pciAllocConsistent(pciDevice, 4096);
    const sleeping = process.steps.filter(({ gfp }) => (gfp & GFP_WAIT) !== 0).length;
    const kernel = boot(cell);
    tell('The machine has booted.', kernel);
    kernel.enterHardirq();
    kernel.pciAllocConsistent(pciDevice, 4096);
    tell('An interrupt handler calls pci_alloc_consistent for one page.', kernel);
    return { stopped: kernel.oops !== null, sleeping };
  },
  observable: ({ stopped, sleeping }) =>
    `${stopped ? 'BUG(): the machine stops' : 'it returns'}; ${sleeping} of its requests may sleep`,
  verdict: ({ stopped }) => truth(stopped),
});
