import type { Machine } from '../machine/machine.ts';
import { PAGE_SIZE } from '../machine/page.ts';
import { PTE_PRESENT } from '../machine/page-tables.ts';
import { zeroPage } from '../machine/zero-page.ts';
import { putPages } from '../machine/put-pages.ts';
import { r24 } from '../rules/r24-vm-io.ts';
import { AddressSpaces } from './address-spaces.ts';
import { REPORT_NOT_IO } from './page-fault.ts';
import { VM_IO } from './user-calls.ts';

/**
 * zap_page_range over part of a vma: reserved and foreign pages only lose their entry, others a reference.
 * [2.4.27 mm/memory.c; semantics 6.2]
 */
function zapPages(machine: Machine, directory: number, from: number, to: number): void {
  const { tables, frames } = machine;
  for (const va of AddressSpaces.pages(from, to)) {
    const entry = tables.get(directory, va);
    if (entry === 0) continue;
    tables.set(directory, va, 0);
    if ((entry & PTE_PRESENT) === 0) continue;
    const frame = machine.physToFrame((entry & -PAGE_SIZE) >>> 0);
    if (frame < 0) continue;
    frames.addUserMapping(frame, -1);
    putPages(machine, frame, 0, 'munmap');
  }
}

/** munmap: takes `[from, to)` out of the vmas it touches. A hole in the middle splits a vma. */
export function unmap(machine: Machine, spaces: AddressSpaces, mm: number, from: number, to: number): void {
  const directory = spaces.directory(mm, 'munmap');
  for (const vma of [...spaces.vmas(mm)]) {
    const start = Math.max(from, spaces.start(vma));
    const end = Math.min(to, spaces.end(vma));
    if (start >= end) continue;
    reportMissingIo(machine, spaces, directory, vma);
    zapPages(machine, directory, start, end);
    if (start > spaces.start(vma) && end < spaces.end(vma)) {
      const rest = { end: spaces.end(vma), flags: spaces.flags(vma), nopage: spaces.nopageOf(vma) };
      spaces.insert(mm, { ...rest, start: end, since: spaces.since(vma) });
      spaces.setEnd(vma, start);
    } else if (start > spaces.start(vma)) spaces.setEnd(vma, start);
    else if (end < spaces.end(vma)) spaces.setStart(vma, end);
    else spaces.remove(mm, vma);
  }
}

/** A vma that maps reserved RAM of a driver without VM_IO: counted references to it are never given back. */
export function reportMissingIo(machine: Machine, spaces: AddressSpaces, directory: number, vma: number): void {
  if ((spaces.flags(vma) & VM_IO) !== 0) return;
  let pages = 0;
  for (const va of AddressSpaces.pages(spaces.start(vma), spaces.end(vma))) {
    const entry = machine.tables.get(directory, va);
    const frame = (entry & PTE_PRESENT) === 0 ? -1 : machine.physToFrame((entry & -PAGE_SIZE) >>> 0);
    if (frame >= 0 && frame !== zeroPage(machine) && machine.frames.isReserved(frame)) pages++;
  }
  if (pages > 0 && spaces.firstReport(vma, REPORT_NOT_IO)) {
    machine.findings.raise(r24, { pages }, { since: [spaces.since(vma)] });
  }
}
