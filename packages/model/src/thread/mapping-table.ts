import type { ConsistentBuffer } from '../allocators/consistent-buffer.ts';
import type { Kernel } from '../kernel.ts';
import { GFP_KERNEL } from '../machine/gfp.ts';
import { PAGE_SIZE } from '../machine/page.ts';
import { VM_IO, VM_READ, VM_RESERVED, VM_SHARED, VM_WRITE } from '../mmap/user-calls.ts';
import { boot, release } from './boot.ts';
import type { Cell } from './cell.ts';
import { framesOf, freeOf, leaked } from './observe.ts';
import { mapBuffer, mapPhysical, mappedPages, unmap } from './user-mapping.ts';

/** One way to combine PG_reserved, a user mapping and the free (semantics 6.4), and what a run of it showed. */
export interface MappingRow extends Cell {
  /** `M1`..`M12`. */
  readonly id: string;
  readonly situation: string;
  readonly seen: string;
}

interface MappingCase {
  readonly situation: string;
  readonly cell: Cell;
  readonly run: (kernel: Kernel, buffer: ConsistentBuffer, frames: readonly number[]) => string;
}

const PAGES = 4;
const SIZE = PAGES * PAGE_SIZE;
const FLAGS = VM_READ | VM_WRITE | VM_SHARED;
const oneArgument: Cell = { allocator: 'ppc-map1', vfree: 'walk' };

const reserve = (kernel: Kernel, frames: readonly number[]) => frames.forEach((frame) => kernel.setPageReserved(frame));
const unreserve = (kernel: Kernel, frames: readonly number[]) =>
  frames.forEach((frame) => kernel.clearPageReserved(frame));
const counts = (kernel: Kernel, frames: readonly number[]) =>
  [...new Set(frames.map((frame) => kernel.frame(frame).count))].join(' and ');

/** A process with a nopage mapping of the frames, each with a reference of its own; every page is touched for writing. */
function nopageMapping(kernel: Kernel, frames: readonly number[], flags: number) {
  const mm = kernel.createMm();
  const length = frames.length * PAGE_SIZE;
  const address = kernel.mmap(mm, length, flags, (at) => {
    const frame = frames[(at - address) / PAGE_SIZE] ?? -1;
    if (frame !== -1) kernel.getPage(frame);
    return frame;
  });
  for (let at = address; at < address + length; at += PAGE_SIZE) kernel.userAccess(mm, at, true);
  return { mm, address, length };
}

/** Somebody asks for pages until this one is his. */
function takePage(kernel: Kernel, wanted: number | undefined): void {
  for (let left = kernel.nrFreePages; left > 0; left--)
    if (kernel.virtToFrame(kernel.getFreePages(GFP_KERNEL, 0)) === wanted) return;
}

function freeWhileMapped(kernel: Kernel, buffer: ConsistentBuffer, frames: readonly number[]): string {
  const mapping = mapBuffer(kernel, buffer, SIZE);
  if (kernel.allocator === oneArgument.allocator) unreserve(kernel, frames);
  release(kernel, buffer, SIZE);
  const exposed = frames.filter(
    (frame) => kernel.frame(frame).userMappings > 0 && kernel.frame(frame).owner === 'free',
  );
  takePage(kernel, frames[0]);
  unmap(kernel, mapping);
  return `${exposed.length} free pages in reach of the process; at munmap the count of the next owner's page is ${counts(kernel, frames.slice(0, 1))}`;
}

