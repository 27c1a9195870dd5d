import { defineRule, type Fact } from './rule.ts';
import { address } from './wording.ts';

/** Find struct pages by the handle, not by the remapped address. */
export const r17 = defineRule<{ vaddr: Fact; index: number | null; frames: number | null }>({
  id: 'R17',
  title: 'Find struct pages by the handle, not by the remapped address',
  severity: 'error',
  checks: 'Arguments of virt_to_page and virt_to_phys: a lowmem address, or an address of the consistent area.',
  consequence: 'The index runs past mem_map: bits are set and cleared in memory that is no struct page.',
  source: 'semantics 4.3, 4.2; 2.4.27 include/asm-ppc/page.h, virt_to_page',
  message: ({ vaddr, index, frames }) => {
    const what = vaddr === 0 ? 'which is no address at all' : 'which is a remapped address';
    const misuse = `the struct page of ${address(vaddr)} is looked up, ${what}`;
    return index === null || frames === null ? misuse : `${misuse}: index ${index} of a mem_map of ${frames} entries`;
  },
});
