import { allocation, release, type CallGroup } from '../host.ts';

const PAGE_SIZE = 4096;

/** kmalloc, vmalloc and pages [2.4.27 mm/slab.c, mm/vmalloc.c, mm/page_alloc.c]. */
export const heapCalls: CallGroup = (host) => {
  const pages = (call: string, gfp: number, order: number, zeroed: boolean): number => {
    const base = host.kernel.getFreePages(gfp, order) >>> 0;
    const bytes = PAGE_SIZE << order;
    if (base) host.space.addPages(allocation(host, call, base, bytes), zeroed ? 'zeroed' : 'poisoned');
    if (base && zeroed) host.memory.u8.fill(0, base, base + bytes);
    return base;
  };
  return {
    kmalloc(size, gfp) {
      const base = host.kernel.kmalloc(size, gfp) >>> 0;
      if (base) host.space.addObject(allocation(host, 'kmalloc', base, size));
      return base;
    },
    kfree(address) {
      host.kernel.kfree(address);
      release(host, address);
      return undefined;
    },
    vmalloc(size) {
      const base = host.kernel.vmalloc(size) >>> 0;
      if (base) host.space.addPages(allocation(host, 'vmalloc', base, size));
      return base;
    },
    vfree(address) {
      host.kernel.vfree(address);
      release(host, address);
      return undefined;
    },
    __get_free_pages: (gfp, order) => pages('__get_free_pages', gfp, order, false),
    get_zeroed_page: (gfp) => pages('get_zeroed_page', gfp, 0, true),
    free_pages(address, order) {
      host.kernel.freePages(address, order);
      release(host, address);
      return undefined;
    },
  };
};