const cases: readonly MappingCase[] = [
  {
    situation: 'not reserved, remap_page_range, with VM_IO',
    cell: oneArgument,
    run(kernel, buffer) {
      const mapping = mapBuffer(kernel, buffer, SIZE);
      const mapped = mappedPages(kernel, mapping);
      const { result } = kernel.userAccess(mapping.mm, mapping.address, true);
      return `returns ${mapping.result}, maps ${mapped}; a write gets a page that is ${result}`;
    },
  },
  {
    situation: 'reserved from mmap to munmap, unreserved, freed',
    cell: oneArgument,
    run(kernel, buffer, frames) {
      reserve(kernel, frames);
      const mapping = mapBuffer(kernel, buffer, SIZE);
      const mapped = mappedPages(kernel, mapping);
      unmap(kernel, mapping);
      unreserve(kernel, frames);
      release(kernel, buffer, SIZE);
      return `maps ${mapped}, frees ${freeOf(kernel, frames)}, loses ${leaked(kernel)}`;
    },
  },
  {
    situation: 'reserved, mapped, unreserved, munmap, then freed',
    cell: oneArgument,
    run(kernel, buffer, frames) {
      reserve(kernel, frames);
      const mapping = mapBuffer(kernel, buffer, SIZE);
      unreserve(kernel, frames);
      unmap(kernel, mapping);
      const early = freeOf(kernel, frames);
      release(kernel, buffer, SIZE);
      return `${early} pages free before the free; counts after it ${counts(kernel, frames)}`;
    },
  },
  {
    situation: 'reserved, mapped, freed without unreserving',
    cell: oneArgument,
    run(kernel, buffer, frames) {
      reserve(kernel, frames);
      const mapping = mapBuffer(kernel, buffer, SIZE);
      release(kernel, buffer, SIZE);
      return `loses ${leaked(kernel)}; the process still maps ${mappedPages(kernel, mapping)}`;
    },
  },
  {
    situation: 'reserved, mapped, unreserved, freed, still mapped',
    cell: oneArgument,
    run(kernel, buffer, frames) {
      reserve(kernel, frames);
      return freeWhileMapped(kernel, buffer, frames);
    },
  },
  {
    situation: 'mapped, freed by a free that unreserves by itself, still mapped',
    cell: { allocator: 'arm-3arg', vfree: 'walk' },
    run: freeWhileMapped,
  },
  {
    situation: 'nopage with get_page on counted pages, VM_RESERVED, freed while mapped',
    cell: oneArgument,
    run(kernel, buffer, frames) {
      const mapping = nopageMapping(kernel, frames, FLAGS | VM_RESERVED);
      release(kernel, buffer, SIZE);
      const before = freeOf(kernel, frames);
      kernel.munmap(mapping.mm, mapping.address, mapping.length);
      return `frees ${before} at the free and ${freeOf(kernel, frames) - before} at munmap, loses ${leaked(kernel)}`;
    },
  },
  {
    situation: 'nopage with VM_IO and without VM_RESERVED, then swap-out',
    cell: oneArgument,
    run(kernel, _buffer, frames) {
      const { mm, address } = nopageMapping(kernel, frames, FLAGS | VM_IO);
      const moved = kernel.swapOut(mm);
      const { frame } = kernel.userAccess(mm, address, false);
      return `${moved} pages moved to swap; the process then reads ${frames.includes(frame) ? 'the buffer' : 'a page that is not the buffer'}`;
    },
  },
  {
    situation: 'nopage with get_page on an inner page of an unsplit block',
    cell: { allocator: 'plain-pages', vfree: null },
    run(kernel, _buffer, frames) {
      const { mm, address, length } = nopageMapping(kernel, frames.slice(1), FLAGS | VM_RESERVED);
      kernel.munmap(mm, address, length);
      return `${freeOf(kernel, frames)} pages freed out of the live block at munmap`;
    },
  },
  {
    situation: 'reserved, mapped, fork, unreserved, both processes unmap',
    cell: oneArgument,
    run(kernel, buffer, frames) {
      reserve(kernel, frames);
      const mapping = mapBuffer(kernel, buffer, SIZE);
      const child = kernel.fork(mapping.mm);
      unreserve(kernel, frames);
      unmap(kernel, mapping);
      const first = counts(kernel, frames);
      unmap(kernel, { ...mapping, mm: child });
      return `count ${first} after the first munmap, ${counts(kernel, frames)} after the second`;
    },
  },
  {
    situation: 'remap_page_range of virt_to_phys of the remapped address',
    cell: oneArgument,
    run(kernel, buffer, frames) {
      const mapping = mapPhysical(kernel, kernel.virtToPhys(buffer.vaddr), SIZE);
      const frame = kernel.userFrame(mapping.mm, mapping.address);
      const where = frame === null ? 'an address that is no RAM' : frame === frames[0] ? 'the buffer' : 'nothing';
      return `maps ${mappedPages(kernel, mapping)} to ${where}`;
    },
  },
  {
    situation: 'reserved, mapped without VM_IO, touched 3 times by get_user_pages, unreserved, freed',
    cell: oneArgument,
    run(kernel, buffer, frames) {
      reserve(kernel, frames);
      const mapping = mapBuffer(kernel, buffer, SIZE);
      kernel.setVmaFlags(mapping.mm, mapping.address, FLAGS);
      for (let touch = 0; touch < 3; touch++) {
        const taken = kernel.getUserPages(mapping.mm, mapping.address, 1);
        if (typeof taken !== 'number') kernel.releaseUserPages(taken);
      }
      const count = counts(kernel, frames.slice(0, 1));
      unmap(kernel, mapping);
      unreserve(kernel, frames);
      release(kernel, buffer, SIZE);
      return `count ${count} after the touches; frees ${freeOf(kernel, frames)}, loses ${leaked(kernel)}`;
    },
  },
];

/** Runs M1 to M12, each on a machine of its own with a buffer of 4 pages. */
export function mappingTable(): MappingRow[] {
  return cases.map(({ situation, cell, run }, index) => {
    const kernel = boot(cell);
    const buffer = kernel.consistentAlloc(GFP_KERNEL, SIZE);
    return { id: `M${index + 1}`, situation, ...cell, seen: run(kernel, buffer, framesOf(kernel, buffer, PAGES)) };
  });
}
