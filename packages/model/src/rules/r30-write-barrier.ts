import { defineRule } from './rule.ts';

/** Put wmb() between the words of a descriptor. */
export const r30 = defineRule<{ data: string; handover: string }>({
  id: 'R30',
  title: 'Put wmb() between the words of a descriptor',
  severity: 'warning',
  checks:
    "Stores to a descriptor's data words and to the word that hands it to the device, with no barrier between them.",
  consequence: 'The device may see the descriptor as its own before the other words have arrived.',
  source: '2.4.27 Documentation/DMA-mapping.txt; semantics 5.1',
  message: ({ data, handover }) =>
    `no wmb() between the store to ${data} and the store to ${handover} that hands the descriptor over`,
});
