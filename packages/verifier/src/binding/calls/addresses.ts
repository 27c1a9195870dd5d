import type { CallGroup } from '../host.ts';

/** Address arithmetic where headers leave it to a function [2.4.27 include/asm-ppc/io.h, arch/ppc/mm/pgtable.c]. */
export const addressCalls: CallGroup = (host) => ({
  virt_to_bus: (vaddr) => host.kernel.virtToBus(vaddr),
  bus_to_virt: (bus) => host.kernel.busToVirt(bus),
  virt_to_phys: (vaddr) => host.kernel.virtToPhys(vaddr),
  phys_to_virt: (physical) => host.kernel.physToVirt(physical),
  // walks the page table, so that a consistent address gives its own frame
  iopa: (vaddr) => host.kernel.translate(vaddr)?.phys ?? 0,
});
