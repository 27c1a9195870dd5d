import { expect, test } from 'vitest';
import { createKernel, GFP_KERNEL, type AllocatorName } from '@freehandle/model';
import { platformOf } from '../platform-of.ts';
import { expectFreeLoses, lostByFree, sizesInPages } from './specification.ts';

for (const allocator of Object.keys(lostByFree) as AllocatorName[]) {
  for (const vfree of ['walk', 'array'] as const) {
    test.each(sizesInPages)(`${allocator} with vfree ${vfree} loses what the formula says for %i pages`, (n) => {
      const kernel = createKernel({ platform: platformOf(allocator), allocator, vfree });
      expectFreeLoses(kernel, n, lostByFree[allocator][vfree]);
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
  for (const allocator of Object.keys(lostByFree) as AllocatorName[]) {
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
