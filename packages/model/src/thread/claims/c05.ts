import { boot } from '../boot.ts';
import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { pciDevice } from '../device.ts';
import { truth } from '../verdict.ts';

/** C5: the free breaks the rules as well. */
export const c5 = defineClaim<{ stopped: boolean; blame: string | null }>({
  id: 'C5',
  claimant: 'implied',
  claim: 'The free breaks the rules for drivers as well, since it cannot be called in an interrupt.',
  explanation:
    'Documentation/DMA-mapping.txt forbids pci_free_consistent in an interrupt. A driver that does so is at fault, on every platform.',
  claimed: cells(['ppc-map1', 'ppc-map0', 'ppc-map2', 'arm-3arg']),
  contrast: cells(['plain-pages', 'ppc-region']),
  run(cell, tell) {
    const kernel = boot(cell);
    const { vaddr, handle } = kernel.pciAllocConsistent(pciDevice, 4096);
    tell('A driver has taken one page with pci_alloc_consistent.', kernel);
    kernel.enterHardirq();
    kernel.pciFreeConsistent(pciDevice, 4096, vaddr, handle ?? 0);
    tell('Its interrupt handler calls pci_free_consistent.', kernel);
    const finding = kernel.findings.find(({ rule }) => rule === 'R2');
    return { stopped: kernel.oops !== null, blame: finding?.blame ?? null };
  },
  observable: ({ stopped, blame }) =>
    `${stopped ? 'BUG(): the machine stops' : 'the call returns'}; ${blame === null ? 'nobody' : `the ${blame}`} is at fault`,
  verdict: ({ blame }) => truth(blame !== 'driver'),
});
