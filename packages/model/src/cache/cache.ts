import type { Machine } from '../machine/machine.ts';
import { PAGE_SIZE } from '../machine/page.ts';
import { ModelError, must, u32 } from '../model-error.ts';
import { k10 } from '../rules/k10-unmapped-access.ts';
import { r26 } from '../rules/r26-device-still-running.ts';
import { checkFrame } from '../calls/memory.ts';
import { translate } from '../calls/addresses.ts';
import type { CacheCalls, ReadResult } from './cache-calls.ts';

const NOTHING: ReadResult = { bytes: new Uint8Array(0), stale: false };

/** CPU and device accesses to the contents of memory, and the cache operations of 2.4. */
export function cacheCalls(machine: Machine): CacheCalls {
  const { contents, findings, frames, platform } = machine;

  function bytesOf(call: string, bytes: Uint8Array): Uint8Array {
    return must(bytes instanceof Uint8Array, bytes, call, 'bytes', 'a Uint8Array');
  }

  function withinPage(call: string, address: number, length: number): void {
    u32(address, call, 'address');
    u32(length, call, 'length');
    if ((address % PAGE_SIZE) + length > PAGE_SIZE) {
      throw new ModelError(`${call}: ${length} bytes at 0x${address.toString(16)} cross a page; split the access.`);
    }
  }

  function access<Result>(
    call: string,
    vaddr: number,
    length: number,
    run: (position: number, cached: boolean) => Result,
  ): Result | undefined {
    withinPage(call, vaddr, length);
    if (!machine.enter(call, [vaddr, length])) return undefined;
    const target = translate(machine, vaddr);
    if (target === null) findings.raise(k10, { access: `${call} of`, address: vaddr });
    const result =
      target === null || target.frame === null
        ? undefined
        : run(target.frame * PAGE_SIZE + (vaddr % PAGE_SIZE), target.cached);
    machine.leave(0);
    return result;
  }

  function dma<Result>(
    call: string,
    bus: number,
    length: number,
    run: (position: number) => Result,
  ): Result | undefined {
    withinPage(call, bus, length);
    if (!machine.enter(call, [bus, length])) return undefined;
    const frame = machine.busToFrame(bus);
    let result: Result | undefined;
    if (!frames.isValid(frame)) findings.raise(k10, { access: `${call} of bus address`, address: bus });
    else {
      const owner = frames.owner(frame);
      if (owner === 'free' || owner === 'slab' || owner === 'page-table' || owner === 'boot') {
        findings.raise(r26, { vaddr: machine.frameToVirt(frame), device: 'a device' });
      }
      result = run(frame * PAGE_SIZE + (bus % PAGE_SIZE));
    }
    machine.leave(0);
    return result;
  }

  function range(call: string, start: number, stop: number, run: (position: number, length: number) => void): void {
    u32(start, call, 'start');
    u32(stop, call, 'stop');
    if (!machine.enter(call, [start, stop])) return;
    if (machine.isLowmem(start) && stop > start) {
      run(
        start - platform.kernelBase,
        Math.min(stop - platform.kernelBase, machine.lowmem) - (start - platform.kernelBase),
      );
    }
    machine.leave(0);
  }

  return {
    cpuRead: (vaddr, length) =>
      access('cpu read', vaddr, length, (position, cached) => contents.cpuRead(position, length, cached)) ?? NOTHING,
    cpuWrite(vaddr, bytes) {
      access('cpu write', vaddr, bytesOf('cpuWrite', bytes).length, (position, cached) => {
        contents.cpuWrite(position, bytes, cached);
      });
    },
    deviceRead: (bus, length) =>
      dma('device read', bus, length, (position) => contents.deviceRead(position, length)) ?? NOTHING,
    deviceWrite(bus, bytes) {
      dma('device write', bus, bytesOf('deviceWrite', bytes).length, (position) => {
        contents.deviceWrite(position, bytes);
      });
    },
    invalidateDcacheRange(start, stop) {
      range('invalidate_dcache_range', start, stop, (position, length) => {
        contents.invalidate(position, length, false);
      });
    },
    flushDcacheRange(start, stop) {
      range('flush_dcache_range', start, stop, (position, length) => {
        contents.invalidate(position, length, true);
      });
    },
    cleanDcacheRange(start, stop) {
      range('clean_dcache_range', start, stop, (position, length) => {
        contents.clean(position, length);
      });
    },
    evictDcache() {
      contents.evict();
    },
    dirtyLines(frame) {
      checkFrame(machine, frame, 'dirtyLines');
      return contents.dirtyLines(frame);
    },
  };
}
