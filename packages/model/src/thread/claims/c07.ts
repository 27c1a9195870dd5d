import { GFP_KERNEL } from '../../machine/gfp.ts';
import { boot } from '../boot.ts';
import { cells, type Cell } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { nativeDevice, pciDevice } from '../device.ts';
import type { Device } from '../../bus/bus-calls.ts';
import { verdict } from '../verdict.ts';

/** The gfp mask that reaches the page block of a dma_alloc_coherent with GFP_KERNEL; 0 when it asked for none. */
function blockMask(cell: Cell, device: Device): number {
  const kernel = boot(cell);
  kernel.dmaAllocCoherent(device, 4096, GFP_KERNEL);
  return kernel.steps.find(({ kind }) => kind === 'page-block')?.gfp ?? 0;
}

/** C7: one interface for all devices will replace the calls, each bus behind it. */
export const c7 = defineClaim<{ pci: number; native: number }>({
  id: 'C7',
  claimant: 'David Gibson',
  claim: 'The consistent_* calls may give way to one device-model interface with a function per bus behind it.',
  explanation:
    'Early 2.6 did so: dma_alloc_coherent looks at the bus. For PCI it goes through pci_alloc_consistent, whose requests are atomic, else to consistent_alloc with the mask of the caller. A little later the device was not looked at any more.',
  claimed: cells(['ppc-map1', 'ppc-map2']),
  contrast: cells(['ppc-region']),
  run(cell, tell) {
    const kernel = boot(cell);
    tell('The machine has booted.', kernel);
    for (const device of [pciDevice, nativeDevice]) {
      kernel.dmaAllocCoherent(device, 4096, GFP_KERNEL);
      tell(`A device on the ${device.bus} bus gets a page from dma_alloc_coherent.`, kernel);
    }
    return { pci: blockMask(cell, pciDevice), native: blockMask(cell, nativeDevice) };
  },
  observable: ({ pci, native }) => `gfp 0x${pci.toString(16)} for PCI, 0x${native.toString(16)} for the chip's own bus`,
  verdict: ({ pci, native }) =>
    pci !== 0 && native !== 0 && pci !== native
      ? verdict('came true')
      : verdict('false', 'the device is not looked at'),
});
