import { defineRule } from './rule.ts';

/** Keep the order (vaddr, size, dma_handle). */
export const r11 = defineRule<{ call: string; expected: string; found: string }>({
  id: 'R11',
  title: 'Keep the order (vaddr, size, dma_handle)',
  severity: 'error',
  checks:
    "Which of the allocation's values stands at which place of the free; the DMA mapping APIs order theirs as (dev, size, vaddr, handle).",
  consequence:
    'Integers and addresses convert silently, so a wrong order compiles and frees the wrong pages with the wrong size.',
  source: '2.6.12 Documentation/DMA-API.txt against 2.4.27 include/asm-arm/io.h; semantics 5.3',
  message: ({ call, expected, found }) => `${call} takes (${expected}) and is given (${found})`,
});
