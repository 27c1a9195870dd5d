import { GFP_KERNEL } from '../machine/gfp.ts';
import { pteAlloc } from '../machine/kernel-mapping.ts';
import type { Machine } from '../machine/machine.ts';
import { PAGE_SIZE } from '../machine/page.ts';
import { PTE_PRESENT, PTE_WRITE } from '../machine/page-tables.ts';
import { AddressSpaces } from './address-spaces.ts';
import { VM_SHARED } from './user-calls.ts';

/**
 * copy_page_range for every vma: reserved and foreign pages are copied without a count, others get one, private writable
 * ones become copy-on-write on both sides. False when a page table cannot be had. [2.4.27 mm/memory.c; semantics 6.2]
 */
export function copyMm(machine: Machine, spaces: AddressSpaces, parent: number, child: number): boolean {
  const { tables, frames } = machine;
  const from = spaces.directory(parent, 'fork');
  const to = spaces.directory(child, 'fork');
  for (const vma of spaces.vmas(parent)) {
    const copy = { start: spaces.start(vma), end: spaces.end(vma), flags: spaces.flags(vma) };
    spaces.insert(child, { ...copy, nopage: spaces.nopageOf(vma), since: spaces.since(vma) });
    for (const va of AddressSpaces.pages(copy.start, copy.end)) {
      let entry = tables.get(from, va);
      if (entry === 0) continue;
      if (!pteAlloc(machine, to, va, GFP_KERNEL)) return false;
      const frame = (entry & PTE_PRESENT) === 0 ? -1 : machine.physToFrame((entry & -PAGE_SIZE) >>> 0);
      if (frame >= 0 && !frames.isReserved(frame)) {
        if ((copy.flags & VM_SHARED) === 0 && (entry & PTE_WRITE) !== 0) {
          entry &= ~PTE_WRITE;
          tables.set(from, va, entry);
        }
        frames.addCount(frame, 1);
      }
      if (frame >= 0) frames.addUserMapping(frame, 1);
      tables.set(to, va, entry);
    }
  }
  return true;
}
