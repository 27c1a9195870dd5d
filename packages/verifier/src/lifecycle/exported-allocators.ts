import { allocation, type DriverCode, type Host } from '../binding/host.ts';
import { step, SUCCESS, type Contract } from './framework.ts';

const PAGE_SIZE = 4096;
/** Bytes asked for: a page and a half, so that rounding up to pages shows. */
const BYTES = 6144;

/** An allocator that a file exports to drivers instead of being one: what to call to get a buffer and to give it back. */
interface ExportedAllocator {
  readonly alloc: string;
  readonly free: string;
  /** What `alloc` returns. */
  readonly contract: Contract;
  /** Arguments of `alloc`; `out` is a word in memory for what it stores. */
  allocArguments(out: number): number[];
  /** Arguments of `free` given what `alloc` returned and stored; null when `alloc` failed. */
  freeArguments(returned: number, stored: number): number[] | null;
}

const exportedAllocators: readonly ExportedAllocator[] = [
  {
    alloc: 'pci_alloc_consistent',
    free: 'pci_free_consistent',
    contract: 'pointer',
    allocArguments: (out) => [0, BYTES, out],
    freeArguments: (vaddr, handle) => (vaddr === 0 ? null : [0, BYTES, vaddr, handle]),
  },
  {
    alloc: 'dma_alloc_coherent',
    free: 'dma_free_coherent',
    contract: 'pointer',
    allocArguments: (out) => [0, BYTES, out, 0],
    freeArguments: (vaddr, handle) => (vaddr === 0 ? null : [0, BYTES, vaddr, handle]),
  },
  {
    // scatter/gather lists of the 405's DMA engine: 0 is DMA_STATUS_GOOD [2.4.27 arch/ppc/kernel/ppc4xx_sgdma.c]
    alloc: 'ppc4xx_alloc_dma_handle',
    free: 'ppc4xx_free_dma_handle',
    contract: 'status',
    allocArguments: (out) => [out, 0, 0],
    freeArguments: (status, handle) => (status === SUCCESS ? [handle] : null),
  },
];

/** Whether a file without module_init exports an allocator that can be called. */
export function exportsAllocator(code: DriverCode): boolean {
  return exportedAllocators.some(({ alloc, free }) => code.has(alloc) && code.has(free));
}

/** Gets a buffer from each exported allocator and gives it back. */
export function useExportedAllocators(host: Host): void {
  for (const exported of exportedAllocators) {
    if (!host.code.has(exported.alloc) || !host.code.has(exported.free)) continue;
    const out = scratchWord(host);
    let returned = 0;
    const alloc = (): number => (returned = host.code.call(exported.alloc, ...exported.allocArguments(out)) ?? 0);
    step(host, exported.alloc, alloc, exported.contract);
    const args = exported.freeArguments(returned >>> 0, host.memory.u32(out));
    if (args) step(host, exported.free, () => void host.code.call(exported.free, ...args));
  }
}

/** A word of memory that belongs to the caller: its stack. */
function scratchWord(host: Host): number {
  const base = 0x7000_0000;
  host.space.addPages(allocation(host, 'caller', base, PAGE_SIZE), 'zeroed');
  host.memory.setU32(base, 0x5a5a5a5a);
  return base;
}
