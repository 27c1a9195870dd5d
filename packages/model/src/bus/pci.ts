import type { AllocRequest, ConsistentAllocator } from '../calls/consistent.ts';
import type { ConsistentBuffer } from '../allocators/consistent-buffer.ts';
import { GFP_ATOMIC, GFP_DMA, GFP_KERNEL } from '../machine/gfp.ts';
import type { Machine } from '../machine/machine.ts';
import { must, u32 } from '../model-error.ts';
import { PAGE_SIZE } from '../machine/page.ts';
import type { Device } from './bus-calls.ts';

/** Numbers devices in the order they are first seen; 0 is none. */
export class Devices {
  readonly #numbers = new Map<Device, number>();

  /** `call` is what takes the device. Throws ModelError for what is neither a device nor null. */
  numberOf(device: Device | null, call: string): number {
    if (device === null) return 0;
    const fits = typeof device === 'object' && (device.bus === 'pci' || device.bus === 'native');
    must(fits, device, call, 'device', "null or { bus: 'pci' or 'native', dmaMask }");
    u32(device.dmaMask, call, 'device.dmaMask');
    const number = this.#numbers.get(device) ?? this.#numbers.size + 1;
    this.#numbers.set(device, number);
    return number;
  }
}

/** pci_alloc_consistent over the consistent allocator: gfp by architecture, zeroed but on ARM. [semantics 4.1] */
export function pciAlloc(
  machine: Machine,
  bound: ConsistentAllocator,
  device: { readonly dmaMask: number } | null,
  request: Omit<AllocRequest, 'gfp'>,
): ConsistentBuffer {
  const base = machine.platform.arch === 'arm' ? GFP_KERNEL : GFP_ATOMIC;
  const gfp = device === null || device.dmaMask < 0xffffffff ? base | GFP_DMA : base;
  const buffer = bound.alloc({ ...request, gfp });
  if (buffer.vaddr !== 0 && buffer.handle !== undefined && machine.platform.arch !== 'arm') {
    machine.contents.zero(machine.busToFrame(buffer.handle) * PAGE_SIZE, request.size);
  }
  return buffer;
}
