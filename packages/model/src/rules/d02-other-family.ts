import { defineRule } from './rule.ts';

/** dma-debug's pairing of the freeing function with the allocating one. */
export const d2 = defineRule<{ allocatedBy: string; freedBy: string }>({
  id: 'D2',
  title: 'Free with the function that belongs to the allocating one',
  severity: 'error',
  checks:
    'The family of the free (consistent_*, pci_*_consistent, pci_pool_*, dma_*_coherent) against the family of the allocation.',
  consequence:
    'It works where one is a wrapper of the other, and frees foreign memory where it is not: on coherent platforms, or on another bus.',
  source: '6.1 kernel/dma/debug.c, check_unmap: wrong function; semantics 4.1, 5.3',
  message: ({ allocatedBy, freedBy }) => `memory from ${allocatedBy} is freed with ${freedBy}`,
});
