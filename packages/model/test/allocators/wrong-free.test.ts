import { describe, expect, test } from 'vitest';
import { createKernel, GFP_KERNEL, type Kernel } from '@freehandle/model';
import { expectSoundMachine } from '../invariants.ts';

const N = 4;
const SIZE = N * 4096;

function twoBuffers<A extends 'arm-3arg' | 'ppc-sized'>(allocator: A) {
  const kernel = createKernel({ platform: allocator === 'arm-3arg' ? 'sa1100' : 'ibm405lp', allocator });
  const a = kernel.consistentAlloc(GFP_KERNEL, SIZE);
  const b = kernel.consistentAlloc(GFP_KERNEL, SIZE);
  const frameOf = (handle = 0): number => kernel.virtToFrame(kernel.busToVirt(handle));
  return {
    kernel,
    a: { vaddr: a.vaddr, handle: a.handle ?? 0, first: frameOf(a.handle) },
    b: { vaddr: b.vaddr, handle: b.handle ?? 0, first: frameOf(b.handle) },
  };
}

const rules = (kernel: Kernel): string[] => kernel.findings.map(({ rule }) => rule);
const reserved = (kernel: Kernel, first: number, pages = N): number =>
  Array.from({ length: pages }, (_, page) => kernel.frame(first + page)).filter((view) => view.reserved).length;

describe.each(['arm-3arg', 'ppc-sized'] as const)('%s with wrong arguments', (allocator) => {
  test('a size too small loses the pages it leaves out, still reserved', () => {
    const { kernel, a } = twoBuffers(allocator);
    kernel.consistentFree(a.vaddr, SIZE - 4096 * 2, a.handle);
    expect(kernel.accounting().leakedBy.reserved).toBe(2);
    expect(rules(kernel)).toEqual(['R9']);
  });

  test('a size too large touches the pages behind, of another owner', () => {
    const { kernel, a, b } = twoBuffers(allocator);
    const [low, high] = a.first < b.first ? [a, b] : [b, a];
    expect(high.first).toBe(low.first + N);
    kernel.consistentFree(low.vaddr, SIZE + 4096, low.handle);
    expect(rules(kernel)).toEqual(['R9']);
    expect(reserved(kernel, high.first)).toBe(N - 1);
    expect(kernel.frame(high.first).owner).toBe(allocator === 'arm-3arg' ? 'consistent' : 'free');
  });

  test('the handle of another buffer leaves the own pages reserved for ever and strips the other buffer', () => {
    const { kernel, a, b } = twoBuffers(allocator);
    kernel.consistentFree(a.vaddr, SIZE, b.handle);
    expect(rules(kernel)).toEqual(['R10']);
    expect(kernel.accounting().leakedBy.reserved).toBe(N);
    expect(reserved(kernel, b.first)).toBe(0);
  });

  test('a handle with an offset leaves the first pages and strips the pages behind the end', () => {
    const { kernel, a } = twoBuffers(allocator);
    kernel.consistentFree(a.vaddr, SIZE, a.handle + 4096);
    expect(rules(kernel)).toContain('R10');
    expect(kernel.accounting().leakedBy.reserved).toBe(1);
  });

  test('garbage as the handle is found and breaks nothing of the model', () => {
    const { kernel, a } = twoBuffers(allocator);
    kernel.consistentFree(a.vaddr, SIZE, 0xdeadbeef);
    expect(rules(kernel)).toEqual(['R10']);
    expect(kernel.accounting().leakedBy.reserved).toBe(N);
    expectSoundMachine(kernel);
  });

  test('size and handle swapped are told as the order of arguments', () => {
    const { kernel, a } = twoBuffers(allocator);
    kernel.consistentFree(a.vaddr, a.handle, SIZE);
    expect(rules(kernel)[0]).toBe('R11');
    expect(rules(kernel)).not.toContain('R9');
  });

  test('the order of __dma_free_coherent is told as the order of arguments', () => {
    const { kernel, a } = twoBuffers(allocator);
    kernel.consistentFree(SIZE, a.vaddr, a.handle);
    expect(rules(kernel)).toContain('R11');
  });

  test('NULL with a live handle takes the reserved bits of a live buffer', () => {
    const { kernel, a } = twoBuffers(allocator);
    kernel.consistentFree(0, SIZE, a.handle);
    expect(rules(kernel)).toEqual(['R13']);
    expect(reserved(kernel, a.first)).toBe(0);
  });

  test('sizes of the same page count are equivalent, which dma-debug would still tell', () => {
    const { kernel, a } = twoBuffers(allocator);
    kernel.consistentFree(a.vaddr, SIZE - 100, a.handle);
    expect(rules(kernel)).toEqual(['D1']);
    expect(kernel.accounting().byOwner.leaked).toBe(0);
  });
});

