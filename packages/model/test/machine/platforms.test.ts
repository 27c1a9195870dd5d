import { describe, expect, test } from 'vitest';
import {
  createKernel,
  getOrder,
  GFP_HIGHMEM,
  GFP_KERNEL,
  pageAlign,
  platforms,
  type PlatformName,
} from '@freehandle/model';

const MIB = 2 ** 20;
const names = Object.keys(platforms) as PlatformName[];

const kernelOn = (platform: PlatformName, ramBytes?: number) =>
  createKernel({ platform, allocator: 'ppc-map1', ...(ramBytes === undefined ? {} : { ramBytes }) });

test.each([
  ['ibm405lp', 16, 0xc2000000],
  ['ibm405lp', 32, 0xc3000000],
  ['ibm405lp', 64, 0xc5000000],
  ['virtex2pro', 128, 0xc9000000],
  ['sa1100', 32, 0xc2800000],
  ['pxa25x', 64, 0xc4800000],
] as const)('vmalloc space on %s with %i MiB starts where the kernel puts it', (platform, mib, start) => {
  expect(kernelOn(platform, mib * MIB).vmallocWindow.start).toBe(start);
});

test.each([
  ['ibm405lp', 0xc0123000, 0x00123000, 0x00123000],
  ['ppc6xx', 0xc0123000, 0x80123000, 0x00123000],
  ['sa1100', 0xc0123000, 0xc0123000, 0xc0123000],
  ['pxa25x', 0xc0123000, 0xa0123000, 0xa0123000],
] as const)('%s: virt_to_bus and virt_to_phys', (platform, vaddr, bus, phys) => {
  const kernel = kernelOn(platform);
  expect([kernel.virtToBus(vaddr), kernel.virtToPhys(vaddr)]).toEqual([bus, phys]);
  expect([kernel.busToVirt(bus), kernel.physToVirt(phys)]).toEqual([vaddr, vaddr]);
  expect(kernel.frameToVirt(kernel.virtToFrame(vaddr))).toBe(vaddr);
});

test.each(names)('%s: the largest block is of order MAX_ORDER - 1', (platform) => {
  const kernel = kernelOn(platform);
  const { maxOrder } = platforms[platform];
  expect(kernel.getFreePages(GFP_KERNEL, maxOrder - 1)).not.toBe(0);
  expect(kernel.getFreePages(GFP_KERNEL, maxOrder)).toBe(0);
  expect(maxOrder).toBe(platform === 'sa1111' ? 9 : 10);
});

test('the sizes of semantics 8 have the orders and tails named there', () => {
  const cases = [1966080, 0x100000, 614400, 153600, 12288].map((size) => {
    const pages = pageAlign(size) / 4096;
    return [pages, getOrder(size), 2 ** getOrder(size), 2 ** getOrder(size) - pages];
  });
  expect(cases).toEqual([
    [480, 9, 512, 32],
    [256, 8, 256, 0],
    [150, 8, 256, 106],
    [38, 6, 64, 26],
    [3, 2, 4, 1],
  ]);
  expect([getOrder(0), getOrder(1), getOrder(4096), getOrder(4097), getOrder(2 * MIB + 1)]).toEqual([20, 0, 0, 1, 10]);
  expect([pageAlign(0), pageAlign(1), pageAlign(0xfffff001)]).toEqual([0, 4096, 0]);
});

describe('zones', () => {
  test('a PC falls back from NORMAL to DMA, and never gives DMA requests anything else', () => {
    const kernel = createKernel({ platform: 'i386', allocator: 'plain-pages', ramBytes: 20 * MIB });
    let normal = 0;
    let address = kernel.getFreePages(GFP_KERNEL, 0);
    while (kernel.virtToFrame(address) >= 4096) {
      normal++;
      address = kernel.getFreePages(GFP_KERNEL, 0);
    }
    expect(normal).toBe(1024 - 7); // the general caches took 7 pages at boot
    expect(kernel.getFreePages(GFP_KERNEL | 1, 0)).toBeLessThan(0xc0000000 + 16 * MIB);
  });

  test('highmem has no address, so only requests for it get it', () => {
    const kernel = kernelOn('ibm405lp', 1024 * MIB);
    expect(kernel.frameCount).toBe(262144);
    expect(kernel.virtToFrame(kernel.getFreePages(GFP_KERNEL | GFP_HIGHMEM, 9))).toBeLessThan((768 * MIB) / 4096);
    const mm = kernel.createMm();
    const address = kernel.mmap(mm, 4096, 3);
    expect(kernel.userAccess(mm, address, true).frame).toBeGreaterThanOrEqual((768 * MIB) / 4096);
  });

  test('ARM of 2.4 has no highmem: more RAM than it can map is refused', () => {
    expect(() => kernelOn('pxa25x', 1024 * MIB)).toThrow('from 4 MiB to 256 MiB');
  });
});

