import type { MemoryCalls } from '../kernel.ts';
import type { Machine } from '../machine/machine.ts';
import { pageAlign, PAGE_SHIFT, PAGE_SIZE } from '../machine/page.ts';
import { must } from '../model-error.ts';
import { r17 } from '../rules/r17-page-from-vaddr.ts';
import { r19 } from '../rules/r19-unreserved-while-mapped.ts';
import { r21 } from '../rules/r21-reserved-bit-owner.ts';
import { r22 } from '../rules/r22-reserved-beyond-buffer.ts';
import { entryOfFrame } from './buffer-lookup.ts';

/** SetPageReserved and ClearPageReserved by a driver. [2.4.27 include/linux/mm.h; semantics 4.2, 4.3, 6.4] */
export function reservedCalls(machine: Machine): Pick<MemoryCalls, 'setPageReserved' | 'clearPageReserved'> {
  const { frames, findings, ledger } = machine;
  const { allocator } = machine.setup;

  /** False when the struct page would lie outside mem_map: the bit is written somewhere else. */
  function inMemMap(frame: number): boolean {
    if (frames.isValid(frame)) return true;
    findings.raise(r17, { vaddr: machine.frameToVirt(frame), index: frame, frames: frames.total });
    return false;
  }

  function raiseOwner(frame: number, done: 'set' | 'cleared'): void {
    const entry = entryOfFrame(machine, frame);
    if (entry === 0 || !allocator.ownsReserved) return;
    const since = [ledger.since(entry)];
    findings.raiseForPage(r21, (pages) => ({ done, pages, allocator: allocator.name }), { since });
  }

  /** A page that one heap object fills is its owner's: kmalloc'ed buffers are reserved, too, before they are mapped. */
  function isOneObject(frame: number): boolean {
    const start = machine.frameToVirt(frame);
    const object = machine.slab.objectAround(start);
    return (
      object !== 0 &&
      machine.slab.address(object) <= start &&
      machine.slab.address(object) + machine.slab.size(object) >= start + PAGE_SIZE
    );
  }

  function raiseBeyond(frame: number): void {
    const owner = frames.owner(frame);
    if (owner === 'consistent' || owner === 'pages' || owner === 'vmalloc' || owner === 'user') return;
    if (isOneObject(frame)) return;
    // The pages of the buffer whose end was overrun: the block's tail, or the frames right before.
    let before = frame - 1;
    while (before >= 0 && frames.isReserved(before) && entryOfFrame(machine, before) === 0) before--;
    const entry = before < 0 ? 0 : entryOfFrame(machine, before);
    const size = entry === 0 ? 0 : pageAlign(ledger.size(entry)) >>> PAGE_SHIFT;
    const since = entry === 0 ? [] : [ledger.since(entry)];
    findings.raiseForPage(r22, (beyond) => ({ pages: size, beyond }), { since });
  }

  return {
    setPageReserved(frame) {
      must(Number.isInteger(frame), frame, 'setPageReserved', 'frame', 'a whole number');
      if (!machine.enter('SetPageReserved', [frame])) return;
      if (inMemMap(frame)) {
        raiseOwner(frame, 'set');
        raiseBeyond(frame);
        frames.setReserved(frame, true);
      }
      machine.leave(0);
    },
    clearPageReserved(frame) {
      must(Number.isInteger(frame), frame, 'clearPageReserved', 'frame', 'a whole number');
      if (!machine.enter('ClearPageReserved', [frame])) return;
      if (inMemMap(frame)) {
        raiseOwner(frame, 'cleared');
        const mappings = frames.userMappings(frame);
        if (frames.isReserved(frame) && mappings > 0) {
          const entry = entryOfFrame(machine, frame);
          const since = entry === 0 ? [] : [ledger.since(entry)];
          findings.raiseForPage(r19, (pages) => ({ pages, mappings: pages * mappings }), { since });
        }
        frames.setReserved(frame, false);
      }
      machine.leave(0);
    },
  };
}
