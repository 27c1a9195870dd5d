import type { VfreeForm } from '../kernel.ts';
import type { FreeForm } from './free-forms.ts';

/**
 * What an allocator is written in: the kernel functions it calls. Frames are indices into mem_map, addresses and sizes
 * bytes. Any implementation can stand behind it, so that another writing of an allocator can be run against the same machine.
 */
export interface Primitives {
  /** Hard-irq + bottom-half count != 0. */
  inInterrupt(): boolean;
  /** dev->coherent_dma_mask of the device asked for, as far as the call names one; null for dev == NULL. */
  coherentMask(): number | null;
  /** ISA_DMA_THRESHOLD: the highest bus address that GFP_DMA gives. */
  readonly dmaThreshold: number;
  /** BUG(): the machine is dead. The caller returns at once. */
  bug(why: 'interrupt' | 'no-block' | 'no-pte' | 'pte-in-use' | 'bad-free'): void;
  /** alloc_pages(gfp, order): the first frame, count 1 on it alone; -1. */
  allocPages(gfp: number, order: number): number;
  /** __free_pages(frame, order): nothing for a reserved page, else count - 1 and the block freed at exactly 0. */
  freePages(frame: number, order: number): void;
  setPageCount(frame: number, count: number): void;
  setPageReserved(frame: number, on: boolean): void;
  /** get_vm_area(size, flags), its descriptor from kmalloc(gfp): the address, 0. */
  getVmArea(size: number, flags: number, gfp: number): number;
  /** Fills pages[] and nr_pages of the area at `address` with `count` frames from `frame` on; false when kmalloc fails. */
  setAreaPages(address: number, frame: number, count: number): boolean;
  /** map_page(va, pa, _PAGE_KERNEL | _PAGE_NO_CACHE), a new page table from gfp: false for -ENOMEM. */
  mapPage(va: number, phys: number, gfp: number): boolean;
  /** ioremap's remap_area_pages as ARM has it: tables first, one per reach, then their entries; false at the first failure. */
  remapArea(va: number, phys: number, size: number): boolean;
  /** vfree(address) in the machine's form. */
  vfree(address: number): void;
  /** Makes the 1:1 mapping of a frame uncached or cached again; false when its entry cannot be found. */
  remarkPage(frame: number, uncached: boolean): boolean;
  /** A region of the private window: descriptor from kmalloc(gfp), first fit, no guard; the address, 0. */
  allocRegion(size: number, gfp: number): number;
  /** Bytes of the region that starts at `address`, 0 when there is none. */
  regionSize(address: number): number;
  freeRegion(address: number): void;
  /** Bytes of the whole private window. */
  readonly windowSize: number;
  /** set_pte in the region's table, which exists since boot. */
  setRegionPte(va: number, frame: number): void;
  /** ptep_get_and_clear: the frame that was mapped, -1. */
  clearRegionPte(va: number): number;
  /** Writes *dma_handle. */
  storeHandle(handle: number): void;
  frameToBus(frame: number): number;
  /** virt_to_page(bus_to_virt(handle)): may lie outside mem_map. */
  busToFrame(handle: number): number;
  frameToPhys(frame: number): number;
  frameToVirt(frame: number): number;
  virtToFrame(address: number): number;
  /** Invalidates the data cache over the cached addresses of `size` bytes from `frame` on. */
  invalidate(frame: number, size: number): void;
  /** Writes back and invalidates likewise. */
  flush(frame: number, size: number): void;
  /** memset 0 through the cached address. */
  zero(frame: number, size: number): void;
}

/** A consistent allocator: what it is, and its two functions step by step. */
export interface Allocator {
  readonly name: string;
  readonly title: string;
  /** Where it stood: kernel versions and files. */
  readonly origin: string;
  /** The C prototype of its free. */
  readonly signature: string;
  readonly form: FreeForm;
  /** Whether the returned address is a mapping of its own rather than the 1:1 mapping. */
  readonly remaps: boolean;
  /** Whether it sets and clears PG_reserved itself. */
  readonly ownsReserved: boolean;
  /** Whether no step is asked for with more than the caller's gfp allows, so that GFP_ATOMIC never sleeps. [semantics 5.2] */
  readonly passesGfp: boolean;
  /** Whether it needs the private window's page tables at boot. */
  readonly usesWindow: boolean;
  /** The form of vfree of its time. */
  readonly vfree: VfreeForm;
  /** The address, 0 for NULL. */
  alloc(kernel: Primitives, gfp: number, size: number): number;
  free(kernel: Primitives, vaddr: number, size: number, handle: number): void;
}
