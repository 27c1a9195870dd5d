import type { Family } from './family.ts';

/** The architectures' own allocator. [2.4.27 include/asm-ppc/io.h, include/asm-arm/io.h; 2.4.20 include/asm-arm/io.h] */
export const consistent: Family = {
  name: 'consistent',
  traced: true,
  allocators: [
    { name: 'consistent_alloc', arguments: ['gfp', 'size', 'handle'] },
    { name: '__consistent_alloc', arguments: ['gfp', 'size', 'handle'] },
  ],
  frees: [{ name: 'consistent_free', arguments: ['vaddr', 'size', 'handle'] }],
  managed: false,
  fits: [],
  ignoresNull: false,
  pages: true,
  sleeps: 'always',
  freeForbidden: 'atomic',
};
