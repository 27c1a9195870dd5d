import { allocation, checkRange, release, type Call, type CallGroup, type Host } from '../../binding/host.ts';
import { isStubObject } from '../../binding/typed-stub.ts';
import type { Framework } from '../framework.ts';

const PAGE_SIZE = 4096;

/** A heap object; zeroed where the flags ask for it. */
export function kmalloc(host: Host, call: string, bytes: number, gfp: number): number {
  const base = host.kernel.kmalloc(bytes, host.code.call('fh_gfp', gfp) ?? 0) >>> 0;
  if (!base) return 0;
  host.space.addObject(allocation(host, call, base, bytes));
  if (host.code.call('fh_gfp_zero', gfp)) host.memory.u8.fill(0, base, base + bytes);
  return base;
}

export function kfree(host: Host, address: number): void {
  // NULL and ZERO_SIZE_PTR [6.1 include/linux/slab.h]
  if (address <= 16 || isErrorPointer(address)) return;
  if (isStubObject(address)) {
    release(host, address);
    return;
  }
  host.kernel.kfree(address);
  release(host, address);
}

/** IS_ERR [6.1 include/linux/err.h]. */
export function isErrorPointer(value: number): boolean {
  return value >>> 0 >= 0xffff_f001;
}

function vmalloc(host: Host, bytes: number, zeroed: boolean): number {
  const base = host.kernel.vmalloc(bytes) >>> 0;
  if (base) host.space.addPages(allocation(host, 'vmalloc', base, bytes), zeroed ? 'zeroed' : 'poisoned');
  return base;
}

const calls: CallGroup = (host) => {
  const sized: Call = (bytes, gfp) => kmalloc(host, 'kmalloc', bytes, gfp);
  const traced: Call = (_cache, gfp, bytes) => kmalloc(host, 'kmalloc', bytes, gfp);
  const free: Call = (address) => void kfree(host, address);
  const virtual: Call = (bytes) => vmalloc(host, bytes, false);
  const zeroed: Call = (bytes) => vmalloc(host, bytes, true);
  const anyFree: Call = (address) => {
    if (address >= host.kernel.vmallocWindow.start) {
      host.kernel.vfree(address);
      release(host, address);
    } else kfree(host, address);
    return undefined;
  };
  const copy = (from: number, bytes: number, gfp: number): number => {
    const to = kmalloc(host, 'kmemdup', bytes, gfp);
    if (to === 0) return 0;
    checkRange(host, from, bytes, false);
    host.memory.u8.copyWithin(to, from, from + bytes);
    return to;
  };
  const resize: Call = (old, bytes, gfp) => {
    const to = kmalloc(host, 'krealloc', bytes, gfp);
    if (to === 0 || old <= 16) return to;
    const held = host.space.startingAt(old);
    host.memory.u8.copyWithin(to, old, old + Math.min(bytes, held?.bytes ?? 0));
    kfree(host, old);
    return to;
  };
  const pages = (call: string, gfp: number, order: number): number => {
    const base = host.kernel.getFreePages(host.code.call('fh_gfp', gfp) ?? 0, order) >>> 0;
    if (!base) return 0;
    const bytes = PAGE_SIZE << order;
    const isZeroed = host.code.call('fh_gfp_zero', gfp) === 1;
    host.space.addPages(allocation(host, call, base, bytes), isZeroed ? 'zeroed' : 'poisoned');
    return base;
  };
  const freePages = (address: number, order: number): undefined => {
    if (address === 0) return undefined;
    host.kernel.freePages(address, order);
    release(host, address);
    return undefined;
  };
  const pageOf = (address: number): number => (address === 0 ? 0 : (host.code.call('fh_page_of', address) ?? 0));
  const addressOf = (page: number): number => (page === 0 ? 0 : (host.code.call('fh_address_of', page) ?? 0));
  return {
    ...{ __kmalloc: sized, kmalloc_large: sized, kmalloc_trace: traced, kmem_cache_alloc_trace: traced },
    ...{ __kmalloc_node: sized, kmalloc_large_node: sized, __kmalloc_noprof: sized, kmalloc_order: sized },
    kmalloc_node_trace: (_cache, gfp, _node, bytes) => kmalloc(host, 'kmalloc', bytes, gfp),
    __kmalloc_node_track_caller: sized,
    ...{ kfree: free, kfree_sensitive: free, kfree_const: free, kvfree: anyFree, vfree: anyFree },
    // what fits into a page is not looked for elsewhere [6.1 mm/util.c]
    kvmalloc_node: (bytes, gfp) =>
      kmalloc(host, 'kvmalloc', bytes, gfp) || (bytes > PAGE_SIZE ? vmalloc(host, bytes, true) : 0),
    ...{ vmalloc: virtual, vmalloc_user: zeroed, vzalloc: zeroed, vmalloc_node: virtual, vzalloc_node: zeroed },
    ...{ krealloc: resize },
    kmemdup: (from, bytes, gfp) => copy(from, bytes, gfp),
    kstrdup: (from, gfp) => (from === 0 ? 0 : copy(from, host.memory.text(from).length + 1, gfp)),
    iounmap(address) {
      // what an unknown function mapped is not the model's to take back
      if (!isStubObject(address)) host.kernel.iounmap(address);
      release(host, address);
      return undefined;
    },
    ksize: (address) => host.space.startingAt(address)?.bytes ?? 0,
    __get_free_pages: (gfp, order) => pages('__get_free_pages', gfp, order),
    get_zeroed_page(gfp) {
      const base = pages('get_zeroed_page', gfp, 0);
      if (base) host.memory.u8.fill(0, base, base + PAGE_SIZE);
      return base;
    },
    free_pages: freePages,
    __alloc_pages: (gfp, order) => pageOf(pages('alloc_pages', gfp, order)),
    alloc_pages: (gfp, order) => pageOf(pages('alloc_pages', gfp, order)),
    __free_pages: (page, order) => freePages(addressOf(page), order),
  };
};

/** kmalloc and its kin, vmalloc, pages [6.1 mm/slab_common.c, mm/vmalloc.c, mm/page_alloc.c]; the model knows the flags of 2.4. */
export const memory: Framework = {
  name: 'memory',
  headers: ['linux/slab.h', 'linux/mm.h', 'linux/gfp.h'],
  calls,
  use: null,
  glue: `
int fh_linux_6(void)
{
	return 1;
}

int fh_gfp(gfp_t gfp)
{
	return 0x20 | (gfp & __GFP_DIRECT_RECLAIM ? 0x1d0 : 0) | (gfp & __GFP_DMA ? 1 : 0);
}

int fh_gfp_zero(gfp_t gfp)
{
	return (gfp & __GFP_ZERO) != 0;
}

int fh_page_bytes(void)
{
	return sizeof(struct page);
}

int fh_page_flags(void)
{
	return __builtin_offsetof(struct page, flags);
}

int fh_page_reserved(void)
{
	return PG_reserved;
}

struct page *fh_page_of(unsigned long address)
{
	return virt_to_page(address);
}

unsigned long fh_address_of(struct page *page)
{
	return (unsigned long)page_to_virt(page);
}
`,
};
