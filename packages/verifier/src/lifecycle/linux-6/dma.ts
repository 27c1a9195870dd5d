import type { ConsistentBuffer } from '@freehandle/model';
import { allocation, checkRange, noteFree, release, type Call, type CallGroup, type Host } from '../../binding/host.ts';
import type { Framework } from '../framework.ts';
import { manage, unmanage } from './managed.ts';

const PAGE_SIZE = 4096;
const NO_ADDRESS = 0xffff_ffff;

/** Devices as the model knows them, by their address in the driver: one that frees for another is told. */
const devices = new Map<number, { readonly bus: 'native'; readonly dmaMask: number }>();

function deviceAt(address: number): { readonly bus: 'native'; readonly dmaMask: number } {
  const known = devices.get(address) ?? { bus: 'native' as const, dmaMask: 0xffff_ffff };
  devices.set(address, known);
  return known;
}

const calls: CallGroup = (host) => {
  const allocate = (call: string, device: number, bytes: number, handle: number, gfp: number): number => {
    checkRange(host, handle, 4, true);
    const flags = host.code.call('fh_gfp', gfp) ?? 0;
    const { vaddr, handle: stored }: ConsistentBuffer = host.kernel.dmaAllocCoherent(deviceAt(device), bytes, flags);
    const base = vaddr >>> 0;
    if (base === 0) {
      host.run.failedAllocation = call;
      host.run.pendingFailures.push({ call, frames: host.code.frames() });
      return 0;
    }
    host.memory.setU32(handle, stored!);
    const whole = Math.ceil(Math.max(bytes, 1) / PAGE_SIZE) * PAGE_SIZE;
    // zeroed since 5.0 [6.1 kernel/dma/direct.c]
    host.space.addPages(allocation(host, call, base, whole, stored), 'zeroed');
    return base;
  };
  const free = (device: number, bytes: number, vaddr: number, handle: number): undefined => {
    if (!noteFree(host, vaddr) || vaddr === 0) return undefined;
    host.kernel.dmaFreeCoherent(deviceAt(device), bytes, vaddr, handle);
    release(host, vaddr);
    return undefined;
  };
  const managedAllocate = (device: number, bytes: number, handle: number, gfp: number): number => {
    const base = allocate('dmam_alloc_attrs', device, bytes, handle, gfp);
    const bus = base ? host.memory.u32(handle) : 0;
    const give = (): void => {
      host.kernel.dmaFreeCoherent(deviceAt(device), bytes, base, bus);
      release(host, base);
    };
    if (base) manage(host, device, { object: base, release: give });
    return base;
  };
  const streaming = (bus: number): number => (host.kernel.fallible('dma_map') ? NO_ADDRESS : bus);
  const nothing: Call = () => undefined;
  return {
    dma_alloc_attrs: (device, bytes, handle, gfp) => allocate('dma_alloc_attrs', device, bytes, handle, gfp),
    dma_free_attrs: (device, bytes, vaddr, handle) => free(device, bytes, vaddr, handle),
    dmam_alloc_attrs: (device, bytes, handle, gfp) => managedAllocate(device, bytes, handle, gfp),
    dmam_free_coherent(device, bytes, vaddr, handle) {
      unmanage(host, device, vaddr);
      return free(device, bytes, vaddr, handle);
    },
    dma_map_page_attrs: (_device, page, offset) =>
      streaming(host.kernel.virtToBus(host.code.call('fh_address_of', page) ?? 0) + offset),
    dma_map_resource: (_device, physical) => streaming(physical),
    dma_map_sg_attrs: (_device, list, entries) =>
      host.kernel.fallible('dma_map_sg') ? 0 : (host.code.call('fh_map_list', list, entries), entries),
    dma_map_sgtable: (_device, table) =>
      host.kernel.fallible('dma_map_sgtable') ? -5 : (host.code.call('fh_map_table', table), 0),
    ...{ dma_unmap_page_attrs: nothing, dma_unmap_sg_attrs: nothing, dma_unmap_resource: nothing },
    ...{ dma_sync_single_for_cpu: nothing, dma_sync_single_for_device: nothing },
    ...{ dma_sync_sg_for_cpu: nothing, dma_sync_sg_for_device: nothing },
    dma_set_mask: () => (host.kernel.fallible('dma_set_mask') ? -5 : 0),
    dma_set_coherent_mask: () => (host.kernel.fallible('dma_set_coherent_mask') ? -5 : 0),
    dma_supported: () => 1,
    dma_max_mapping_size: () => 0xffff_ffff,
    ...pools(host),
  };
};

