import { kmalloc } from './kmalloc.ts';
import type { Family } from './family.ts';

/** [6.1 include/linux/gfp.h] */
export const pages: Family = {
  ...kmalloc,
  name: 'pages',
  allocators: [
    { name: '__get_free_pages', arguments: ['gfp', 'order'] },
    { name: '__get_free_page', arguments: ['gfp'] },
    { name: 'get_zeroed_page', arguments: ['gfp'] },
    { name: 'alloc_pages_exact', arguments: ['size', 'gfp'] },
  ],
  frees: [
    { name: 'free_pages', arguments: ['vaddr', 'order'] },
    { name: 'free_page', arguments: ['vaddr'] },
    { name: 'free_pages_exact', arguments: ['vaddr', 'size'] },
  ],
};

/** The page structure, not its address. [6.1 include/linux/gfp.h] */
export const pageStructs: Family = {
  ...kmalloc,
  name: 'struct page',
  allocators: [
    { name: 'alloc_pages', arguments: ['gfp', 'order'] },
    { name: 'alloc_page', arguments: ['gfp'] },
  ],
  frees: [
    { name: '__free_pages', arguments: ['vaddr', 'order'] },
    { name: '__free_page', arguments: ['vaddr'] },
  ],
};
