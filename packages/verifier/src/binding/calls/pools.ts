import { allocation, release, type CallGroup } from '../host.ts';

const EBUSY = -16;
/** SLAB_ATOMIC is GFP_ATOMIC, and so on [2.4.27 include/linux/slab.h]. */
const GFP_KERNEL = 0x1f0;
/** Bytes of the structure behind a pool, which drivers only hand back. */
const DESCRIPTOR = 64;

/**
 * Pools of equal objects: slab caches [2.4.27 mm/slab.c] and small consistent buffers [2.4.27 drivers/pci/pci.c]. What a
 * pool or one of its objects is can be told by the heap objects they are made of.
 */
export const poolCalls: CallGroup = (host) => {
  const object = (call: string, bytes: number, gfp: number): number => {
    const base = host.kernel.kmalloc(bytes, gfp) >>> 0;
    if (base) host.space.addObject(allocation(host, call, base, bytes));
    return base;
  };
  const give = (address: number): undefined => {
    host.kernel.kfree(address);
    release(host, address);
    return undefined;
  };
  const create = (call: string, bytes: number): number => {
    const pool = object(call, DESCRIPTOR, GFP_KERNEL);
    if (pool) host.run.poolObjects.set(pool, bytes);
    return pool;
  };
  const bytesOf = (pool: number): number => host.run.poolObjects.get(pool) ?? DESCRIPTOR;
  return {
    kmem_cache_create: (_name, bytes) => create('kmem_cache_create', bytes),
    kmem_cache_destroy: (cache) => (cache === 0 ? EBUSY : (give(cache) ?? 0)),
    kmem_cache_shrink: () => 0,
    kmem_cache_alloc: (cache, gfp) => object('kmem_cache_alloc', bytesOf(cache), gfp),
    kmem_cache_free: (_cache, address) => give(address),
    pci_pool_create: (_name, _device, bytes) => create('pci_pool_create', bytes),
    pci_pool_destroy: (pool) => give(pool),
    pci_pool_alloc(pool, gfp, handle) {
      const base = object('pci_pool_alloc', bytesOf(pool), gfp);
      if (base) host.memory.setU32(handle, host.kernel.virtToBus(base));
      return base;
    },
    pci_pool_free: (_pool, address) => give(address),
  };
};
