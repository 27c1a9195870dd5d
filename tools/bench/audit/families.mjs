/** What the benchmark knows of the APIs: which argument is what, counted from 0. Published prototypes of the kernel. */
const coherent = { device: 0, size: 1, handle: 2 };
const coherentFree = { device: 0, size: 1, pointer: 2, handle: 3 };

/** Functions that return memory; `flags` is the gfp argument. */
export const allocators = {
  dma_alloc_coherent: { ...coherent, flags: 3 },
  dma_zalloc_coherent: { ...coherent, flags: 3 },
  dma_alloc_wc: { ...coherent, flags: 3 },
  dma_alloc_attrs: { ...coherent, flags: 3 },
  dma_alloc_noncoherent: { ...coherent, flags: 4 },
  pci_alloc_consistent: coherent,
  consistent_alloc: { flags: 0, size: 1, handle: 2 },
  dma_pool_alloc: { pool: 0, flags: 1, handle: 2 },
  dma_pool_zalloc: { pool: 0, flags: 1, handle: 2 },
  pci_pool_alloc: { pool: 0, flags: 1, handle: 2 },
};

export const frees = {
  dma_free_coherent: coherentFree,
  dma_free_wc: coherentFree,
  dma_free_attrs: coherentFree,
  dma_free_noncoherent: coherentFree,
  pci_free_consistent: coherentFree,
  consistent_free: { pointer: 0, size: 1, handle: 2 },
  dma_pool_free: { pool: 0, pointer: 1, handle: 2 },
  pci_pool_free: { pool: 0, pointer: 1, handle: 2 },
};

export const poolCreators = new Set(['dma_pool_create', 'pci_pool_create']);
export const poolDestroyers = new Set(['dma_pool_destroy', 'pci_pool_destroy']);

/** The files that can carry a mutant. */
export const mentions = new RegExp(`\\b(?:${Object.keys(frees).join('|')})\\s*\\(`);
