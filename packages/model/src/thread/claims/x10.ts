import { GFP_KERNEL } from '../../machine/gfp.ts';
import { boot } from '../boot.ts';
import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { pciDevice } from '../device.ts';
import { truth } from '../verdict.ts';

/** X10: the kernel's own pci_pool sleeps with its lock held. */
export const x10 = defineClaim<{ stopped: boolean; sleeps: string[]; blame: string[] }>({
  id: 'X10',
  claimant: 'unmentioned',
  claim: 'pci_pool_alloc breaks the rules by itself, in process context, and the test for interrupts does not notice.',
  explanation:
    'It calls pci_alloc_consistent with the lock of the pool held and interrupts off. in_interrupt() is false there, so consistent_alloc goes on to requests that may sleep. Where memory is plain pages, nothing sleeps.',
  claimed: cells(['ppc-map1', 'ppc-map0', 'ppc-map2', 'arm-3arg']),
  contrast: cells(['plain-pages', 'ppc-region']),
  run(cell, tell) {
    const kernel = boot(cell);
    const pool = kernel.pciPoolCreate(pciDevice, 64, 64, 0, GFP_KERNEL);
    tell('A driver has a pool for blocks of 64 bytes.', kernel);
    kernel.pciPoolAlloc(pool, GFP_KERNEL);
    tell('In process context it takes the first block.', kernel);
    const sleeping = kernel.findings.filter(({ rule }) => rule === 'R3');
    return {
      stopped: kernel.oops !== null,
      sleeps: sleeping.map(({ message }) => message),
      blame: sleeping.map(({ blame }) => blame),
    };
  },
  observable: ({ stopped, sleeps }) => `${stopped ? 'BUG()' : 'no BUG()'}; ${sleeps[0] ?? 'nothing that may sleep'}`,
  verdict: ({ stopped, sleeps, blame }) => truth(!stopped && sleeps.length > 0 && !blame.includes('driver')),
});
