import type { Family } from './family.ts';

/** The letters say it. */
function isZeroed(name: string): boolean {
  return /zalloc|calloc/.test(name);
}

/** [6.1 include/linux/slab.h, mm.h] */
export const kmalloc: Family = {
  name: 'kmalloc',
  traced: false,
  allocators: [
    ...['kmalloc', 'kzalloc'].map((name) => ({ name, arguments: ['size', 'gfp'] as const, zeroed: isZeroed(name) })),
    ...['kmalloc_node', 'kzalloc_node'].map((name) => ({
      name,
      arguments: ['size', 'gfp', null] as const,
      zeroed: isZeroed(name),
    })),
    ...['kcalloc', 'kmalloc_array'].map((name) => ({
      name,
      arguments: ['count', 'size', 'gfp'] as const,
      zeroed: isZeroed(name),
    })),
    { name: 'kmemdup', arguments: [null, 'size', 'gfp'] },
  ],
  frees: ['kfree', 'kfree_sensitive', 'kzfree', 'kvfree'].map((name) => ({ name, arguments: ['vaddr'] })),
  managed: false,
  fits: ['kvmalloc'],
  ignoresNull: true,
  pages: false,
  sleeps: 'gfp',
  freeForbidden: null,
};

/** [6.1 include/linux/mm.h, mm/util.c] */
export const kvmalloc: Family = {
  ...kmalloc,
  name: 'kvmalloc',
  allocators: [
    ...['kvmalloc', 'kvzalloc'].map((name) => ({
      name,
      arguments: ['size', 'gfp'] as const,
      zeroed: isZeroed(name),
    })),
    ...['kvcalloc', 'kvmalloc_array'].map((name) => ({
      name,
      arguments: ['count', 'size', 'gfp'] as const,
      zeroed: isZeroed(name),
    })),
  ],
  frees: [{ name: 'kvfree', arguments: ['vaddr'] }],
  fits: [],
};

/** [6.1 include/linux/device.h] */
export const devmKmalloc: Family = {
  ...kmalloc,
  name: 'devm_kmalloc',
  allocators: [
    ...['devm_kmalloc', 'devm_kzalloc'].map((name) => ({
      name,
      arguments: ['device', 'size', 'gfp'] as const,
      zeroed: isZeroed(name),
    })),
    ...['devm_kcalloc', 'devm_kmalloc_array'].map((name) => ({
      name,
      arguments: ['device', 'count', 'size', 'gfp'] as const,
      zeroed: isZeroed(name),
    })),
    { name: 'devm_kmemdup', arguments: ['device', null, 'size', 'gfp'] },
  ],
  frees: [{ name: 'devm_kfree', arguments: ['device', 'vaddr'] }],
  managed: true,
  fits: [],
};
