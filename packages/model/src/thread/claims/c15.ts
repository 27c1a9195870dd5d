import type { FaultKind } from '../../faults/fault-plan.ts';
import { GFP_KERNEL } from '../../machine/gfp.ts';
import { PAGE_SIZE } from '../../machine/page.ts';
import { boot } from '../boot.ts';
import { bothForms, cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { leaked } from '../observe.ts';
import { truth } from '../verdict.ts';

const PAGES = 16;
/** The steps that the claim is not about: they are C13's and C14's. */
const mapping: readonly FaultKind[] = ['pte-page', 'pte-lookup'];

interface Failure {
  readonly kind: FaultKind;
  readonly leaked: number;
  readonly stopped: boolean;
}

/** C15: every other point of failure is clean. */
export const c15 = defineClaim<Failure[]>({
  id: 'C15',
  claimant: 'implied',
  claim: 'The other points of failure give everything back.',
  explanation:
    'Each step of the allocation but the page tables is made to fail once. No variant keeps a page; the older ones stop the machine when the block itself cannot be had.',
  claimed: cells(['ppc-map1', 'ppc-map0', 'arm-3arg'], bothForms),
  contrast: cells(['ppc-map2', 'ppc-region', 'arm-1arg', 'arm-region', 'ppc-sized', 'ppc-array', 'plain-pages']),
  run(cell, tell) {
    const healthy = boot(cell);
    healthy.consistentAlloc(GFP_KERNEL, PAGES * PAGE_SIZE);
    return healthy.steps
      .filter(({ kind }) => !mapping.includes(kind))
      .map(({ kind, nth }) => {
        const kernel = boot(cell, { faults: [{ kind, nth }] });
        tell(`The machine has booted; the step ${kind} is going to fail.`, kernel);
        kernel.consistentAlloc(GFP_KERNEL, PAGES * PAGE_SIZE);
        tell(`consistent_alloc of ${PAGES} pages has failed at ${kind}.`, kernel);
        return { kind, leaked: leaked(kernel), stopped: kernel.oops !== null };
      });
  },
  observable: (failures) =>
    failures.map(({ kind, leaked, stopped }) => `${kind}: ${leaked} leaked${stopped ? ', BUG()' : ''}`).join('; '),
  verdict: (failures) => truth(failures.length > 0 && failures.every(({ leaked }) => leaked === 0)),
});
