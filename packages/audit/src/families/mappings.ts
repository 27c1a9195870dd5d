import { kmalloc } from './kmalloc.ts';
import type { Family } from './family.ts';

/** [6.1 include/linux/vmalloc.h] */
export const vmalloc: Family = {
  ...kmalloc,
  name: 'vmalloc',
  allocators: ['vmalloc', 'vzalloc', 'vmalloc_user', 'vmalloc_32', 'vmalloc_to_user'].map((name) => ({
    name,
    arguments: ['size'],
  })),
  frees: ['vfree', 'kvfree'].map((name) => ({ name, arguments: ['vaddr'] })),
  sleeps: 'always',
  fits: ['kvmalloc'],
};

/** [6.1 include/asm-generic/io.h] */
export const ioremap: Family = {
  ...kmalloc,
  name: 'ioremap',
  allocators: ['ioremap', 'ioremap_nocache', 'ioremap_wc', 'ioremap_np', 'ioremap_cache'].map((name) => ({
    name,
    arguments: [null, 'size'],
  })),
  frees: [{ name: 'iounmap', arguments: ['vaddr'] }],
  ignoresNull: false,
  sleeps: 'always',
};
