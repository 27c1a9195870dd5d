import { entryAround, entryOfFrame } from '../calls/buffer-lookup.ts';
import { GFP_KERNEL } from '../machine/gfp.ts';
import { pteAlloc } from '../machine/kernel-mapping.ts';
import type { Machine } from '../machine/machine.ts';
import { pageAlign, PAGE_SIZE } from '../machine/page.ts';
import { PTE_PRESENT, PTE_WRITE } from '../machine/page-tables.ts';
import { k14 } from '../rules/k14-mapped-twice.ts';
import { r16 } from '../rules/r16-unreserved-at-mmap.ts';
import { r25 } from '../rules/r25-mmap-bounds.ts';
import { r27 } from '../rules/r27-streaming-on-consistent.ts';

const ENOMEM = 12;

/**
 * remap_page_range: installs an entry for each page that is no RAM or PG_reserved, and none for the others, without a
 * word. No counts change. 0, or -ENOMEM for page tables only. [2.4.27 mm/memory.c; semantics 6.1]
 */
export function remapPageRange(machine: Machine, directory: number, from: number, phys: number, size: number): number {
  const { tables, frames, findings } = machine;
  if (from + size >= 2 ** 32 || size === 0) {
    stop(machine, from, size === 0 ? 'the range is empty' : 'the range passes the end of the address space');
    return 0;
  }
  checkRequest(machine, phys, size);
  let holes = 0;
  const start = from - (from % PAGE_SIZE);
  const first = phys - (phys % PAGE_SIZE);
  for (let offset = 0; offset < size; offset += PAGE_SIZE) {
    const va = start + offset;
    if (!pteAlloc(machine, directory, va, GFP_KERNEL)) return -ENOMEM;
    if (tables.get(directory, va) !== 0) {
      stop(machine, va, 'something is mapped there already');
      return 0;
    }
    const page = (first + offset) >>> 0;
    const frame = machine.physToFrame(page);
    if (frame >= 0 && !frames.isReserved(frame)) {
      holes++;
      continue;
    }
    tables.set(directory, va, (page | PTE_PRESENT | PTE_WRITE) >>> 0);
    if (frame >= 0) frames.addUserMapping(frame, 1);
  }
  if (holes > 0) findings.raise(r16, { pages: holes, phys }, { since: originSince(machine, phys) });
  return 0;
}

function stop(machine: Machine, from: number, why: string): void {
  machine.findings.raise(k14, { from, why });
  machine.stop('K14', 'driver', `remap_page_range: BUG(), ${why}`);
}

function originSince(machine: Machine, phys: number): number[] {
  const entry = entryOfFrame(machine, machine.physToFrame(phys));
  return entry === 0 ? [] : [machine.ledger.since(entry)];
}

function checkRequest(machine: Machine, phys: number, size: number): void {
  const { ledger, findings, platform, frames, blocks } = machine;
  const frame = machine.physToFrame(phys);
  // virt_to_phys of a remapped address is an address like any other: only where it points tells it apart.
  const vaddr = (phys - platform.ramBase + platform.kernelBase) >>> 0;
  const misread = machine.isLowmem(vaddr) ? 0 : entryAround(machine, vaddr);
  if (misread !== 0) findings.raise(r27, { call: 'virt_to_phys', vaddr }, { since: [ledger.since(misread)] });
  const entry = frame < 0 ? 0 : entryOfFrame(machine, frame);
  if (entry !== 0) {
    const available = pageAlign(ledger.size(entry)) - (frame - ledger.frame(entry)) * PAGE_SIZE;
    if (size > available) findings.raise(r25, { mapped: size, available }, { since: [ledger.since(entry)] });
  } else if (frame >= 0 && frames.owner(frame) === 'pages') {
    const block = frames.ownerId(frame);
    const offset = machine.frameToVirt(frame) - blocks.address(block);
    const available = PAGE_SIZE * 2 ** blocks.order(block) - offset;
    if (size > available) findings.raise(r25, { mapped: size, available }, { since: [blocks.since(block)] });
  }
}
