import { ModelError } from '../model-error.ts';
import { GFP_KERNEL } from './gfp.ts';
import { zeroPage } from './zero-page.ts';
import { PAGE_SIZE } from './page.ts';
import { Machine, type MachineSetup } from './machine.ts';

const MIB = 2 ** 20;

/** A machine after boot: RAM in zones, the kernel image in place, the caches of the kernel's own small objects filled. */
export function boot(setup: MachineSetup): Machine {
  const { platform, ramBytes } = setup;
  const highmem = platform.zones.some(({ name }) => name === 'HIGHMEM');
  const most = highmem ? 4096 * MIB : platform.lowmemMax;
  if (!Number.isInteger(ramBytes) || ramBytes % (2 * MIB) !== 0 || ramBytes < 4 * MIB || ramBytes > most) {
    throw new ModelError(
      `createKernel: ramBytes must be a multiple of 2 MiB from 4 MiB to ${most / MIB} MiB on ${platform.name}; got ${String(ramBytes)}.`,
    );
  }
  const lowmem = Math.min(ramBytes, platform.lowmemMax);
  const start =
    Math.floor((platform.kernelBase + lowmem + platform.vmallocGap) / platform.vmallocAlign) * platform.vmallocAlign;
  const machine = new Machine(setup, { start, end: platform.vmallocEnd });
  // The general caches are in use long before a driver loads: their first pages are not the driver's doing.
  for (let size = 32; size <= 2048; size *= 2) {
    machine.slab.free(machine.slab.objectAround(machine.slab.alloc(size, size, GFP_KERNEL, -1, true)));
  }
  machine.contents.zero(zeroPage(machine) * PAGE_SIZE, PAGE_SIZE);
  if (setup.allocator.usesWindow) {
    const { tables } = machine;
    for (let va = machine.regions.start; va < machine.regions.end; va += platform.pteTableReach) {
      const frame = machine.buddy.alloc(GFP_KERNEL, 0);
      machine.frames.own(frame, 'page-table', tables.init);
      tables.addTable(tables.init, va, frame);
    }
  }
  return machine;
}
