/**
 * The calls that can be stripped. For each: how many arguments it takes, and at which place its buffer, size, handle and
 * flags stand. A migrated free is always `consistent_free(vaddr, size, handle)`.
 */
const dmaFree = { arity: 4, size: 1, vaddr: 2, handle: 3 };

export const apis = {
  dma: {
    frees: { dma_free_coherent: dmaFree, pci_free_consistent: dmaFree },
    allocations: {
      dma_alloc_coherent: { arity: 4, size: 1, handle: 2, flags: 3 },
      pci_alloc_consistent: { arity: 3, size: 1, handle: 2, flags: null },
    },
  },
  pci: {
    frees: { pci_free_consistent: dmaFree },
    allocations: { pci_alloc_consistent: { arity: 3, size: 1, handle: 2, flags: null } },
  },
  consistent3: {
    frees: { consistent_free: { arity: 3, vaddr: 0, size: 1, handle: 2 } },
    allocations: {},
    also: ['consistent_alloc'],
  },
};

/** The call that the tool under test has to complete, and the allocation that is paired with it. */
export const strippedFree = 'consistent_free';
export const strippedAllocation = 'consistent_alloc';
