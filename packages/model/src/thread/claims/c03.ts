import { boot } from '../boot.ts';
import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { pciDevice } from '../device.ts';
import { truth } from '../verdict.ts';

/** C3: pci_alloc_consistent cannot be called in an interrupt. */
export const c3 = defineClaim<{ stopped: boolean; returned: boolean }>({
  id: 'C3',
  claimant: 'David Gibson',
  claim: 'The allocation breaks the rules for drivers: it cannot be called in an interrupt.',
  explanation:
    'Documentation/DMA-mapping.txt allows pci_alloc_consistent in an interrupt. Over consistent_alloc it meets BUG() there; on coherent machines it is plain pages and works.',
  claimed: cells(['ppc-map1', 'ppc-map0', 'ppc-map2']),
  contrast: cells(['plain-pages', 'ppc-region']),
  run(cell, tell) {
    const kernel = boot(cell);
    tell('The machine has booted.', kernel);
    kernel.enterHardirq();
    const { vaddr } = kernel.pciAllocConsistent(pciDevice, 4096);
    tell('An interrupt handler calls pci_alloc_consistent for one page.', kernel);
    return { stopped: kernel.oops !== null, returned: vaddr !== 0 };
  },
  observable: ({ stopped, returned }) =>
    stopped ? 'BUG(): the machine stops' : returned ? 'a buffer is returned' : 'NULL is returned',
  verdict: ({ stopped }) => truth(stopped),
});
