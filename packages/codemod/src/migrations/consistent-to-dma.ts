import { consistentFree } from './consistent-free.ts';
import type { CallForm, Migration, Parameter } from './migration.ts';

const dev: Parameter = {
  role: null,
  name: 'dev',
  type: 'struct device *',
  // [2.6.11 Documentation/DMA-API.txt, arch/arm/mm/consistent.c; 5.x kernel/dma/mapping.c reads through it]
  value: {
    kind: 'text',
    text: 'NULL',
    doubt:
      'consistent_alloc knew no device: NULL is what the first kernels with dma_alloc_coherent took for that, and later ones refuse; write the device that does the DMA',
  },
};
const gfp: Parameter = { role: 'gfp', name: 'gfp', type: 'int' };
const size: Parameter = { role: 'size', name: 'size', type: 'size_t' };
const vaddr: Parameter = { role: 'vaddr', name: 'vaddr', type: 'void *' };
const handle: Parameter = { role: 'handle', name: 'handle', type: 'dma_addr_t' };
const handlePointer: Parameter = { ...handle, type: 'dma_addr_t *' };
/** Page-table flags: `dma_alloc_coherent` is what 0 was. [2.4.19-rmk7 arch/arm/mm/consistent.c] */
const flags: Parameter = { role: null, name: 'cache_flags', type: 'unsigned long' };

const newFree: CallForm = { name: 'dma_free_coherent', parameters: [dev, size, vaddr, handle] };
const newAlloc: CallForm = { name: 'dma_alloc_coherent', parameters: [dev, size, handlePointer, gfp] };

/**
 * `consistent_alloc` and `consistent_free`, with one argument or three, → `dma_alloc_coherent` and `dma_free_coherent`: what
 * became of them in 2.6. The flags are those that the call has.
 * [2.4.27 include/asm-ppc/io.h, include/asm-arm/io.h; 2.6.0 Documentation/DMA-API.txt]
 */
export const consistentToDma: Migration = {
  ...consistentFree,
  name: 'consistent-to-dma',
  title: 'Use the DMA API instead of consistent_alloc and consistent_free',
  newCall: newFree,
  conversions: [
    { old: { name: 'consistent_free', parameters: [vaddr, size, handle] }, new: newFree },
    { old: { name: 'consistent_alloc', parameters: [gfp, size, handlePointer] }, new: newAlloc },
    { old: { name: 'consistent_alloc', parameters: [gfp, size, handlePointer, flags] }, new: newAlloc },
    { old: { name: '__consistent_alloc', parameters: [gfp, size, handlePointer, flags] }, new: newAlloc },
  ],
  typescript: null,
  newCallIgnoresNull: false,
};
