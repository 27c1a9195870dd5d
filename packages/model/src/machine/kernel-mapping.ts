import { GFP_HIGHMEM, GFP_KERNEL } from './gfp.ts';
import type { Machine } from './machine.ts';
import { PAGE_SIZE } from './page.ts';
import { PTE_PRESENT } from './page-tables.ts';
import { putPages } from './put-pages.ts';

/** Bytes of a vm_struct on 32 bits, without and with the page array. [semantics 7] */
const VM_STRUCT = { walk: 16, array: 28 } as const;

/** nr_pages of an area whose array names just the pages that are mapped (vmalloc). */
export const EVERY_MAPPED_PAGE = -1;

/** kmalloc for the kernel itself: no driver object, one fallible step of the given kind. */
export function kmallocInternal(machine: Machine, kind: string, size: number, gfp: number): number {
  if (machine.stepFails(kind, size, gfp)) return 0;
  return machine.slab.alloc(size, size, gfp, machine.trace.seq, true);
}

/** Gives kernel memory of `kmallocInternal` back. */
export function kfreeInternal(machine: Machine, address: number): void {
  if (address !== 0) machine.slab.free(machine.slab.objectAround(address));
}

/** get_vm_area(size, flags): the area's address, 0. [2.4.27 mm/vmalloc.c; semantics 7] */
export function getVmArea(machine: Machine, size: number, flags: number, gfp: number): number {
  const descriptor = kmallocInternal(machine, 'vm-area', VM_STRUCT[machine.setup.vfree], gfp);
  if (descriptor === 0) return 0;
  machine.lock('vmlist_lock');
  const area = machine.oops === null ? machine.areas.insert(size, flags, descriptor) : 0;
  machine.unlock('vmlist_lock');
  if (area === 0) {
    kfreeInternal(machine, descriptor);
    return 0;
  }
  machine.areas.setOrigin(area, 0, machine.trace.seq);
  return machine.areas.address(area);
}

/** pte_alloc: makes sure `va` has a page table; false when the page for it cannot be had. */
export function pteAlloc(machine: Machine, directory: number, va: number, gfp: number): boolean {
  if (machine.tables.hasTable(directory, va)) return true;
  if (machine.stepFails('pte-page', PAGE_SIZE, gfp)) return false;
  const frame = machine.buddy.alloc(gfp & ~GFP_HIGHMEM, 0);
  if (frame < 0) return false;
  machine.frames.own(frame, 'page-table', directory);
  machine.tables.addTable(directory, va, frame);
  return true;
}

/** map_page(va, phys, flags): false for -ENOMEM. [2.4.27 arch/ppc/mm/pgtable.c; semantics 1.1 step 8] */
export function mapPage(machine: Machine, va: number, phys: number, flags: number, gfp = GFP_KERNEL): boolean {
  machine.lock('page_table_lock');
  const ready = machine.oops === null && pteAlloc(machine, machine.tables.init, va, gfp);
  if (ready) machine.tables.set(machine.tables.init, va, ((phys & -PAGE_SIZE) | flags | PTE_PRESENT) >>> 0);
  machine.unlock('page_table_lock');
  return ready;
}

/** What vfree found. `bad-address` and `nonexistent` free nothing and print a message; `interrupt` is BUG(). */
export type VfreeResult = 'done' | 'null' | 'bad-address' | 'nonexistent' | 'interrupt' | 'dead';

/** vfree in the machine's form: `walk` frees the pages found in the PTEs, `array` those of area->pages. [semantics 2.2, 2.3] */
export function vfree(machine: Machine, address: number, call: string): VfreeResult {
  const { areas, tables, setup } = machine;
  if (setup.vfree === 'array' && machine.context.inInterrupt()) return 'interrupt';
  if (address === 0) return 'null';
  if ((address & (PAGE_SIZE - 1)) !== 0) return 'bad-address';
  machine.lock('vmlist_lock');
  if (machine.oops !== null) return 'dead';
  const area = areas.at(address);
  if (area === 0) {
    machine.unlock('vmlist_lock');
    return 'nonexistent';
  }
  const end = address + areas.size(area);
  const pages = { first: areas.firstPage(area), count: areas.nrPages(area), array: areas.pagesArray(area) };
  const descriptor = areas.descriptor(area);
  areas.remove(area);
  for (let va = address; va < end; va += PAGE_SIZE) {
    const entry = tables.get(tables.init, va);
    if (entry === 0) continue;
    tables.set(tables.init, va, 0);
    const frame = machine.physToFrame((entry & -PAGE_SIZE) >>> 0);
    if ((setup.vfree === 'walk' || pages.count === EVERY_MAPPED_PAGE) && frame >= 0)
      putPages(machine, frame, 0, call, 'owner');
  }
  machine.unlock('vmlist_lock');
  if (setup.vfree === 'array') {
    for (let page = 0; page < pages.count; page++) putPages(machine, pages.first + page, 0, call, 'owner');
  }
  kfreeInternal(machine, pages.array);
  kfreeInternal(machine, descriptor);
  return 'done';
}
