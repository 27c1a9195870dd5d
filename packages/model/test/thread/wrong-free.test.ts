import { describe, expect, it } from 'vitest';
import type { AllocatorName } from '../../src/allocators/free-forms.ts';
import { describeHarm, didHarm, freeWrongly } from '../../src/thread/wrong-free.ts';

const pages = [-15, -8, -1, 0, 1, 8, 16];
const handlePages = [-16, -4, 0, 4, 16];
const freed = (allocator: AllocatorName) =>
  pages.flatMap((more) =>
    handlePages.map((further) => ({
      right: more === 0 && further === 0,
      // Pages of the buffer are left out, or pages of the neighbour behind it are hit. Before it nothing is in use.
      hits: further > 0 || further + more !== 0,
      free: freeWrongly({ allocator, vfree: null }, { pages: more, handlePages: further }, () => undefined),
    })),
  );

describe('a free with wrong arguments', () => {
  it.each(['ppc-map1', 'ppc-map2', 'ppc-region', 'arm-region'] as const)(
    'harms nobody on %s, which finds the buffer by its address',
    (allocator) => {
      for (const { free } of freed(allocator)) expect(didHarm(free), describeHarm(free)).toBe(false);
    },
  );

  it.each(['arm-3arg', 'ppc-sized'] as const)(
    'loses pages or hits the neighbour on %s as far as its range is wrong, and is always named',
    (allocator) => {
      for (const { right, hits, free } of freed(allocator)) {
        expect(didHarm(free), describeHarm(free)).toBe(hits);
        expect(free.rules.length > 0).toBe(!right);
      }
    },
  );
});
