import { expect } from 'vitest';
import type { FrameOwner, Kernel } from '@freehandle/model';

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
  const frames = Array.from({ length: kernel.frameCount }, (_, frame) => kernel.frame(frame));
  const owned = new Map<FrameOwner, number>();
  for (const view of frames) {
    owned.set(view.owner, (owned.get(view.owner) ?? 0) + 1);
    expect(view.leak !== null, `frame ${view.frame} is ${view.owner}`).toBe(view.owner === 'leaked');
  }
  const { byOwner, leakedBy, total } = kernel.accounting();
  for (const [owner, count] of Object.entries(byOwner)) expect(owned.get(owner as FrameOwner) ?? 0, owner).toBe(count);
  expect(sum(Object.values(byOwner))).toBe(total);
  expect(sum(Object.values(leakedBy))).toBe(byOwner.leaked);

  const inBlocks = new Uint8Array(kernel.frameCount);
  for (const { frame, freeOrder } of frames) {
    if (freeOrder === null) continue;
    expect(frame % 2 ** freeOrder, `free block ${frame} of order ${freeOrder}`).toBe(0);
    for (let page = frame; page < frame + 2 ** freeOrder; page++) {
      expect(frames[page]?.owner, `frame ${page} in free block ${frame}`).toBe('free');
      inBlocks[page] = (inBlocks[page] ?? 0) + 1;
    }
    if (freeOrder < kernel.platform.maxOrder - 1) {
      expect(frames[frame ^ (2 ** freeOrder)]?.freeOrder, `buddy of free block ${frame}`).not.toBe(freeOrder);
    }
  }
  for (const { frame, owner } of frames) expect(inBlocks[frame], `frame ${frame}`).toBe(owner === 'free' ? 1 : 0);
  expect(kernel.nrFreePages).toBe(byOwner.free);

  const mapped = new Map<number, number>();
  for (const { mm, start, end } of ranges) {
    for (let address = start; address < end; address += 4096) {
      const frame = kernel.userFrame(mm, address);
      if (frame !== null && frame >= 0) mapped.set(frame, (mapped.get(frame) ?? 0) + 1);
    }
  }
  if (ranges.length > 0) {
    for (const view of frames) expect(view.userMappings, `frame ${view.frame}`).toBe(mapped.get(view.frame) ?? 0);
  }
}

/** Page table and frames are inverse: no frame of a consistent buffer is mapped twice, each mapped one belongs to one. */
export function expectInverseMaps(kernel: Kernel): void {
  const seen = new Set<number>();
  for (const area of kernel.vmAreas()) {
    area.mapped.forEach((frame, page) => {
      if (frame === null) return;
      expect(seen.has(frame), `frame ${frame} is mapped twice`).toBe(false);
      seen.add(frame);
      expect(['consistent', 'vmalloc']).toContain(kernel.frame(frame).owner);
      expect(kernel.translate(area.address + page * 4096)?.frame).toBe(frame);
    });
  }
}

/** Counts equal references for frames of live buffers: the allocator's one, pins, and those of nopage mappings. */
export function expectCounts(kernel: Kernel, references: ReadonlyMap<number, number>): void {
  for (let frame = 0; frame < kernel.frameCount; frame++) {
    const view = kernel.frame(frame);
    if (view.owner === 'free') expect(view.count, `free frame ${frame}`).toBe(0);
    const expected = references.get(frame);
    if (expected !== undefined) expect(view.count, `frame ${frame}`).toBe(expected);
  }
}

/** Empties the machine page by page: what the free lists promise can be had. Leaves the kernel as it was. */
export function expectDrains(kernel: Kernel): void {
  const snapshot = kernel.snapshot();
  const promised = kernel.nrFreePages;
  let pages = 0;
  kernel.planFaults([]);
  while (kernel.getFreePages(0x20, 0) !== 0) pages++;
  expect(pages).toBe(promised);
  kernel.restore(snapshot);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
