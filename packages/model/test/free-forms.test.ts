import { expect, expectTypeOf, test } from 'vitest';
import {
  createKernel,
  GFP_KERNEL,
  type FreeByAddress,
  type FreeByHandle,
  type FreeBySize,
  type Kernel,
} from '@freehandle/model';

test('each allocator’s free takes its own arguments, and the wrong form does not compile', () => {
  const one = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1' });
  const three = createKernel({ platform: 'ibm405lp', allocator: 'ppc-sized' });
  const two = createKernel({ platform: 'ppc8xx', allocator: 'ppc-remark' });
  expectTypeOf(one.consistentFree).toEqualTypeOf<FreeByAddress>();
  expectTypeOf(two.consistentFree).toEqualTypeOf<FreeBySize>();
  expectTypeOf(three.consistentFree).toEqualTypeOf<FreeByHandle>();

  const a = one.consistentAlloc(GFP_KERNEL, 4096);
  const b = three.consistentAlloc(GFP_KERNEL, 4096);
  // @ts-expect-error the 1-argument free takes neither size nor handle
  one.consistentFree(a.vaddr, 4096, a.handle ?? 0);
  // @ts-expect-error the 2-argument free needs its size
  expect(() => two.consistentFree(0)).toThrow('size');
  // @ts-expect-error the 3-argument free needs size and handle
  expect(() => three.consistentFree(b.vaddr)).toThrow('size');
  // @ts-expect-error the handle may be undefined, which is no handle
  three.consistentFree(b.vaddr, 4096, b.handle);
  expect([one.findings, three.findings]).toEqual([[], []]);
});

test('a kernel of any allocator is freed with all three arguments, of which its form takes what it has', () => {
  const kernels: Kernel[] = [
    createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1' }),
    createKernel({ platform: 'ibm405lp', allocator: 'ppc-sized' }),
    createKernel({ platform: 'ppc8xx', allocator: 'ppc-remark' }),
  ];
  for (const kernel of kernels) {
    const { vaddr, handle = 0 } = kernel.consistentAlloc(GFP_KERNEL, 4096);
    kernel.consistentFree(vaddr, 4096, handle);
    expect(kernel.finish(), kernel.allocator).toEqual([]);
  }
});
