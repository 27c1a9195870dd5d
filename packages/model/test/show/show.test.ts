import { expect, test } from 'vitest';
import { createKernel, GFP_KERNEL, pageMap, pageMapText, timeline, timelineText } from '@freehandle/model';

test('the page map shows head, mapped, reserved and leaked frames of a buffer, and folds equal rows', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1', ramBytes: 4 * 2 ** 20 });
  const { vaddr, handle = 0 } = kernel.consistentAlloc(GFP_KERNEL, 12288);
  const first = kernel.virtToFrame(kernel.busToVirt(handle));
  const cells = (): string =>
    pageMapText(pageMap(kernel, { from: first, to: first + 4 }))
      .split('\n')[0]
      ?.slice(9) ?? '';
  expect(cells()).toBe('HmmX');
  kernel.setPageReserved(first + 1);
  expect(cells()).toBe('HRmX');
  kernel.consistentFree(vaddr);
  expect(cells()).toBe('.X.X');
  const text = pageMapText(pageMap(kernel));
  expect(text).toContain(`      0  ${'#'.repeat(64)}\n         3 more rows like this\n`);
  expect(text.trimEnd().split('\n').at(-1)).toBe('         . free   X leaked   s slab   t page-table   # boot');
});

test('the timeline shows calls as C with results, failed steps and findings in place', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1', faults: [{ kind: 'vm-area', nth: 1 }] });
  kernel.at({ file: 'drivers/net/mal.c', line: 321 });
  const { vaddr } = kernel.consistentAlloc(GFP_KERNEL, 16384);
  kernel.at(null);
  kernel.consistentAlloc(GFP_KERNEL, 4096);
  kernel.spinLock(1);
  kernel.consistentFree(vaddr);
  expect(timelineText(timeline(kernel))).toBe(
    [
      '    0  consistent_alloc(gfp 0x1f0, size 16384) = 0xc3000000, handle 0x001f4000    drivers/net/mal.c:321',
      '    1  consistent_alloc(gfp 0x1f0, size 4096) = NULL',
      '         failed: vm-area number 1, 16 bytes',
      '    2  spin_lock(lock 0x1)',
      '    3  [atomic] consistent_free(vaddr 0xc3000000)',
      '         R3 error: consistent_free may sleep, and is called with a spinlock held; in_interrupt() is false there, so the allocator does not notice',
      '',
    ].join('\n'),
  );
  expect(JSON.parse(JSON.stringify(timeline(kernel)))).toEqual(timeline(kernel));
});
