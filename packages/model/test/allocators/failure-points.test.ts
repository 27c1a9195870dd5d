import { describe, expect, test } from 'vitest';
import { createKernel, GFP_KERNEL, type AllocatorName } from '@freehandle/model';
import { platformOf } from '../platform-of.ts';
import { endTableAfter, expectMissingTableLoses, lostWithoutTable } from './specification.ts';

const allAllocators: readonly AllocatorName[] = [
  'ppc-remark', 'ppc-map0', 'ppc-map1', 'ppc-map2', 'ppc-gfp', 'ppc-sized', 'ppc-array', 'ppc-region',
  'arm-1arg', 'arm-3arg', 'arm-region', 'plain-pages',
]; // prettier-ignore

describe('F1, in interrupt', () => {
  test.each(allAllocators)('%s stops the machine or serves the interrupt', (allocator) => {
    const kernel = createKernel({ platform: platformOf(allocator), allocator });
    const before = kernel.nrFreePages;
    kernel.enterHardirq();
    const { vaddr } = kernel.consistentAlloc(0x20, 4096);
    const serves = ['ppc-gfp', 'ppc-region', 'arm-region', 'plain-pages'].includes(allocator);
    expect(vaddr !== 0).toBe(serves);
    expect(kernel.oops?.rule).toBe(serves ? undefined : 'R1');
    if (!serves) expect(kernel.nrFreePages).toBe(before);
  });
});

describe('F2, no block', () => {
  test.each(allAllocators)('%s gives NULL or BUG and holds nothing', (allocator) => {
    const kernel = createKernel({
      platform: platformOf(allocator),
      allocator,
      faults: [{ kind: 'page-block', nth: 0 }],
    });
    const before = kernel.accounting();
    const buffer = kernel.consistentAlloc(GFP_KERNEL, 12288);
    const bug = ['ppc-remark', 'ppc-map0', 'ppc-map1', 'arm-1arg'].includes(allocator);
    expect(buffer).toEqual({ vaddr: 0, handle: allocator === 'arm-region' ? 0xffffffff : undefined });
    expect(kernel.oops?.rule).toBe(bug ? 'F2' : undefined);
    expect(kernel.findings.map(({ rule, blame }) => [rule, blame])).toEqual(bug ? [['F2', 'allocator']] : []);
    expect(kernel.accounting()).toEqual(before);
    expect(kernel.unfiredFaults).toEqual([]);
  });
});

describe('F3, no vm area', () => {
  test.each(allAllocators.filter((name) => !['ppc-remark', 'plain-pages'].includes(name)))(
    '%s gives all pages back',
    (allocator) => {
      const kind = allocator.endsWith('-region') ? 'vm-region' : 'vm-area';
      const kernel = createKernel({ platform: platformOf(allocator), allocator, faults: [{ kind, nth: 0 }] });
      const before = kernel.accounting();
      const { vaddr, handle } = kernel.consistentAlloc(GFP_KERNEL, 12288);
      expect(vaddr).toBe(0);
      const written = ['ppc-map2', 'ppc-gfp', 'arm-1arg', 'arm-3arg', 'arm-region'].includes(allocator);
      expect(handle !== undefined).toBe(written);
      expect(kernel.accounting()).toEqual(before);
      expect(kernel.findings).toEqual([]);
    },
  );
});

describe('F4, no page table at page k of n', () => {
  for (const [name, formula] of Object.entries(lostWithoutTable)) {
    const allocator = name as AllocatorName;
    test.each([1, 2, 3, 5, 16, 38])(`${allocator} loses what the formula says at every k of %i pages`, (n) => {
      expectMissingTableLoses(() => createKernel({ platform: platformOf(allocator), allocator }), n, formula);
    });
  }

  test('ppc-map2 under the array form of vfree loses the k pages that were mapped', () => {
    for (let k = 1; k < 16; k++) {
      const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map2', vfree: 'array' });
      endTableAfter(kernel, k);
      kernel.consistentAlloc(GFP_KERNEL, 16 * 4096);
      expect(kernel.accounting().byOwner.leaked).toBe(k);
    }
  });

  test('arm-3arg leaves the head at count -1 and other mapped pages at -1 when a 1 MiB boundary fails', () => {
    const kernel = createKernel({ platform: 'sa1100', allocator: 'arm-3arg' });
    endTableAfter(kernel, 2);
    const { handle = 0 } = kernel.consistentAlloc(GFP_KERNEL, 4 * 4096);
    const head = kernel.virtToFrame(kernel.busToVirt(handle));
    expect([0, 1, 2, 3].map((page) => kernel.frame(head + page).count)).toEqual([-1, -1, 0, 0]);
    expect([0, 1, 2, 3].map((page) => kernel.frame(head + page).owner)).toEqual(['free', 'leaked', 'leaked', 'leaked']);
  });

  test('ppc-remark stops the machine with k pages uncached when an entry of the 1:1 map cannot be found', () => {
    const kernel = createKernel({
      platform: 'ppc8xx',
      allocator: 'ppc-remark',
      faults: [{ kind: 'pte-lookup', nth: 2 }],
    });
    const { handle = 0 } = kernel.consistentAlloc(GFP_KERNEL, 4 * 4096);
    expect(kernel.oops?.rule).toBe('F4');
    const head = kernel.virtToFrame(kernel.busToVirt(handle));
    expect([0, 1, 2, 3].map((page) => kernel.translate(kernel.frameToVirt(head + page))?.cached)).toEqual([
      false, false, true, true,
    ]); // prettier-ignore
    expect(kernel.accounting().byOwner.leaked).toBe(4);
  });
});
