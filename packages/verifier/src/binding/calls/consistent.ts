import type { ConsistentBuffer, FreeByAddress, FreeByHandle } from '@freehandle/model';
import { argumentOf, type CallForm, type DeclaredCalls } from '../../declared-calls.ts';
import { allocation, checkRange, noteFree, release, type Call, type CallGroup, type Host } from '../host.ts';

const PAGE_SIZE = 4096;
/** [2.4.27 include/linux/mm.h] */
const GFP_KERNEL = 0x1f0;
/** A PCI device that can address all of memory; the model asks no more of one. */
const device = { bus: 'pci', dmaMask: 0xffff_ffff } as const;

/** Names of the calls that free consistent memory: their places are the sites a verdict speaks of. */
const consistentFrees: ReadonlySet<string> = new Set([
  ...['consistent_free', 'pci_free_consistent', 'dma_free_coherent', 'dma_free_attrs', 'dmam_free_coherent'],
  ...['dma_free_wc', 'dma_free_writecombine', 'dma_free_noncoherent'],
]);

/** Names of all the calls that free consistent memory for a driver: those the kernel has, and those declared beside it. */
export function freeNames(declared: DeclaredCalls | undefined): ReadonlySet<string> {
  return new Set([...consistentFrees, ...(declared?.frees ?? []).map(({ name }) => name)]);
}

const consistentAllocations: readonly string[] = [
  ...['consistent_alloc', 'pci_alloc_consistent', 'dma_alloc_coherent', 'dma_alloc_attrs', 'dma_alloc_wc'],
  ...['dma_alloc_writecombine', 'dma_alloc_noncoherent', 'dma_zalloc_coherent', 'pci_zalloc_consistent'],
];

/** Names of all the calls that allocate consistent memory, in the same way. */
export function allocationNames(declared: DeclaredCalls | undefined): ReadonlySet<string> {
  return new Set([...consistentAllocations, ...(declared?.allocators ?? []).map(({ name }) => name)]);
}

/**
 * consistent_alloc and consistent_free, in the form the driver was compiled against, and the PCI layer over them for a
 * driver that does not define it itself [2.4.27 arch/ppc/kernel/pci-dma.c].
 */
export const consistentCalls: CallGroup = (host) => ({
  consistent_alloc: (gfp, size, handle) =>
    alloc(
      host,
      { call: 'consistent_alloc', size, handle },
      () => host.kernel.consistentAlloc(gfp, size),
      ownFree(host),
    ),
  consistent_free(vaddr, size, handle) {
    // under a thin PCI layer this is how its buffers are freed, too
    const held = host.thinPciLayer ? host.run.consistentBuffers.get(vaddr) : undefined;
    return free(host, vaddr, () => (held?.free ?? ownFree(host))(vaddr, size, handle));
  },
  pci_alloc_consistent(hwdev, size, handle) {
    const request = { call: 'pci_alloc_consistent', size, handle };
    const allocate = (): ConsistentBuffer => host.kernel.pciAllocConsistent(hwdev ? device : null, size);
    const base = alloc(host, request, allocate, pciFree(host, hwdev));
    if (base) host.memory.u8.fill(0, base, base + size);
    return base;
  },
  pci_free_consistent: (hwdev, size, vaddr, handle) =>
    free(host, vaddr, () => pciFree(host, hwdev)(vaddr, size, handle)),
});

/** An allocation that a migration declares, of a name that the model does not know: consistent memory. */
export function declaredAllocation(host: Host, form: CallForm): Call {
  return (...args) => {
    const size = argumentOf(form, 'size', args)!;
    const handle = argumentOf(form, 'handle', args)!;
    const allocate = (): ConsistentBuffer => host.kernel.consistentAlloc(GFP_KERNEL, size);
    return alloc(host, { call: form.name, size, handle }, allocate, ownFree(host));
  };
}

/** A free in a form that the model does not know: what it is not given is what the buffer has at that address. */
export function declaredFree(host: Host, form: CallForm): Call {
  return (...args) => {
    const vaddr = argumentOf(form, 'vaddr', args)!;
    const held = host.run.consistentBuffers.get(vaddr);
    const size = argumentOf(form, 'size', args) ?? held?.size ?? 0;
    const handle = argumentOf(form, 'handle', args) ?? held?.handle ?? 0;
    return free(host, vaddr, () => (held?.free ?? ownFree(host))(vaddr, size, handle));
  };
}

interface Request {
  readonly call: string;
  readonly size: number;
  /** Where the handle is stored. */
  readonly handle: number;
}

function alloc(host: Host, request: Request, allocate: () => ConsistentBuffer, give: FreeByHandle): number {
  const { call, size } = request;
  checkRange(host, request.handle, 4, true);
  const { vaddr, handle } = allocate();
  if (handle !== undefined) host.memory.setU32(request.handle, handle);
  const base = vaddr >>> 0;
  if (base) {
    host.run.consistentBuffers.set(base, { size, handle: handle!, free: give });
    addBuffer(host, call, base, size, handle!);
  } else {
    host.run.failedAllocation = call;
    host.run.pendingFailures.push({ call, frames: host.code.frames() });
  }
  return base;
}

function free(host: Host, vaddr: number, give: () => void): undefined {
  if (noteFree(host, vaddr)) give();
  release(host, vaddr);
  return undefined;
}

/** The free that belongs to the kernel's own allocator, in the form that it has. */
function ownFree({ kernel }: Host): FreeByHandle {
  if (kernel.allocator !== 'ppc-map1') return (vaddr, size, handle) => kernel.consistentFree(vaddr, size, handle);
  return (vaddr) => (kernel.consistentFree as FreeByAddress)(vaddr);
}

function pciFree({ kernel }: Host, hwdev: number): FreeByHandle {
  return (vaddr, size, handle) => kernel.pciFreeConsistent(hwdev ? device : null, size, vaddr, handle);
}

function addBuffer(host: Host, call: string, base: number, size: number, bus: number): void {
  // the whole last page is mapped: what lies in it behind `size` is nobody's, and nothing traps there
  const bytes = Math.ceil(Math.max(size, 1) / PAGE_SIZE) * PAGE_SIZE;
  host.space.addPages(allocation(host, call, base, bytes, bus));
}
