import { defineRule } from './rule.ts';

/** Do not allocate or free with interrupts off or a spinlock held. */
export const r3 = defineRule<{ call: string; held: string }>({
  id: 'R3',
  title: 'Do not allocate or free with interrupts off or a spinlock held',
  severity: 'error',
  checks: 'Interrupt state and held locks at every call that may sleep, whether or not in_interrupt() notices.',
  consequence: 'The call may sleep in atomic context or spin for ever on vmlist_lock; later kernels warn.',
  source: '2.4.27 drivers/pci/pci.c, pci_pool_alloc; 6.1 kernel/dma/mapping.c, dma_free_attrs; semantics 5.1, 5.3',
  message: ({ call, held }) =>
    `${call} may sleep, and is called with ${held}; in_interrupt() is false there, so the allocator does not notice`,
});
