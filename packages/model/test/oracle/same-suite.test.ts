import { beforeAll, describe, expect, test } from 'vitest';
import { createKernelFor, GFP_KERNEL, type Allocator, type Kernel, type VfreeForm } from '@freehandle/model';
import {
  expectFreeLoses,
  expectMissingTableLoses,
  lostByFree,
  lostWithoutTable,
  sizesInPages,
} from '../allocators/specification.ts';
import { compile, source } from './compile.ts';
import { compiledAllocator } from './compiled-allocator.ts';

describe.each(['ppc-map1', 'ppc-map2'] as const)('%s compiled from C, on the machine of the model', (name) => {
  let allocator: Allocator;
  const make = (vfree: VfreeForm = 'walk'): Kernel => createKernelFor(allocator, { platform: 'ibm405lp', vfree });

  beforeAll(async () => {
    allocator = compiledAllocator(name, await compile(source('primitives.c') + source(`${name}.c`)));
  });

  test.each(sizesInPages)('frees what the formula says for %i pages, in both forms of vfree', (n) => {
    expectFreeLoses(make('walk'), n, lostByFree[name].walk);
    expectFreeLoses(make('array'), n, lostByFree[name].array);
  });

  test.each([1, 2, 3, 5, 16])('loses what the formula says at every k of %i pages', (n) => {
    const formula = lostWithoutTable[name];
    if (formula === undefined) throw new Error(`no formula for ${name}`);
    expectMissingTableLoses(make, n, formula);
  });

  test('stops in an interrupt, and for want of a block where the specification says so', () => {
    const interrupted = make();
    interrupted.enterHardirq();
    expect(interrupted.consistentAlloc(GFP_KERNEL, 4096).vaddr).toBe(0);
    expect(interrupted.oops?.rule).toBe('R1');
    const short = make();
    short.planFaults([{ kind: 'page-block', nth: 0 }]);
    expect(short.consistentAlloc(GFP_KERNEL, 4096).vaddr).toBe(0);
    expect(short.oops?.rule).toBe(name === 'ppc-map1' ? 'F2' : undefined);
  });
});
