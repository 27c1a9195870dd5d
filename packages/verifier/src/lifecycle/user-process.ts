import { VM_READ, VM_SHARED, VM_WRITE } from '@freehandle/model';
import type { Host } from '../binding/host.ts';
import { allocation } from '../binding/host.ts';
import { step, SUCCESS } from './framework.ts';

const PAGE_SIZE = 4096;

/** The process that uses the driver gets an address space, once a run. */
export function processMm(host: Host): number {
  return (host.run.mm ||= host.kernel.createMm());
}

/** A page of zeros in the process, for read and write; its user address. */
export function userBuffer(host: Host): number {
  const address = host.kernel.mmap(processMm(host), PAGE_SIZE, VM_READ | VM_WRITE) >>> 0;
  host.space.addPages(allocation(host, 'user buffer', address, PAGE_SIZE), 'zeroed');
  return address;
}

/**
 * The process maps `bytes` of a device, touches the first and the last page, and unmaps them. `map` is the driver's part:
 * it is given start and end of the vma. `flags` reads the vma's flags afterwards.
 */
export function mapDevice(host: Host, bytes: number, map: (start: number, end: number) => number | undefined): void {
  const { kernel } = host;
  const mm = processMm(host);
  const length = Math.max(Math.ceil(bytes / PAGE_SIZE), 1) * PAGE_SIZE;
  const start = kernel.mmap(mm, length, VM_READ | VM_WRITE | VM_SHARED) >>> 0;
  if (start === 0) return;
  if (step(host, 'mmap', () => map(start, start + length)) === SUCCESS) {
    kernel.setVmaFlags(mm, start, host.code.call('fh_vma_flags') ?? 0);
    for (const page of new Set([start, start + length - PAGE_SIZE])) kernel.userAccess(mm, page, true);
  }
  step(host, 'munmap', () => void kernel.munmap(mm, start, length));
}