describe('the buddy allocator', () => {
  test('splits from the upper half, reuses what was freed last, and merges back to where it began', () => {
    const kernel = kernelOn('ibm405lp');
    const orders = (): (number | null)[] =>
      Array.from({ length: kernel.frameCount }, (_, frame) => kernel.frame(frame).freeOrder);
    const before = orders();
    const a = kernel.getFreePages(GFP_KERNEL, 3);
    const b = kernel.getFreePages(GFP_KERNEL, 0);
    kernel.freePages(a, 3);
    expect(kernel.getFreePages(GFP_KERNEL, 3)).toBe(a);
    kernel.freePages(b, 0);
    expect(kernel.getFreePages(GFP_KERNEL, 0)).toBe(b);
    kernel.freePages(a, 3);
    kernel.freePages(b, 0);
    expect(orders()).toEqual(before);
  });

  test('one page held in each 2 MiB makes a framebuffer unobtainable with nearly all memory free', () => {
    const kernel = createKernel({ platform: 'virtex2pro', allocator: 'ppc-map2' });
    const held: number[] = [];
    for (;;) {
      const block = kernel.getFreePages(GFP_KERNEL, 9);
      if (block === 0) break;
      held.push(block);
    }
    for (const block of held) {
      kernel.freePages(block, 9);
      kernel.setPageCount(kernel.virtToFrame(block), 0);
    }
    const pins: number[] = [];
    while (pins.length < held.length) {
      const block = kernel.getFreePages(GFP_KERNEL, 9);
      for (let page = 1; page < 512; page++) kernel.setPageCount(kernel.virtToFrame(block) + page, 1);
      for (let page = 1; page < 512; page++) kernel.putPage(kernel.virtToFrame(block) + page);
      pins.push(block);
    }
    expect(pins).toHaveLength(15);
    expect(kernel.nrFreePages).toBeGreaterThan(7000);
    expect(kernel.consistentAlloc(GFP_KERNEL, 1966080).vaddr).toBe(0);
  });

  test('loading and unloading a driver that leaks a 2 MiB framebuffer ends in BUG after a few cycles', () => {
    const kernel = createKernel({ platform: 'virtex2pro', allocator: 'ppc-map1' });
    let cycles = 0;
    while (kernel.oops === null) {
      const { vaddr, handle = 0 } = kernel.consistentAlloc(GFP_KERNEL, 1966080);
      if (vaddr === 0) break;
      const first = kernel.virtToFrame(kernel.busToVirt(handle));
      for (let page = 0; page < 480; page++) kernel.setPageReserved(first + page);
      kernel.consistentFree(vaddr);
      cycles++;
    }
    expect(cycles).toBe(15);
    expect(kernel.oops).toMatchObject({ rule: 'F2', blame: 'allocator' });
  });
});

describe('kmalloc', () => {
  test('objects of a class share a page, larger ones take blocks, the largest is 128 KiB', () => {
    const kernel = kernelOn('ibm405lp');
    const small = Array.from({ length: 128 }, () => kernel.kmalloc(32, GFP_KERNEL));
    expect(new Set(small.map((address) => address >>> 12)).size).toBe(1);
    const before = kernel.nrFreePages;
    const large = kernel.kmalloc(131072, GFP_KERNEL);
    expect(before - kernel.nrFreePages).toBe(32);
    expect(kernel.kmalloc(131073, GFP_KERNEL)).toBe(0);
    kernel.kfree(large);
    expect(kernel.nrFreePages).toBe(before);
    expect(kernel.kmallocSize(small[5] ?? 0)).toBe(32);
    for (const address of small) kernel.kfree(address);
    expect(kernel.finish()).toEqual([]);
  });

  test('a red zone keeps objects apart', () => {
    const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1', slabRedzone: 16 });
    const [a, b] = [kernel.kmalloc(32, GFP_KERNEL), kernel.kmalloc(32, GFP_KERNEL)];
    expect(Math.abs(a - b)).toBe(64);
    expect(kernel.kmallocSize(a)).toBe(32);
  });
});

describe('vm areas', () => {
  test('are first fit with a page of guard, and reuse a hole that is large enough', () => {
    const kernel = kernelOn('ibm405lp');
    const sizes = [4096, 8192, 4096];
    const [a = 0, b = 0, c = 0] = sizes.map((size) => kernel.vmalloc(size));
    expect([b - a, c - b]).toEqual([8192, 12288]);
    kernel.vfree(b);
    expect(kernel.vmalloc(12288)).toBe(c + 8192);
    expect(kernel.vmalloc(8192)).toBe(b);
  });

  test('ioremap of RAM is refused on PowerPC and i386 and allowed on ARM', () => {
    expect(kernelOn('ibm405lp').ioremap(0x100000, 4096)).toBe(0);
    expect(kernelOn('i386').ioremap(0x100000, 4096)).toBe(0);
    expect(kernelOn('sa1100').ioremap(0xc0100000, 4096)).not.toBe(0);
    const kernel = kernelOn('ibm405lp');
    const registers = kernel.ioremap(0xef600100, 16);
    expect(registers & 0xfff).toBe(0x100);
    expect(kernel.translate(registers)).toEqual({ phys: 0xef600100, frame: null, cached: false, via: 'page-table' });
    kernel.iounmap(registers);
    expect(kernel.finish()).toEqual([]);
  });

  test('the window runs out', () => {
    const kernel = kernelOn('ibm405lp');
    expect(kernel.ioremap(0x80000000, 0x3b000000)).toBe(0);
    expect(kernel.vmAreas()).toEqual([]);
  });
});
