import type { ConsistentBuffer } from '../allocators/consistent-buffer.ts';
import type { Kernel } from '../kernel.ts';
import { VM_IO, VM_READ, VM_SHARED, VM_WRITE } from '../mmap/user-calls.ts';
import { PAGE_SIZE } from '../machine/page.ts';

/** A process with one mapping made by remap_page_range. Addresses and length in bytes. */
export interface UserMapping {
  readonly mm: number;
  readonly address: number;
  readonly length: number;
  /** What remap_page_range returned: 0 whether or not anything was mapped. */
  readonly result: number;
}

/** A new process maps `length` bytes at a physical address, as the fb core does: VM_IO on the vma. [2.4.27 drivers/video/fbmem.c] */
export function mapPhysical(kernel: Kernel, phys: number, length: number): UserMapping {
  const mm = kernel.createMm();
  const address = kernel.mmap(mm, length, VM_READ | VM_WRITE | VM_SHARED);
  kernel.setVmaFlags(mm, address, VM_READ | VM_WRITE | VM_SHARED | VM_IO);
  return { mm, address, length, result: kernel.remapPageRange(mm, address, phys, length) };
}

/** The same for a consistent buffer of `length` bytes, found by its handle. */
export function mapBuffer(kernel: Kernel, buffer: ConsistentBuffer, length: number): UserMapping {
  return mapPhysical(kernel, kernel.virtToPhys(kernel.busToVirt(buffer.handle ?? 0)), length);
}

/** Pages of the mapping that have a page-table entry. */
export function mappedPages(kernel: Kernel, { mm, address, length }: UserMapping): number {
  let mapped = 0;
  for (let at = address; at < address + length; at += PAGE_SIZE) if (kernel.userFrame(mm, at) !== -1) mapped++;
  return mapped;
}

/** munmap of the whole mapping. */
export function unmap(kernel: Kernel, { mm, address, length }: UserMapping): void {
  kernel.munmap(mm, address, length);
}