test('an offset within the first page is tolerated on ARM and rejected by the vfree of PowerPC', () => {
  const arm = twoBuffers('arm-3arg');
  arm.kernel.consistentFree(arm.a.vaddr + 16, SIZE, arm.a.handle);
  expect(rules(arm.kernel)).toEqual(['R8']);
  expect(arm.kernel.frame(arm.a.first).owner).toBe('free');

  const ppc = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1' });
  const buffer = ppc.consistentAlloc(GFP_KERNEL, SIZE);
  const before = ppc.nrFreePages;
  ppc.consistentFree(buffer.vaddr + 16);
  expect(ppc.nrFreePages).toBe(before);
  expect(rules(ppc)).toEqual(['R8']);
});

test('ppc-remark frees too little or too much by the size it is given', () => {
  const small = createKernel({ platform: 'ppc8xx', allocator: 'ppc-remark' });
  const a = small.consistentAlloc(GFP_KERNEL, SIZE);
  const before = small.nrFreePages;
  small.consistentFree(a.vaddr, 4096);
  expect(small.nrFreePages - before).toBe(1);
  expect(small.accounting().leakedBy['not-freed']).toBe(N - 1);
  expect(rules(small)).toEqual(['R9']);
  expectSoundMachine(small);

  const large = createKernel({ platform: 'ppc8xx', allocator: 'ppc-remark' });
  const blocks = [large.consistentAlloc(GFP_KERNEL, SIZE), large.consistentAlloc(GFP_KERNEL, SIZE)];
  const low = Math.min(...blocks.map(({ vaddr }) => vaddr));
  large.consistentFree(low, 2 * SIZE);
  expect(rules(large)).toEqual(['R9', 'K4']);
  expect(large.frame(large.virtToFrame(low) + N).owner).toBe('free');
  expectSoundMachine(large);
});

test('a region allocator reports a wrong size and frees the true one', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-region' });
  const before = kernel.nrFreePages;
  const { vaddr } = kernel.consistentAlloc(GFP_KERNEL, SIZE);
  kernel.consistentFree(vaddr, 4096);
  expect(kernel.nrFreePages).toBe(before);
  expect(rules(kernel)).toEqual(['R9']);
});

test('a second free is named with both frees as evidence, also when the address was given out again', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1' });
  const a = kernel.consistentAlloc(GFP_KERNEL, 4096);
  kernel.consistentFree(a.vaddr);
  kernel.consistentFree(a.vaddr);
  expect(rules(kernel)).toEqual(['R7']);
  expect(kernel.findings[0]?.evidence.map(({ call }) => call)).toEqual([
    'consistent_alloc',
    'consistent_free',
    'consistent_free',
  ]);
  const b = kernel.consistentAlloc(GFP_KERNEL, 4096);
  expect(b.vaddr).toBe(a.vaddr);
  kernel.consistentFree(a.vaddr);
  expect(kernel.vmAreas()).toEqual([]);
  kernel.consistentFree(b.vaddr);
  expect(rules(kernel)).toEqual(['R7', 'R7']);
});

test('480 reserved pages are all lost by the 1-argument free, and its address space is given back', () => {
  const kernel = createKernel({ platform: 'virtex2pro', allocator: 'ppc-map1' });
  const { vaddr, handle = 0 } = kernel.consistentAlloc(GFP_KERNEL, 1966080);
  const first = kernel.virtToFrame(kernel.busToVirt(handle));
  for (let page = 0; page < 480; page++) kernel.setPageReserved(first + page);
  kernel.consistentFree(vaddr);
  expect(kernel.vmAreas()).toEqual([]);
  expect(kernel.accounting().leakedBy).toMatchObject({ reserved: 480, tail: 32 });
  expect(rules(kernel)).toEqual(['F5', 'R18']);
});

describe('an address with an offset in its first page is the business of the allocator, not of the platform', () => {
  test.each([
    ['ppc-map1', 'sa1100', 0],
    ['ppc-map1', 'ibm405lp', 0],
    ['arm-3arg', 'ibm405lp', 4],
    ['arm-3arg', 'sa1100', 4],
  ] as const)('%s on %s frees %i pages', (allocator, platform, pages) => {
    const kernel: Kernel = createKernel({ platform, allocator });
    const { vaddr, handle = 0 } = kernel.consistentAlloc(GFP_KERNEL, 16384);
    const before = kernel.nrFreePages;
    kernel.consistentFree(vaddr + 4, 16384, handle);
    expect(kernel.findings.map(({ rule }) => rule)).toEqual(['R8']);
    expect(kernel.nrFreePages - before).toBe(pages);
    expect(kernel.vmAreas()).toHaveLength(pages === 0 ? 1 : 0);
    expect(kernel.accounting().byOwner.consistent).toBe(4 - pages);
    expect(kernel.finish().map(({ rule }) => rule)).toEqual(pages === 0 ? ['R8', 'R7'] : ['R8']);
  });
});

test('NULL is nothing to an allocator that goes by the address alone, nor to the PCI layer over it', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1' });
  kernel.pciFreeConsistent(null, SIZE, 0, 0x1000);
  expect(rules(kernel)).toEqual([]);
});

test('the pages that one heap object fills are its owner’s to reserve', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1' });
  const first = kernel.virtToFrame(kernel.kmalloc(2 * 4096, GFP_KERNEL));
  kernel.setPageReserved(first);
  kernel.setPageReserved(first + 1);
  expect(rules(kernel)).toEqual([]);
});
