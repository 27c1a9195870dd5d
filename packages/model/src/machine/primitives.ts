import type { Primitives } from '../allocators/primitives.ts';
import { GFP_HIGHMEM, GFP_KERNEL } from './gfp.ts';
import { getVmArea, kfreeInternal, kmallocInternal, mapPage, pteAlloc, vfree } from './kernel-mapping.ts';
import type { Machine } from './machine.ts';
import { PAGE_SIZE } from './page.ts';
import { PTE_NO_CACHE, PTE_PRESENT, PTE_WRITE } from './page-tables.ts';
import { putPages } from './put-pages.ts';

/** Bytes of a struct vm_region: list head, start, end. [2.6.12 arch/ppc/kernel/dma-mapping.c] */
const VM_REGION = 16;

/** What the allocator did that the ledger must know, collected during one call. */
export interface CallNotes {
  frame: number;
  order: number;
  handle: number | undefined;
  /** What the device can address, null when there is none. */
  coherentMask: number | null;
  bug: 'interrupt' | 'no-block' | 'no-pte' | 'pte-in-use' | 'bad-free' | null;
  /** Whether a page table could not be had. */
  unmapped: boolean;
}

/** The machine as the allocators see it. `notes` is filled while they run; `entry` names the ledger entry being made. */
export function primitivesOf(machine: Machine, notes: CallNotes, entry: () => number): Primitives {
  const { frames, regions, tables, contents, platform } = machine;
  const dmaZone = platform.zones.find(({ name }) => name === 'DMA');
  const failed = (mapped: boolean): boolean => {
    if (!mapped) notes.unmapped = true;
    return mapped;
  };
  return {
    inInterrupt: () => machine.context.inInterrupt(),
    coherentMask: () => notes.coherentMask,
    dmaThreshold: (dmaZone?.to ?? null) === null ? 0xffffffff : (platform.busBase + (dmaZone?.to ?? 0) - 1) >>> 0,
    bug(why) {
      notes.bug ??= why;
    },
    allocPages(gfp, order) {
      if (machine.stepFails('page-block', PAGE_SIZE * 2 ** order, gfp)) return -1;
      const frame = machine.buddy.alloc(gfp & ~GFP_HIGHMEM, order);
      if (frame < 0) return -1;
      const owner = entry();
      for (let page = frame; page < frame + (1 << order); page++) frames.own(page, 'consistent', owner);
      notes.frame = frame;
      notes.order = order;
      return frame;
    },
    freePages(frame, order) {
      putPages(machine, frame, order, 'consistent_free', 'allocator');
    },
    setPageCount(frame, count) {
      if (frames.isValid(frame)) frames.setCount(frame, count);
    },
    setPageReserved(frame, on) {
      if (frames.isValid(frame)) frames.setReserved(frame, on);
    },
    getVmArea: (size, flags, gfp) => getVmArea(machine, size, flags, gfp),
    setAreaPages(address, frame, count) {
      const array = kmallocInternal(machine, 'pages-array', count * 4, GFP_KERNEL);
      if (array === 0) return false;
      machine.areas.setPages(machine.areas.at(address), frame, count, array);
      return true;
    },
    mapPage: (va, phys, gfp) => failed(mapPage(machine, va, phys, PTE_NO_CACHE | PTE_WRITE, gfp)),
    remapArea(va, phys, size) {
      const reach = platform.pteTableReach;
      for (let at = va; at < va + size; at = (at - (at % reach) + reach) >>> 0) {
        if (!failed(pteAlloc(machine, tables.init, at, GFP_KERNEL))) return false;
        const end = Math.min(va + size, at - (at % reach) + reach);
        for (let page = at; page < end; page += PAGE_SIZE) {
          tables.set(tables.init, page, ((phys + page - va) | PTE_PRESENT | PTE_NO_CACHE | PTE_WRITE) >>> 0);
        }
      }
      return true;
    },
    vfree(address) {
      if (vfree(machine, address, 'vfree') === 'interrupt') notes.bug ??= 'interrupt';
    },
    remarkPage(frame, uncached) {
      if (!frames.isValid(frame) || machine.stepFails('pte-lookup', PAGE_SIZE, 0)) return failed(false);
      frames.setAliasUncached(frame, uncached);
      return true;
    },
    allocRegion(size, gfp) {
      const descriptor = kmallocInternal(machine, 'vm-region', VM_REGION, gfp);
      if (descriptor === 0) return 0;
      machine.lock('consistent_lock');
      const region = regions.insert(size, 0, descriptor);
      machine.unlock('consistent_lock');
      if (region !== 0) return regions.address(region);
      kfreeInternal(machine, descriptor);
      return 0;
    },
    regionSize: (address) => (regions.at(address) === 0 ? 0 : regions.size(regions.at(address))),
    freeRegion(address) {
      const region = regions.at(address);
      kfreeInternal(machine, regions.descriptor(region));
      regions.remove(region);
    },
    windowSize: regions.end - regions.start,
    setRegionPte(va, frame) {
      tables.set(tables.init, va, (machine.frameToPhys(frame) | PTE_PRESENT | PTE_NO_CACHE | PTE_WRITE) >>> 0);
    },
    clearRegionPte(va) {
      const entry = tables.get(tables.init, va);
      if (entry === 0) return -1;
      tables.set(tables.init, va, 0);
      return machine.physToFrame((entry & -PAGE_SIZE) >>> 0);
    },
    storeHandle(handle) {
      notes.handle = handle;
    },
    frameToBus: (frame) => machine.frameToBus(frame),
    busToFrame: (handle) => machine.busToFrame(handle),
    frameToPhys: (frame) => machine.frameToPhys(frame),
    frameToVirt: (frame) => machine.frameToVirt(frame),
    virtToFrame: (address) => machine.virtToFrame(address),
    invalidate(frame, size) {
      contents.invalidate(frame * PAGE_SIZE, size, false);
    },
    flush(frame, size) {
      contents.invalidate(frame * PAGE_SIZE, size, true);
    },
    zero(frame, size) {
      contents.zero(frame * PAGE_SIZE, size);
    },
  };
}
