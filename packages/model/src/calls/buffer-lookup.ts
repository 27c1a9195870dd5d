import type { Machine } from '../machine/machine.ts';
import { PAGE_SIZE } from '../machine/page.ts';

/** The live ledger entry whose buffer starts exactly at `vaddr`, 0. */
export function entryAt(machine: Machine, vaddr: number): number {
  const entry = entryAround(machine, vaddr);
  return entry !== 0 && machine.ledger.vaddr(entry) === vaddr ? entry : 0;
}

/** The live ledger entry whose pages hold `vaddr`, 0. */
export function entryAround(machine: Machine, vaddr: number): number {
  const { areas, regions, ledger } = machine;
  if (machine.isLowmem(vaddr)) {
    const entry = entryOfFrame(machine, machine.virtToFrame(vaddr));
    return entry !== 0 && machine.isLowmem(ledger.vaddr(entry)) ? entry : 0;
  }
  if (vaddr >= areas.start && vaddr < areas.end) {
    const area = areas.around(vaddr);
    return area === 0 ? 0 : areas.entry(area);
  }
  const region = vaddr >= regions.start && vaddr < regions.end ? regions.around(vaddr) : 0;
  return region === 0 ? 0 : regions.entry(region);
}

/** The live ledger entry that owns a frame, 0. */
export function entryOfFrame(machine: Machine, frame: number): number {
  const { frames, ledger } = machine;
  if (!frames.isValid(frame) || frames.owner(frame) !== 'consistent') return 0;
  const entry = frames.ownerId(frame);
  return ledger.isLive(entry) ? entry : 0;
}

/** What an address that is no consistent buffer belongs to, for a message; null when to nothing. */
export function originOf(machine: Machine, vaddr: number): { origin: string; since: number } | null {
  const { slab, areas, blocks, frames } = machine;
  if (machine.isLowmem(vaddr)) {
    const object = slab.objectAround(vaddr);
    if (object !== 0) return { origin: 'kmalloc', since: slab.since(object) };
    const frame = machine.virtToFrame(vaddr);
    if (frames.owner(frame) === 'pages') {
      return { origin: '__get_free_pages', since: blocks.since(frames.ownerId(frame)) };
    }
    if (frames.owner(frame) === 'consistent') return { origin: 'the 1:1 mapping of a consistent buffer', since: -1 };
    return null;
  }
  const area = areas.around(vaddr - (vaddr % PAGE_SIZE));
  if (area === 0 || areas.entry(area) !== 0) return null;
  return { origin: areas.flags(area) === 1 ? 'ioremap' : 'vmalloc', since: areas.since(area) };
}
