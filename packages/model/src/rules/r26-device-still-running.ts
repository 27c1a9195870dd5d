import { defineRule, type Fact } from './rule.ts';
import { address } from './wording.ts';

/** Stop the device before freeing its buffer. */
export const r26 = defineRule<{ vaddr: Fact; device: string }>({
  id: 'R26',
  title: 'Stop the device before freeing its buffer',
  severity: 'error',
  checks: 'Whether a device that was given the handle is still enabled when the buffer is freed.',
  consequence: 'The device goes on writing into pages that belong to somebody else.',
  source: '2.4.27 Documentation/DMA-mapping.txt; semantics 9',
  message: ({ vaddr, device }) => `${address(vaddr)} is freed while ${device} can still access it`,
});
