import { defineRule, type Fact } from './rule.ts';
import { address, bytes } from './wording.ts';

/** Free every buffer exactly once on every path. */
export const r7 = defineRule<
  { mistake: 'never-freed'; vaddr: Fact; size: Fact } | { mistake: 'freed-twice'; vaddr: Fact; newOwner: boolean }
>({
  id: 'R7',
  title: 'Free every buffer exactly once on every path',
  severity: 'error',
  checks:
    'Every successful allocation against the frees of its address, at the end of each path that gives the device up.',
  consequence:
    "Never freed: its pages are lost until the next boot. Freed twice: a message, or the silent loss of the next owner's buffer.",
  source: 'semantics 2.2, 11; 6.1 kernel/dma/debug.c, checks for leaked and for unknown mappings',
  message: (facts) => {
    if (facts.mistake === 'never-freed')
      return `the buffer of ${bytes(facts.size)} at ${address(facts.vaddr)} is never freed`;
    return facts.newOwner
      ? `${address(facts.vaddr)} is freed a second time, after its address was given to another buffer, which is now torn down`
      : `${address(facts.vaddr)} is freed a second time`;
  },
});
