import { defineRule } from './rule.ts';
import { count } from './wording.ts';

/** Return every block before pci_pool_destroy, and do not destroy in an interrupt. */
export const r31 = defineRule<
  | { mistake: 'blocks-in-use'; pool: string; blocks: number }
  | { mistake: 'in-interrupt'; pool: string; context: string }
>({
  id: 'R31',
  title: 'Return every block before pci_pool_destroy, and do not destroy in an interrupt',
  severity: 'error',
  checks: 'Blocks of a pci_pool still in use when it is destroyed, and the context of the call.',
  consequence:
    'Pages with blocks in use are not freed but left to leak; in an interrupt the free below stops the machine.',
  source: '2.4.27 drivers/pci/pci.c, pci_pool_destroy; 2.4.27 Documentation/DMA-mapping.txt; semantics 5.1',
  message: (facts) =>
    facts.mistake === 'blocks-in-use'
      ? `pool ${facts.pool} is destroyed with ${count(facts.blocks, 'block')} in use`
      : `pool ${facts.pool} is destroyed in ${facts.context} context`,
});
