import { createKernel } from '../create-kernel.ts';
import type { ConsistentBuffer } from '../allocators/consistent-buffer.ts';
import type { Kernel, KernelOptions } from '../kernel.ts';
import { platformOf, type Cell } from './cell.ts';

/** The machine of a cell, with 32 MiB; `options` may choose another platform, RAM in bytes, or faults. */
export function boot(cell: Cell, options: Partial<KernelOptions> = {}): Kernel {
  return createKernel({
    platform: platformOf(cell.allocator),
    allocator: cell.allocator,
    ramBytes: 32 << 20,
    ...(cell.vfree === null ? {} : { vfree: cell.vfree }),
    ...options,
  });
}

/** The right free of a buffer of `size` bytes, in the form the allocator has: shorter forms ignore the other arguments. */
export function release(kernel: Kernel, buffer: ConsistentBuffer, size: number): void {
  kernel.consistentFree(buffer.vaddr, size, buffer.handle ?? 0);
}
