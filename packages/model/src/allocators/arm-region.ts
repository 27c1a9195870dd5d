import type { Allocator } from './primitives.ts';
import { allocInWindow } from './region.ts';
import { ppcRegion } from './ppc-region.ts';

/** The ARM original of ppc-region; it looks at the mask of the device, and a failed allocation stores ~0 as the handle. [2.6.12 arch/arm/mm/consistent.c; semantics 5.4] */
export const armRegion: Allocator = {
  ...ppcRegion,
  name: 'arm-region',
  title: 'private window, interrupt-safe, size checked',
  origin: '2.6.12 arch/arm/mm/consistent.c',
  signature: 'void dma_free_coherent(struct device *dev, size_t size, void *cpu_addr, dma_addr_t handle)',
  form: 'address-size-handle',

  alloc(kernel, gfp, bytes) {
    const mask = kernel.coherentMask();
    const refused = mask !== null && (mask === 0 || (~mask & kernel.dmaThreshold) !== 0);
    const va = refused ? 0 : allocInWindow(kernel, gfp, bytes);
    if (va === 0) kernel.storeHandle(0xffffffff);
    return va;
  },
};
