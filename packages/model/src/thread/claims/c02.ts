import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { freeSignature } from '../signature.ts';
import { verdict } from '../verdict.ts';

/** C2: the two were meant to stay alike. */
export const c2 = defineClaim<{ here: string; armBefore: string }>({
  id: 'C2',
  claimant: 'Todd Poynor',
  claim: 'The two architectures were meant to keep their calls alike.',
  explanation:
    'An intention cannot be run. But the PowerPC form with one argument is the form ARM had in 2.4.0, before size and handle were added there.',
  claimed: cells(['ppc-map1', 'ppc-map0', 'ppc-map2']),
  contrast: cells(['ppc-remark', 'arm-3arg']),
  run: ({ allocator }) => ({ here: freeSignature(allocator), armBefore: freeSignature('arm-1arg') }),
  observable: ({ here, armBefore }) => `${here} here, ${armBefore} on ARM in 2.4.0`,
  verdict: ({ here, armBefore }) => verdict(here === armBefore ? 'supported' : 'false'),
});
