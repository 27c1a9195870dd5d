import type { Allocator, Migration } from './migration.ts';

/**
 * `consistent_free(vaddr)` → `consistent_free(vaddr, size, dma_handle)`, as proposed for PowerPC in September 2002.
 * Old form: [2.4.27 include/asm-ppc/io.h]; new form: the ARM one, [2.4.17 include/asm-arm/io.h].
 */
export const consistentFree: Migration = {
  name: 'consistent-free',
  title: 'Give consistent_free the size and the DMA handle',
  oldCall: { name: 'consistent_free', parameters: [{ role: 'vaddr', name: 'vaddr', type: 'void *' }] },
  newCall: {
    name: 'consistent_free',
    parameters: [
      { role: 'vaddr', name: 'vaddr', type: 'void *' },
      { role: 'size', name: 'size', type: 'size_t' },
      { role: 'handle', name: 'dma_handle', type: 'dma_addr_t' },
    ],
  },
  // The form with page-table flags: [2.4.19-rmk7, 2.4.20 include/asm-arm/io.h]; some trees name it with underscores.
  allocators: [
    { name: 'consistent_alloc', arguments: ['gfp', 'size', 'handle'] },
    { name: 'consistent_alloc', arguments: ['gfp', 'size', 'handle', null] },
    { name: '__consistent_alloc', arguments: ['gfp', 'size', 'handle', null] },
  ],
  // [2.4.27 Documentation/DMA-mapping.txt; 6.1 include/linux/dma-mapping.h]; those that free by themselves are none.
  relatives: [
    { name: 'pci_alloc_consistent', arguments: ['device', 'size', 'handle'] },
    { name: 'pci_zalloc_consistent', arguments: ['device', 'size', 'handle'] },
    ...[
      'dma_alloc_coherent',
      'dma_zalloc_coherent',
      'dma_alloc_wc',
      'dma_alloc_writecombine',
      'dma_alloc_noncoherent',
    ].map((name): Allocator => ({ name, arguments: ['device', 'size', 'handle', 'gfp'] })),
    { name: 'dma_alloc_noncoherent', arguments: ['device', 'size', 'handle', null, 'gfp'] },
    { name: 'dma_alloc_attrs', arguments: ['device', 'size', 'handle', 'gfp', null] },
  ],
  conversions: [],
  wrappers: [
    { name: 'pci_free_consistent', parameters: ['device', 'size', 'vaddr', 'handle'] },
    { name: 'dma_free_coherent', parameters: ['device', 'size', 'vaddr', 'handle'] },
    { name: 'dma_free_noncoherent', parameters: ['device', 'size', 'vaddr', 'handle'] },
  ],
  // A kernel of the model has the free in one form or the other, by its allocator.
  typescript: {
    module: '@freehandle/model',
    free: 'consistentFree',
    alloc: 'consistentAlloc',
    sizeArgument: 1,
    pointer: 'vaddr',
    handle: 'handle',
  },
  newCallIgnoresNull: false,
};
