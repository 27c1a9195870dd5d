import { expect, test } from 'vitest';
import { createKernel, GFP_KERNEL, type AllocatorName, type Kernel, type VfreeForm } from '@freehandle/model';
import { platformOf } from '../platform-of.ts';

const sizes = [1, 2, 3, 16, 150, 480, 512];

/** What a healthy buffer of n pages in a block of N leaves lost after its free, from the tables of semantics 1 to 3. */
const lost: Record<AllocatorName, Record<VfreeForm, (n: number, N: number) => number>> = {
  'ppc-remark': { walk: () => 0, array: () => 0 },
  'ppc-map0': { walk: (_, N) => N - 1, array: (_, N) => N },
  'ppc-map1': { walk: (n, N) => N - n, array: (_, N) => N },
  'ppc-map2': { walk: () => 0, array: (n) => n },
  'ppc-gfp': { walk: () => 0, array: (n) => n },
  'ppc-sized': { walk: () => 0, array: () => 0 },
  'ppc-array': { walk: () => 0, array: () => 0 },
  'ppc-region': { walk: () => 0, array: () => 0 },
  'arm-1arg': { walk: (_, N) => N - 1, array: (_, N) => N },
  'arm-3arg': { walk: () => 0, array: (n) => n },
  'arm-region': { walk: () => 0, array: () => 0 },
  'plain-pages': { walk: () => 0, array: () => 0 },
};

/** Runs alloc and free once, so that page tables and descriptor caches of the first use are not counted as lost. */
function warmKernel(allocator: AllocatorName, vfree: VfreeForm, size: number): Kernel {
  const kernel = createKernel({ platform: platformOf(allocator), allocator, vfree });
  const buffer = kernel.consistentAlloc(GFP_KERNEL, size);
  if (buffer.vaddr !== 0) kernel.consistentFree(buffer.vaddr, size, buffer.handle ?? 0);
  return kernel;
}

for (const allocator of Object.keys(lost) as AllocatorName[]) {
  for (const vfree of ['walk', 'array'] as const) {
    test.each(sizes)(`${allocator} with vfree ${vfree} loses what the formula says for %i pages`, (n) => {
      const N = 2 ** Math.ceil(Math.log2(n));
      const size = n * 4096;
      const kernel = warmKernel(allocator, vfree, size);
      const before = kernel.nrFreePages;
      const leakedBefore = kernel.accounting().byOwner.leaked;
      const buffer = kernel.consistentAlloc(GFP_KERNEL, size);
      if (allocator.endsWith('-region') && n === 512) {
        expect(buffer.vaddr).toBe(0);
        expect(kernel.nrFreePages).toBe(before);
        return;
      }
      expect(buffer.vaddr).not.toBe(0);
      kernel.consistentFree(buffer.vaddr, size, buffer.handle ?? 0);
      expect(before - kernel.nrFreePages).toBe(lost[allocator][vfree](n, N));
      expect(kernel.accounting().byOwner.leaked - leakedBefore).toBe(lost[allocator][vfree](n, N));
      expect(kernel.finish().filter((finding) => finding.blame === 'driver')).toEqual([]);
    });
  }
}

test('ppc-map1 loses 100 pages in 100 cycles of 12288 bytes and ppc-map2 none', () => {
  for (const [allocator, pages] of [
    ['ppc-map1', 100],
    ['ppc-map2', 0],
  ] as const) {
    const kernel = createKernel({ platform: 'ibm405lp', allocator });
    for (let cycle = 0; cycle < 100; cycle++) kernel.consistentFree(kernel.consistentAlloc(GFP_KERNEL, 12288).vaddr);
    expect(kernel.accounting().byOwner.leaked).toBe(pages);
  }
});

test('a buffer comes back with handle, alias and reserved bit as its allocator gives them', () => {
  for (const allocator of Object.keys(lost) as AllocatorName[]) {
    const kernel = createKernel({ platform: platformOf(allocator), allocator });
    const { vaddr, handle } = kernel.consistentAlloc(GFP_KERNEL, 3 * 4096);
    const alias = kernel.translate(vaddr);
    const frame = alias?.frame ?? -1;
    expect(kernel.virtToBus(kernel.frameToVirt(frame)), allocator).toBe(handle);
    expect(alias?.cached, allocator).toBe(allocator === 'plain-pages');
    const reserved = [0, 1, 2, 3].map((page) => kernel.frame(frame + page).reserved);
    const owns = ['ppc-sized', 'arm-3arg', 'arm-region', 'ppc-region'].includes(allocator);
    expect(reserved, allocator).toEqual([owns, owns, owns, false]);
    expect(kernel.findings.filter(({ rule }) => rule !== 'F5')).toEqual([]);
  }
});
