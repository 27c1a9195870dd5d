import type { ConsistentBuffer, FreeByAddress } from '@freehandle/model';
import { allocation, checkRange, release, type CallGroup, type Host } from '../host.ts';

const PAGE_SIZE = 4096;
/** A PCI device that can address all of memory; the model asks no more of one. */
const device = { bus: 'pci', dmaMask: 0xffff_ffff } as const;

/** Names of the calls that free consistent memory: their places are the sites a verdict speaks of. */
export const consistentFrees: ReadonlySet<string> = new Set([
  ...['consistent_free', 'pci_free_consistent', 'dma_free_coherent', 'dma_free_attrs', 'dmam_free_coherent'],
  ...['dma_free_wc', 'dma_free_writecombine', 'dma_free_noncoherent'],
]);

/**
 * consistent_alloc and consistent_free, in the form the driver was compiled against, and the PCI layer over them for a
 * driver that does not define it itself [2.4.27 arch/ppc/kernel/pci-dma.c].
 */
export const consistentCalls: CallGroup = (host) => {
  const alloc = (call: string, size: number, handle: number, allocate: () => ConsistentBuffer): number => {
    checkRange(host, handle, 4, true);
    const { vaddr, handle: stored } = allocate();
    if (stored !== undefined) host.memory.setU32(handle, stored);
    const base = vaddr >>> 0;
    if (base) addBuffer(host, call, base, size, stored!);
    else {
      host.run.failedAllocation = call;
      host.run.pendingFailures.push({ call, frames: host.code.frames() });
    }
    return base;
  };
  const free = (vaddr: number, give: () => void): undefined => {
    host.run.frees.push({ index: host.run.events.length - 1, frames: host.code.frames() });
    give();
    release(host, vaddr);
    return undefined;
  };
  return {
    consistent_alloc: (gfp, size, handle) =>
      alloc('consistent_alloc', size, handle, () => host.kernel.consistentAlloc(gfp, size)),
    consistent_free: (vaddr, size, handle) =>
      free(vaddr, () => {
        if (host.kernel.allocator === 'ppc-map1') (host.kernel.consistentFree as FreeByAddress)(vaddr);
        else host.kernel.consistentFree(vaddr, size, handle);
      }),
    pci_alloc_consistent(hwdev, size, handle) {
      const target = hwdev ? device : null;
      const base = alloc('pci_alloc_consistent', size, handle, () => host.kernel.pciAllocConsistent(target, size));
      if (base) host.memory.u8.fill(0, base, base + size);
      return base;
    },
    pci_free_consistent: (hwdev, size, vaddr, handle) =>
      free(vaddr, () => host.kernel.pciFreeConsistent(hwdev ? device : null, size, vaddr, handle)),
  };
};

function addBuffer(host: Host, call: string, base: number, size: number, bus: number): void {
  // the whole last page is mapped: what lies in it behind `size` is nobody's, and nothing traps there
  const bytes = Math.ceil(Math.max(size, 1) / PAGE_SIZE) * PAGE_SIZE;
  host.space.addPages(allocation(host, call, base, bytes, bus));
}
