import type { ConsistentAllocator } from '../calls/consistent.ts';
import type { ConsistentBuffer } from '../allocators/consistent-buffer.ts';
import { GFP_WAIT } from '../machine/gfp.ts';
import type { Machine } from '../machine/machine.ts';
import { must, u32 } from '../model-error.ts';
import type { BusCalls, Device } from './bus-calls.ts';
import { Devices, pciAlloc } from './pci.ts';
import { pciPoolCalls } from './pci-pool.ts';

const NOTHING: ConsistentBuffer = { vaddr: 0, handle: undefined };

/** dma_*_coherent goes by the bus, so it needs a device. */
function busDevice(call: string, device: Device): Device {
  return must((device as Device | null) !== null, device, call, 'device', 'a device');
}

/** pci_*_consistent, pci_pool_* and dma_*_coherent over the machine's consistent allocator. */
export function busCalls(machine: Machine, bound: ConsistentAllocator): BusCalls {
  const devices = new Devices();

  function free(
    call: string,
    family: 'pci_alloc_consistent' | 'dma_alloc_coherent',
    device: number,
    args: number[],
  ): void {
    const [size = Number.NaN, vaddr = Number.NaN, handle = Number.NaN] = args;
    u32(size, call, 'size');
    u32(vaddr, call, 'vaddr');
    u32(handle, call, 'handle');
    if (!machine.enter(call, [device, size, vaddr, handle])) return;
    bound.free({ call, family, device, vaddr, size, handle });
    machine.leave(0);
  }

  return {
    ...pciPoolCalls(machine, bound, devices),
    pciAllocConsistent(device, size) {
      u32(size, 'pciAllocConsistent', 'size');
      const number = devices.numberOf(device, 'pciAllocConsistent');
      if (!machine.enter('pci_alloc_consistent', [number, size])) return NOTHING;
      const request = { family: 'pci_alloc_consistent', device: number, mayBeAtomic: true, size } as const;
      const buffer = pciAlloc(machine, bound, device, request);
      machine.leave(buffer.vaddr, buffer.handle);
      return buffer;
    },
    pciFreeConsistent(device, size, vaddr, handle) {
      const number = devices.numberOf(device, 'pciFreeConsistent');
      free('pci_free_consistent', 'pci_alloc_consistent', number, [size, vaddr, handle]);
    },
    dmaAllocCoherent(device, size, gfp) {
      u32(size, 'dmaAllocCoherent', 'size');
      u32(gfp, 'dmaAllocCoherent', 'gfp');
      const number = devices.numberOf(busDevice('dmaAllocCoherent', device), 'dmaAllocCoherent');
      if (!machine.enter('dma_alloc_coherent', [number, size, gfp])) return NOTHING;
      const mayBeAtomic = (gfp & GFP_WAIT) === 0;
      const request = { family: 'dma_alloc_coherent', device: number, mayBeAtomic, size } as const;
      // The private windows serve every bus alike. [semantics 5.4]
      const byBus = device.bus === 'pci' && !machine.setup.allocator.usesWindow;
      const buffer = byBus
        ? pciAlloc(machine, bound, device, request)
        : bound.alloc({ ...request, gfp, coherentMask: device.dmaMask });
      machine.leave(buffer.vaddr, buffer.handle);
      return buffer;
    },
    dmaFreeCoherent(device, size, vaddr, handle) {
      const number = devices.numberOf(busDevice('dmaFreeCoherent', device), 'dmaFreeCoherent');
      free('dma_free_coherent', 'dma_alloc_coherent', number, [size, vaddr, handle]);
    },
  };
}
