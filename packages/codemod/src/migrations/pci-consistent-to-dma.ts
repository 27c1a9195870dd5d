import type { CallForm, Conversion, Migration, Parameter, Value } from './migration.ts';

const device: Parameter = { role: 'device', name: 'hwdev', type: 'struct pci_dev *' };
const size: Parameter = { role: 'size', name: 'size', type: 'size_t' };
const handle: Parameter = { role: 'handle', name: 'dma_handle', type: 'dma_addr_t ' };
const handlePointer: Parameter = { ...handle, type: 'dma_addr_t *' };
const vaddr: Parameter = { role: 'vaddr', name: 'vaddr', type: 'void *' };
// `pci_*` took NULL and passed it on. [6.1 include/linux/pci.h; 2.6.39 include/asm-generic/pci-dma-compat.h]
const generic: Value = { kind: 'member', of: 'hwdev', member: 'dev', inverse: 'to_pci_dev' };
const dev: Parameter = { role: null, name: 'dev', type: 'struct device *', value: generic };

const oldFree: CallForm = { name: 'pci_free_consistent', parameters: [device, size, vaddr, handle] };
const newFree: CallForm = { name: 'dma_free_coherent', parameters: [dev, size, vaddr, handle] };

/** The old functions passed GFP_ATOMIC, whatever the caller was. [2.6.39 include/asm-generic/pci-dma-compat.h; 5.17 include/linux/pci-dma-compat.h] */
function allocation(name: string, also: string): Conversion {
  const flags: Value = { kind: 'by-context', process: `GFP_KERNEL${also}`, otherwise: `GFP_ATOMIC${also}` };
  const gfp: Parameter = { role: 'gfp', name: 'flag', type: 'gfp_t', value: flags };
  return {
    old: { name, parameters: [device, size, handlePointer] },
    new: { name: 'dma_alloc_coherent', parameters: [dev, size, handlePointer, gfp] },
  };
}

/**
 * `pci_*_consistent` → `dma_*_coherent`, which 5.18 asks for: it has the old functions no more. Memory of
 * `pci_zalloc_consistent` is zero, which `dma_alloc_coherent` promises only from 5.0 on: so `__GFP_ZERO` is passed.
 * [5.17 include/linux/pci-dma-compat.h; 3.17 for pci_zalloc_consistent]
 */
export const pciConsistentToDma: Migration = {
  name: 'pci-consistent-to-dma',
  title: 'Use the DMA API instead of its PCI wrappers',
  oldCall: oldFree,
  newCall: newFree,
  conversions: [
    allocation('pci_alloc_consistent', ''),
    allocation('pci_zalloc_consistent', ' | __GFP_ZERO'),
    { old: oldFree, new: newFree },
  ],
  allocators: [
    { name: 'pci_alloc_consistent', arguments: ['device', 'size', 'handle'] },
    { name: 'pci_zalloc_consistent', arguments: ['device', 'size', 'handle'] },
  ],
  relatives: [],
  wrappers: [],
  typescript: null,
  newCallIgnoresNull: true,
};
