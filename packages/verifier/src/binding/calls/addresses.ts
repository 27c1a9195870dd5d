import type { CallGroup } from '../host.ts';

/** Address arithmetic where headers leave it to a function [2.4.27 include/asm-ppc/io.h, arch/ppc/mm/pgtable.c]. */
export const addressCalls: CallGroup = ({ kernel }) => ({
  virt_to_bus: (vaddr) => kernel.virtToBus(vaddr),
  bus_to_virt: (bus) => kernel.busToVirt(bus),
  virt_to_phys: (vaddr) => kernel.virtToPhys(vaddr),
  phys_to_virt: (physical) => kernel.physToVirt(physical),
  // walks the page table, so that a consistent address gives its own frame
  iopa: (vaddr) => kernel.translate(vaddr)?.phys ?? 0,
});
