import type { ConsistentBuffer } from '../allocators/consistent-buffer.ts';

/** A device, for the calls that take one: where it sits, and what it can address (dma_mask, u32). */
export interface Device {
  readonly bus: 'pci' | 'native';
  readonly dmaMask: number;
}

/** The bus interfaces over the consistent allocator (semantics 4, 5). `null` is hwdev == NULL. Sizes in bytes. */
export interface BusCalls {
  pciAllocConsistent(device: Device | null, size: number): ConsistentBuffer;
  pciFreeConsistent(device: Device | null, size: number, vaddr: number, handle: number): void;
  /** pci_pool_create: 0 when it fails. `allocation` 0 means a page. */
  pciPoolCreate(device: Device | null, size: number, align: number, allocation: number, gfp: number): number;
  /** pci_pool_alloc. A sleeping caller (gfp has WAIT) that cannot be served gets NULL here where the kernel waits and retries. */
  pciPoolAlloc(pool: number, gfp: number): ConsistentBuffer;
  pciPoolFree(pool: number, vaddr: number, handle: number): void;
  pciPoolDestroy(pool: number): void;
  /** dma_alloc_coherent: by dev->bus, as early 2.6 did (semantics 5.3). */
  dmaAllocCoherent(device: Device, size: number, gfp: number): ConsistentBuffer;
  dmaFreeCoherent(device: Device, size: number, vaddr: number, handle: number): void;
}
