import type { KernelLock } from '../../kernel.ts';
import { GFP_ATOMIC, GFP_KERNEL, GFP_WAIT } from '../../machine/gfp.ts';
import { boot } from '../boot.ts';
import { cells, type Cell } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { verdict } from '../verdict.ts';

interface Needs {
  /** Requests that may sleep although the caller said GFP_ATOMIC, as the allocator is. */
  readonly sleeping: number;
  /** The same with the caller's mask passed on everywhere. */
  readonly sleepingWithMask: number;
  /** What an interrupt meets that allocates while the allocator holds one of its locks, with the mask passed on. */
  readonly deadlock: string | null;
}

const locks: readonly KernelLock[] = ['vmlist_lock', 'page_table_lock', 'consistent_lock'];

function sleepingRequests(cell: Cell): number {
  const kernel = boot(cell);
  kernel.consistentAlloc(GFP_ATOMIC, 4096);
  return kernel.steps.filter(({ gfp }) => (gfp & GFP_WAIT) !== 0).length;
}

function oopsWhileLocked(cell: Cell): string | null {
  for (const lock of locks) {
    const kernel = boot(cell);
    kernel.interruptWhile(lock, () => void kernel.consistentAlloc(GFP_ATOMIC, 4096));
    kernel.consistentAlloc(GFP_KERNEL, 4096);
    if (kernel.oops !== null) return lock;
  }
  return null;
}

/** C6: gfp masks passed to more functions would make it work. */
export const c6 = defineClaim<Needs>({
  id: 'C6',
  claimant: 'David Gibson',
  claim: 'To make it work in an interrupt, several functions must be given a gfp mask.',
  explanation:
    'The vm area and the page tables are asked for with GFP_KERNEL whatever the caller says. Passing the mask cures that. But vmlist_lock and page_table_lock are taken with interrupts on, so an interrupt that allocates can wait for a lock its own processor holds. The later private windows need neither.',
  claimed: cells(['ppc-map1']),
  contrast: cells(['ppc-region']),
  run(cell, tell) {
    const proposed: Cell = cell.allocator === 'ppc-map1' ? { ...cell, allocator: 'ppc-gfp' } : cell;
    const kernel = boot(proposed);
    tell('The machine has booted; its allocator passes the gfp mask on.', kernel);
    kernel.enterHardirq();
    kernel.consistentAlloc(GFP_ATOMIC, 4096);
    kernel.exitHardirq();
    tell('An interrupt handler allocates a page. Nothing sleeps.', kernel);
    kernel.interruptWhile('vmlist_lock', () => void kernel.consistentAlloc(GFP_ATOMIC, 4096));
    kernel.consistentAlloc(GFP_KERNEL, 4096);
    tell('A process allocates; the interrupt comes while it holds vmlist_lock, and its handler allocates.', kernel);
    return {
      sleeping: sleepingRequests(cell),
      sleepingWithMask: sleepingRequests(proposed),
      deadlock: oopsWhileLocked(proposed),
    };
  },
  observable: ({ sleeping, sleepingWithMask, deadlock }) =>
    `${sleeping} requests may sleep, ${sleepingWithMask} with the mask passed on; ${deadlock === null ? 'no deadlock' : `deadlock on ${deadlock}`}`,
  verdict({ sleeping, sleepingWithMask, deadlock }) {
    if (sleeping === 0) return verdict('false');
    if (sleepingWithMask > 0) return verdict('false', 'the mask does not reach every request');
    return deadlock === null ? verdict('true') : verdict('partly', 'the locks must be taken with interrupts off too');
  },
});