/** A pool gives pieces of coherent pages; each piece is an object of its own here. */
interface Pool {
  readonly device: number;
  readonly bytes: number;
  readonly object: number;
}

const poolsOfRun = new WeakMap<object, Map<number, Pool>>();

function pools(host: Host): Record<string, Call> {
  const known = (): Map<number, Pool> => {
    const all = poolsOfRun.get(host.run) ?? new Map<number, Pool>();
    poolsOfRun.set(host.run, all);
    return all;
  };
  const create = (device: number, bytes: number, align: number, boundary: number): number => {
    const gfp = 0x1f0;
    const object = host.kernel.pciPoolCreate({ bus: 'pci', dmaMask: 0xffff_ffff }, bytes, align || 1, boundary, gfp);
    if (object === 0) return 0;
    const base = object >>> 0;
    if (!host.space.startingAt(base)) host.space.addObject(allocation(host, 'dma_pool_create', base, 64));
    known().set(base, { device, bytes, object });
    return base;
  };
  const destroy = (pool: number): undefined => {
    const one = known().get(pool);
    if (!one) return undefined;
    known().delete(pool);
    host.kernel.pciPoolDestroy(one.object);
    release(host, pool);
    return undefined;
  };
  return {
    dma_pool_create: (_name, device, bytes, align, boundary) => create(device, bytes, align, boundary),
    dmam_pool_create(_name, device, bytes, align, boundary) {
      const pool = create(device, bytes, align, boundary);
      if (pool) manage(host, device, { object: pool, release: () => void destroy(pool) });
      return pool;
    },
    dma_pool_destroy: destroy,
    dmam_pool_destroy(pool) {
      const one = known().get(pool);
      if (one) unmanage(host, one.device, pool);
      return destroy(pool);
    },
    dma_pool_alloc(pool, gfp, handle) {
      const one = known().get(pool);
      if (!one) return 0;
      const { vaddr, handle: stored } = host.kernel.pciPoolAlloc(one.object, host.code.call('fh_gfp', gfp) ?? 0);
      const base = vaddr >>> 0;
      if (base === 0) return 0;
      checkRange(host, handle, 4, true);
      host.memory.setU32(handle, stored!);
      host.space.addObject(allocation(host, 'dma_pool_alloc', base, one.bytes, stored));
      if (host.code.call('fh_gfp_zero', gfp)) host.memory.u8.fill(0, base, base + one.bytes);
      return base;
    },
    dma_pool_free(pool, vaddr, handle) {
      const one = known().get(pool);
      if (!one || vaddr === 0) return undefined;
      host.kernel.pciPoolFree(one.object, vaddr, handle);
      release(host, vaddr);
      return undefined;
    },
  };
}

/** Coherent memory, pools and mappings over the model's allocator [6.1 kernel/dma/mapping.c, mm/dmapool.c]. */
export const dma: Framework = {
  name: 'dma',
  headers: ['linux/dma-mapping.h', 'linux/scatterlist.h'],
  calls,
  use: null,
  glue: `
extern void fh_must_be_few(unsigned long entries);

void fh_map_list(struct scatterlist *list, int entries)
{
	fh_must_be_few(entries > 0 ? entries : 0);
	for (; entries-- > 0 && list; list = sg_next(list)) {
		list->dma_address = sg_phys(list);
		sg_dma_len(list) = list->length;
	}
}

void fh_map_table(struct sg_table *table)
{
	fh_map_list(table->sgl, table->orig_nents);
	table->nents = table->orig_nents;
}

struct scatterlist *sg_next(struct scatterlist *list)
{
	if (sg_is_last(list))
		return 0;
	list++;
	return sg_is_chain(list) ? sg_chain_ptr(list) : list;
}

void sg_init_table(struct scatterlist *list, unsigned int entries)
{
	fh_must_be_few(entries);
	__builtin_memset(list, 0, sizeof(*list) * entries);
	sg_init_marker(list, entries);
}

void sg_init_one(struct scatterlist *list, const void *buffer, unsigned int bytes)
{
	sg_init_table(list, 1);
	sg_set_buf(list, buffer, bytes);
}
`,
};
