import type { MemoryCalls } from '../kernel.ts';
import { GFP_HIGHMEM, GFP_KERNEL } from '../machine/gfp.ts';
import { EVERY_MAPPED_PAGE, getVmArea, kmallocInternal, mapPage, vfree } from '../machine/kernel-mapping.ts';
import type { Machine } from '../machine/machine.ts';
import { pageAlign, PAGE_SHIFT, PAGE_SIZE } from '../machine/page.ts';
import { PTE_NO_CACHE, PTE_WRITE } from '../machine/page-tables.ts';
import { putPages } from '../machine/put-pages.ts';
import { settle } from '../machine/settle.ts';
import { VM_ALLOC, VM_IOREMAP } from '../machine/vm-areas.ts';
import { ModelError, u32 } from '../model-error.ts';
import { k4 } from '../rules/k04-wrong-free.ts';
import { k12 } from '../rules/k12-reference-not-held.ts';
import { r15 } from '../rules/r15-also-unmapped.ts';
import { raiseForeignFree } from './check-free.ts';

/** kmalloc, pages, vmalloc and ioremap: the memory of a driver that is not consistent. */
export function memoryCalls(machine: Machine): Omit<MemoryCalls, 'setPageReserved' | 'clearPageReserved'> {
  const { slab, frames, buddy, areas, blocks, findings, platform } = machine;

  function freeBlock(address: number, order: number): void {
    const frame = machine.virtToFrame(address);
    if (address === 0) return;
    const owned = machine.isLowmem(address) && frames.owner(frame) === 'pages';
    const block = owned ? frames.ownerId(frame) : 0;
    if (!owned) {
      raiseForeignFree(machine, 'free_pages', address);
    } else if (blocks.order(block) !== order && frames.count(frame + 1) === 0) {
      const why = `which was allocated with order ${blocks.order(block)} and is freed with order ${order}`;
      findings.raise(k4, { call: 'free_pages', address, why }, { since: [blocks.since(block)] });
    }
    if (!machine.isLowmem(address) || frames.owner(frame) === 'slab') return;
    putPages(machine, frame, order, 'free_pages');
    if (block !== 0 && ![...framesOf(machine, block)].some((page) => frames.owner(page) === 'pages'))
      blocks.remove(block);
  }

  /** vfree and iounmap by a driver: a consistent buffer is not theirs to take down. */
  function takeDown(call: string, address: number): void {
    const area = areas.at(address);
    const entry = area === 0 ? 0 : areas.entry(area);
    if (entry !== 0) findings.raise(r15, { call, vaddr: address }, { since: [machine.ledger.since(entry)] });
    const result = vfree(machine, address, call);
    if (result === 'interrupt') machine.stop('K1', 'driver', `${call}: BUG() in interrupt`);
    if (result === 'bad-address' || result === 'nonexistent') raiseForeignFree(machine, call, address);
    if (entry !== 0 && result === 'done') {
      settle(machine, entry);
      machine.ledger.close(entry, machine.trace.seq, 'torn-down');
    }
  }

  function mapOrUndo(va: number, size: number, mapOne: (offset: number) => boolean): number {
    for (let offset = 0; offset < size; offset += PAGE_SIZE) {
      if (!mapOne(offset)) {
        if (vfree(machine, va, 'vfree') === 'interrupt') machine.stop('K1', 'driver', 'vfree: BUG() in interrupt');
        return 0;
      }
    }
    return va;
  }

  return {
    kmalloc(size, gfp) {
      u32(size, 'kmalloc', 'size');
      u32(gfp, 'kmalloc', 'gfp');
      if (!machine.enter('kmalloc', [size, gfp])) return 0;
      machine.mayWait('kmalloc', gfp);
      const room = size + machine.setup.slabRedzone;
      const failed = machine.stepFails('kmalloc', size, gfp);
      const address = failed ? 0 : slab.alloc(size, room, gfp, machine.trace.seq, false);
      machine.leave(address);
      return address;
    },
    kfree(address) {
      u32(address, 'kfree', 'address');
      if (!machine.enter('kfree', [address])) return;
      const object = address === 0 ? 0 : slab.objectAround(address);
      if (object !== 0 && slab.address(object) === address) slab.free(object);
      else if (object !== 0) {
        const why = `which lies inside the object that starts at 0x${slab.address(object).toString(16)}`;
        findings.raise(k4, { call: 'kfree', address, why }, { since: [slab.since(object)] });
      } else if (address !== 0) raiseForeignFree(machine, 'kfree', address);
      machine.leave(0);
    },
    kmallocSize(address) {
      const object = slab.objectAround(u32(address, 'kmallocSize', 'address'));
      return object !== 0 && slab.address(object) === address ? slab.size(object) : 0;
    },
    getFreePages(gfp, order) {
      u32(gfp, 'getFreePages', 'gfp');
      u32(order, 'getFreePages', 'order');
      if (!machine.enter('__get_free_pages', [gfp, order])) return 0;
      machine.mayWait('__get_free_pages', gfp);
      const failed = machine.stepFails('page-block', PAGE_SIZE * 2 ** Math.min(order, 20), gfp);
      const frame = failed ? -1 : buddy.alloc(gfp & ~GFP_HIGHMEM, order);
      const address = frame < 0 ? 0 : machine.frameToVirt(frame);
      if (frame >= 0) {
        const block = blocks.add(address, order, machine.trace.seq);
        for (let page = frame; page < frame + 2 ** order; page++) frames.own(page, 'pages', block);
      }
      machine.leave(address);
      return address;
    },
    freePages(address, order) {
      u32(address, 'freePages', 'address');
      u32(order, 'freePages', 'order');
      if (!machine.enter('free_pages', [address, order])) return;
      freeBlock(address, order);
      machine.leave(0);
    },
    getPage(frame) {
      checkFrame(machine, frame, 'getPage');
      if (!machine.enter('get_page', [frame])) return;
      frames.addCount(frame, 1);
      machine.referencesTaken?.push(frame);
      machine.leave(0);
    },
    putPage(frame) {
      checkFrame(machine, frame, 'putPage');
      if (!machine.enter('__free_page', [frame])) return;
      if (frames.owner(frame) === 'boot' && !frames.isReserved(frame)) {
        findings.raise(k12, { frame, count: 0, call: '__free_page' });
      } else putPages(machine, frame, 0, '__free_page');
      machine.leave(0);
    },
    setPageCount(frame, count) {
      checkFrame(machine, frame, 'setPageCount');
      u32(count, 'setPageCount', 'count');
      if (!machine.enter('set_page_count', [frame, count])) return;
      frames.setCount(frame, count);
      machine.leave(0);
    },
    vmalloc(bytes) {
      const size = pageAlign(u32(bytes, 'vmalloc', 'size'));
      if (!machine.enter('vmalloc', [bytes])) return 0;
      machine.mayWait('vmalloc', GFP_KERNEL);
      let va = 0;
      if (size !== 0 && size >>> PAGE_SHIFT <= frames.total) va = getVmArea(machine, size, VM_ALLOC, GFP_KERNEL);
      if (va !== 0 && machine.setup.vfree === 'array') {
        const array = kmallocInternal(machine, 'pages-array', (size >>> PAGE_SHIFT) * 4, GFP_KERNEL);
        areas.setPages(areas.at(va), 0, EVERY_MAPPED_PAGE, array);
        if (array === 0) {
          vfree(machine, va, 'vfree');
          va = 0;
        }
      }
      if (va !== 0) {
        va = mapOrUndo(va, size, (offset) => {
          const failed = machine.stepFails('page-block', PAGE_SIZE, GFP_KERNEL | GFP_HIGHMEM);
          const frame = failed ? -1 : buddy.alloc(GFP_KERNEL | GFP_HIGHMEM, 0);
          if (frame < 0) return false;
          frames.own(frame, 'vmalloc', 0);
          const mapped = mapPage(machine, va + offset, machine.frameToPhys(frame), PTE_WRITE);
          if (!mapped) putPages(machine, frame, 0, 'vmalloc');
          return mapped;
        });
      }
      machine.leave(va);
      return va;
    },
    vfree(address) {
      u32(address, 'vfree', 'address');
      if (!machine.enter('vfree', [address])) return;
      machine.mayWait('vfree', GFP_KERNEL);
      takeDown('vfree', address);
      machine.leave(0);
    },
    ioremap(phys, bytes) {
      u32(phys, 'ioremap', 'phys');
      u32(bytes, 'ioremap', 'size');
      if (!machine.enter('ioremap', [phys, bytes])) return 0;
      machine.mayWait('ioremap', GFP_KERNEL);
      const offset = phys % PAGE_SIZE;
      const size = bytes === 0 || phys + bytes > 2 ** 32 ? 0 : pageAlign(offset + bytes);
      const isRam = phys + bytes > platform.ramBase && phys < platform.ramBase + machine.lowmem;
      let va =
        size === 0 || (isRam && platform.ioremapRefusesRam) ? 0 : getVmArea(machine, size, VM_IOREMAP, GFP_KERNEL);
      if (va !== 0) {
        const flags = PTE_NO_CACHE | PTE_WRITE;
        va = mapOrUndo(va, size, (at) => mapPage(machine, va + at, phys - offset + at, flags));
      }
      const address = va === 0 ? 0 : va + offset;
      machine.leave(address);
      return address;
    },
    iounmap(address) {
      u32(address, 'iounmap', 'address');
      if (!machine.enter('iounmap', [address])) return;
      machine.mayWait('iounmap', GFP_KERNEL);
      if (address >= areas.start && address < areas.end) takeDown('iounmap', (address & -PAGE_SIZE) >>> 0);
      else if (address !== 0) raiseForeignFree(machine, 'iounmap', address);
      machine.leave(0);
    },
  };
}

function* framesOf(machine: Machine, block: number): Generator<number> {
  const first = machine.virtToFrame(machine.blocks.address(block));
  for (let frame = first; frame < first + 2 ** machine.blocks.order(block); frame++) {
    if (machine.frames.ownerId(frame) === block) yield frame;
  }
}

/** A frame number that mem_map has, or a ModelError. */
export function checkFrame(machine: Machine, frame: number, call: string): void {
  if (Number.isInteger(frame) && machine.frames.isValid(frame)) return;
  throw new ModelError(
    `${call}: frame must be a whole number from 0 to ${machine.frames.total - 1}; got ${String(frame)}.`,
  );
}
