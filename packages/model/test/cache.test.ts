import { describe, expect, test } from 'vitest';
import { createKernel, GFP_KERNEL } from '@freehandle/model';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

function noncoherent() {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1' });
  const { vaddr, handle = 0 } = kernel.consistentAlloc(GFP_KERNEL, 4096);
  return { kernel, uncached: vaddr, cached: kernel.busToVirt(handle), handle };
}

describe('a write-back cache that DMA bypasses', () => {
  test('a store through the uncached alias reaches the device, one through the cached alias does not', () => {
    const { kernel, uncached, cached, handle } = noncoherent();
    kernel.cpuWrite(uncached, bytes(1));
    expect(kernel.deviceRead(handle, 1)).toEqual({ bytes: bytes(1), stale: false });
    kernel.cpuWrite(cached, bytes(2));
    expect(kernel.deviceRead(handle, 1)).toEqual({ bytes: bytes(1), stale: true });
    kernel.flushDcacheRange(cached, cached + 32);
    expect(kernel.deviceRead(handle, 1)).toEqual({ bytes: bytes(2), stale: false });
  });

  test('a line that was read stays stale until it is invalidated', () => {
    const { kernel, uncached, cached, handle } = noncoherent();
    kernel.cpuWrite(uncached, bytes(5));
    expect(kernel.cpuRead(cached, 1).stale).toBe(false);
    kernel.deviceWrite(handle, bytes(6));
    expect(kernel.cpuRead(cached, 1)).toEqual({ bytes: bytes(5), stale: true });
    expect(kernel.cpuRead(uncached, 1)).toEqual({ bytes: bytes(6), stale: false });
    kernel.invalidateDcacheRange(cached, cached + 1);
    expect(kernel.cpuRead(cached, 1)).toEqual({ bytes: bytes(6), stale: false });
  });

  test('a dirty line of the cached alias overwrites what the device wrote: the lost write that invalidating prevents', () => {
    const { kernel, cached, uncached, handle } = noncoherent();
    kernel.cpuWrite(cached + 33, bytes(9));
    expect(kernel.dirtyLines(kernel.virtToFrame(cached))).toEqual([1]);
    kernel.deviceWrite(handle + 32, bytes(7, 7, 7));
    kernel.evictDcache();
    expect([...kernel.cpuRead(uncached + 32, 3).bytes]).not.toEqual([7, 7, 7]);
    kernel.cpuWrite(cached, bytes(8));
    kernel.invalidateDcacheRange(cached, cached + 4096);
    kernel.deviceWrite(handle, bytes(4));
    kernel.evictDcache();
    expect(kernel.cpuRead(uncached, 1)).toEqual({ bytes: bytes(4), stale: false });
  });

  test('cleaning writes back and keeps the line', () => {
    const { kernel, cached, handle } = noncoherent();
    kernel.cpuWrite(cached, bytes(3));
    kernel.cleanDcacheRange(cached, cached + 32);
    expect(kernel.dirtyLines(kernel.virtToFrame(cached))).toEqual([]);
    expect(kernel.deviceRead(handle, 1)).toEqual({ bytes: bytes(3), stale: false });
  });
});

test('consistent_alloc discards what the cache held of the block, and zeroes nothing', () => {
  const { kernel, cached, uncached } = noncoherent();
  kernel.cpuWrite(cached, bytes(0xaa));
  kernel.consistentFree(uncached);
  const again = kernel.consistentAlloc(GFP_KERNEL, 4096);
  expect(kernel.translate(again.vaddr)?.frame).toBe(kernel.virtToFrame(cached));
  expect(kernel.dirtyLines(kernel.virtToFrame(cached))).toEqual([]);
  expect(kernel.cpuRead(again.vaddr, 1).bytes[0]).not.toBe(0);
});

test('pci_alloc_consistent zeroes, except on ARM', () => {
  for (const [platform, allocator, zeroed] of [
    ['ibm405lp', 'ppc-map1', true],
    ['i386', 'plain-pages', true],
    ['sa1100', 'arm-3arg', false],
  ] as const) {
    const kernel = createKernel({ platform, allocator });
    const { vaddr } = kernel.pciAllocConsistent(null, 5000);
    const read = kernel.cpuRead(vaddr + 4096, 904).bytes;
    expect(
      read.every((byte) => byte === 0),
      platform,
    ).toBe(zeroed);
    expect(kernel.cpuRead(vaddr + 4096 + 904, 1).bytes[0], platform).not.toBe(0);
  }
});

test('on a coherent machine the device sees what the CPU wrote and the other way round', () => {
  const kernel = createKernel({ platform: 'ppc6xx', allocator: 'plain-pages' });
  const { vaddr, handle = 0 } = kernel.pciAllocConsistent(null, 4096);
  expect(handle).toBe(vaddr - 0xc0000000 + 0x80000000);
  kernel.cpuWrite(vaddr, bytes(1, 2));
  expect(kernel.deviceRead(handle, 2)).toEqual({ bytes: bytes(1, 2), stale: false });
  kernel.deviceWrite(handle, bytes(3));
  expect(kernel.cpuRead(vaddr, 2)).toEqual({ bytes: bytes(3, 2), stale: false });
});

test('DMA into a frame that was given back, and accesses to nothing, are findings', () => {
  const { kernel, uncached, handle } = noncoherent();
  kernel.consistentFree(uncached);
  kernel.deviceWrite(handle, bytes(1));
  expect(kernel.cpuRead(uncached, 4).bytes).toHaveLength(0);
  kernel.deviceRead(0xf0000000, 1);
  expect(kernel.findings.map(({ rule }) => rule)).toEqual(['R26', 'K10', 'K10']);
  expect(() => kernel.cpuRead(uncached + 4090, 10)).toThrow('cross a page');
});
