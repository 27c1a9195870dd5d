import type { AddressCalls } from '../kernel.ts';
import type { Machine } from '../machine/machine.ts';
import { PAGE_SIZE } from '../machine/page.ts';
import { PTE_NO_CACHE } from '../machine/page-tables.ts';
import type { KernelMapping } from '../show/views.ts';
import { must, u32 } from '../model-error.ts';
import { r27 } from '../rules/r27-streaming-on-consistent.ts';
import { entryAround } from './buffer-lookup.ts';

/** Where a kernel address leads, null where nothing is mapped. */
export function translate(machine: Machine, vaddr: number): KernelMapping | null {
  if (machine.isLowmem(vaddr)) {
    const frame = machine.virtToFrame(vaddr);
    const phys = (machine.platform.ramBase + vaddr - machine.platform.kernelBase) >>> 0;
    return { phys, frame, cached: !machine.frames.isAliasUncached(frame), via: 'lowmem' };
  }
  const entry = machine.tables.get(machine.tables.init, vaddr);
  if (entry === 0) return null;
  const phys = ((entry & -PAGE_SIZE) >>> 0) + (vaddr % PAGE_SIZE);
  const frame = machine.physToFrame(phys);
  return { phys, frame: frame < 0 ? null : frame, cached: (entry & PTE_NO_CACHE) === 0, via: 'page-table' };
}

/** The platform's address arithmetic. [semantics 8] */
export function addressCalls(machine: Machine): AddressCalls {
  const { kernelBase, busBase, ramBase } = machine.platform;

  /** The arithmetic is that of the 1:1 mapping: for a consistent address it gives another frame. */
  function onlyForLowmem(call: string, vaddr: number): void {
    if (machine.isLowmem(vaddr) || machine.oops !== null) return;
    const entry = entryAround(machine, vaddr);
    if (entry !== 0) machine.findings.raise(r27, { call, vaddr }, { since: [machine.ledger.since(entry)] });
  }

  return {
    virtToBus(vaddr) {
      if (u32(vaddr, 'virtToBus', 'vaddr') === 0) return 0;
      onlyForLowmem('virt_to_bus', vaddr);
      return (vaddr - kernelBase + busBase) >>> 0;
    },
    busToVirt: (bus) => (u32(bus, 'busToVirt', 'bus') === 0 && busBase === 0 ? 0 : (bus - busBase + kernelBase) >>> 0),
    virtToPhys(vaddr) {
      onlyForLowmem('virt_to_phys', u32(vaddr, 'virtToPhys', 'vaddr'));
      return (vaddr - kernelBase + ramBase) >>> 0;
    },
    physToVirt: (phys) => (u32(phys, 'physToVirt', 'phys') - ramBase + kernelBase) >>> 0,
    virtToFrame: (vaddr) => machine.virtToFrame(u32(vaddr, 'virtToFrame', 'vaddr')),
    frameToVirt: (frame) =>
      machine.frameToVirt(must(Number.isInteger(frame), frame, 'frameToVirt', 'frame', 'a whole number')),
    translate: (vaddr) => translate(machine, u32(vaddr, 'translate', 'vaddr')),
  };
}
