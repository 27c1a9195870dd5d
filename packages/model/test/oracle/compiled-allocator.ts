import { allocators, GFP_KERNEL, type Allocator, type Primitives } from '@freehandle/model';

/** Flag of get_vm_area for memory rather than I/O. */
const VM_ALLOC = 2;

/** A C allocator of the 1-argument form as an Allocator of the model, whose primitives it imports. */
export function compiledAllocator(name: 'ppc-map1' | 'ppc-map2', module: WebAssembly.Module): Allocator {
  let kernel: Primitives;
  let gfp = 0;
  let interrupted = false;
  const env = {
    in_interrupt: () => {
      interrupted = kernel.inInterrupt();
      return interrupted ? 1 : 0;
    },
    bug: () => {
      kernel.bug(interrupted ? 'interrupt' : 'no-block');
    },
    alloc_pages: (order: number) => kernel.allocPages(gfp, order),
    free_pages: (frame: number, order: number) => {
      kernel.freePages(frame, order);
    },
    set_page_count: (frame: number, count: number) => {
      kernel.setPageCount(frame, count);
    },
    get_vm_area: (size: number) => kernel.getVmArea(size >>> 0, VM_ALLOC, GFP_KERNEL),
    map_page: (va: number, phys: number) => (kernel.mapPage(va >>> 0, phys >>> 0, GFP_KERNEL) ? 0 : -12),
    vfree: (address: number) => {
      kernel.vfree(address >>> 0);
    },
    store_handle: (handle: number) => {
      kernel.storeHandle(handle >>> 0);
    },
  };
  const c = new WebAssembly.Instance(module, { env }).exports as {
    readonly consistent_alloc: (bytes: number) => number;
    readonly consistent_free: (vaddr: number) => void;
  };
  return {
    ...allocators[name],
    name: `${name} in C`,
    alloc(primitives, flags, bytes) {
      kernel = primitives;
      gfp = flags;
      return c.consistent_alloc(bytes) >>> 0;
    },
    free(primitives, vaddr) {
      kernel = primitives;
      c.consistent_free(vaddr);
    },
  };
}
