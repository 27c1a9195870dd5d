import type { Machine } from '../machine/machine.ts';
import { PAGE_SHIFT, PAGE_SIZE } from '../machine/page.ts';
import { PTE_DIRTY, PTE_PRESENT, PTE_SWAPPED } from '../machine/page-tables.ts';
import { putPages } from '../machine/put-pages.ts';
import { AddressSpaces } from './address-spaces.ts';
import { VM_LOCKED, VM_RESERVED } from './user-calls.ts';

/**
 * A pass of swap_out in which no page counts as recently used: reserved pages and VM_RESERVED or VM_LOCKED vmas are
 * skipped, clean pages unmapped, dirty ones moved to swap. Returns pages moved. [2.4.27 mm/vmscan.c; semantics 6.2]
 */
export function swapOut(machine: Machine, spaces: AddressSpaces, mm: number): number {
  const { tables, frames } = machine;
  const directory = spaces.directory(mm, 'swapOut');
  let moved = 0;
  for (const vma of spaces.vmas(mm)) {
    if ((spaces.flags(vma) & (VM_RESERVED | VM_LOCKED)) !== 0) continue;
    for (const va of AddressSpaces.pages(spaces.start(vma), spaces.end(vma))) {
      const entry = tables.get(directory, va);
      if ((entry & PTE_PRESENT) === 0) continue;
      const frame = machine.physToFrame((entry & -PAGE_SIZE) >>> 0);
      if (frame < 0 || frames.isReserved(frame)) continue;
      if ((entry & PTE_DIRTY) !== 0) {
        const slot = spaces.takeSwap();
        machine.contents.copyPage(frame, frames.total + slot);
        tables.set(directory, va, ((slot << PAGE_SHIFT) | PTE_SWAPPED) >>> 0);
        moved++;
      } else tables.set(directory, va, 0);
      frames.addUserMapping(frame, -1);
      putPages(machine, frame, 0, 'swap_out');
    }
  }
  return moved;
}
