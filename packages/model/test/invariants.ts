import { expect } from 'vitest';
import type { FrameOwner, FrameView, Kernel } from '@freehandle/model';

/** A user mapping the test knows of, so that user page tables can be counted from outside. */
export interface KnownRange {
  readonly mm: number;
  readonly start: number;
  readonly end: number;
}

/**
 * What must hold after every operation, whatever the caller did: every frame has exactly one owner, the free lists hold
 * the free frames and nothing else, buddies are merged, leaked frames are named, sums add up, user mappings are counted.
 */
export function expectSoundMachine(kernel: Kernel, ranges: readonly KnownRange[] = []): void {
  expect(unsound(kernel, ranges)).toEqual([]);
}

function unsound(kernel: Kernel, ranges: readonly KnownRange[]): string[] {
  const frames = Array.from({ length: kernel.frameCount }, (_, frame) => kernel.frame(frame));
  return [
    ...unsoundSums(kernel, frames),
    ...unsoundFreeLists(kernel, frames),
    ...(ranges.length > 0 ? unsoundUserMappings(kernel, frames, ranges) : []),
  ];
}

function unsoundSums(kernel: Kernel, frames: readonly FrameView[]): string[] {
  const problems: string[] = [];
  const owned = new Map<FrameOwner, number>();
  for (const view of frames) {
    owned.set(view.owner, (owned.get(view.owner) ?? 0) + 1);
    if ((view.leak !== null) !== (view.owner === 'leaked')) problems.push(`frame ${view.frame}: leak without a name`);
  }
  const { byOwner, leakedBy, total } = kernel.accounting();
  for (const [owner, count] of Object.entries(byOwner)) {
    if ((owned.get(owner as FrameOwner) ?? 0) !== count) problems.push(`${owner}: ${count} accounted`);
  }
  if (sum(byOwner) !== total) problems.push('owners do not add up to all frames');
  if (sum(leakedBy) !== byOwner.leaked) problems.push('causes do not add up to the leaked frames');
  if (kernel.nrFreePages !== byOwner.free) problems.push('nr_free_pages differs from the frames that are free');
  return problems;
}

function unsoundFreeLists(kernel: Kernel, frames: readonly FrameView[]): string[] {
  const problems: string[] = [];
  const inBlocks = new Uint8Array(frames.length);
  for (const { frame, freeOrder } of frames) {
    if (freeOrder === null) continue;
    const end = frame + 2 ** freeOrder;
    if (frame % 2 ** freeOrder !== 0) problems.push(`free block ${frame} of order ${freeOrder} is not aligned`);
    for (let page = frame; page < end; page++) inBlocks[page] = (inBlocks[page] ?? 0) + 1;
    if (freeOrder < kernel.platform.maxOrder - 1 && frames[frame ^ (2 ** freeOrder)]?.freeOrder === freeOrder) {
      problems.push(`free block ${frame} of order ${freeOrder} is not merged with its buddy`);
    }
  }
  for (const { frame, owner } of frames) {
    if (inBlocks[frame] !== (owner === 'free' ? 1 : 0))
      problems.push(`frame ${frame} (${owner}) in ${inBlocks[frame]} free blocks`);
  }
  return problems;
}

function unsoundUserMappings(kernel: Kernel, frames: readonly FrameView[], ranges: readonly KnownRange[]): string[] {
  const mapped = new Map<number, number>();
  for (const { mm, start, end } of ranges) {
    for (let address = start; address < end; address += 4096) {
      const frame = kernel.userFrame(mm, address);
      if (frame !== null && frame >= 0) mapped.set(frame, (mapped.get(frame) ?? 0) + 1);
    }
  }
  return frames
    .filter(({ frame, userMappings }) => userMappings !== (mapped.get(frame) ?? 0))
    .map(({ frame, userMappings }) => `frame ${frame}: ${userMappings} user mappings counted`);
}

/** Page table and frames are inverse: no frame is mapped twice, and each mapped one is a buffer's or vmalloc's. */
export function expectInverseMaps(kernel: Kernel): void {
  const problems: string[] = [];
  const seen = new Set<number>();
  for (const area of kernel.vmAreas()) {
    area.mapped.forEach((frame, page) => {
      if (frame === null) return;
      const { owner } = kernel.frame(frame);
      if (seen.has(frame)) problems.push(`frame ${frame} is mapped twice`);
      if (owner !== 'consistent' && owner !== 'vmalloc') problems.push(`frame ${frame} is mapped and ${owner}`);
      if (kernel.translate(area.address + page * 4096)?.frame !== frame) problems.push(`frame ${frame}: no way back`);
      seen.add(frame);
    });
  }
  expect(problems).toEqual([]);
}

/** Free frames have count 0, and those given have the count given. */
export function expectCounts(kernel: Kernel, references: ReadonlyMap<number, number>): void {
  const problems: string[] = [];
  for (let frame = 0; frame < kernel.frameCount; frame++) {
    const { owner, count } = kernel.frame(frame);
    const expected = owner === 'free' ? 0 : references.get(frame);
    if (expected !== undefined && expected !== count) problems.push(`frame ${frame} (${owner}) has count ${count}`);
  }
  expect(problems).toEqual([]);
}

/** Empties the machine page by page: what the free lists promise can be had. Leaves the kernel as it was. */
export function expectDrains(kernel: Kernel): void {
  const snapshot = kernel.snapshot();
  const promised = kernel.nrFreePages;
  let pages = 0;
  kernel.planFaults([]);
  while (kernel.getFreePages(0x20, 0) !== 0) pages++;
  kernel.restore(snapshot);
  expect(pages).toBe(promised);
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, value) => total + value, 0);
}
