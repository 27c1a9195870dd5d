import type { ConsistentBuffer } from '../allocators/consistent-buffer.ts';
import type { Blame } from '../findings/finding.ts';
import type { Family } from '../machine/ledger.ts';
import type { Machine } from '../machine/machine.ts';
import { getOrder, pageAlign, PAGE_SHIFT, PAGE_SIZE } from '../machine/page.ts';
import { primitivesOf, type CallNotes } from '../machine/primitives.ts';
import { loseTail, settle, type Losses } from '../machine/settle.ts';
import { f2 } from '../rules/f02-bug-for-no-memory.ts';
import { f4 } from '../rules/f04-leak-on-page-table-failure.ts';
import { f5 } from '../rules/f05-leak-of-tail.ts';
import { f6 } from '../rules/f06-free-loses-pages.ts';
import { f7 } from '../rules/f07-free-needs-page-table.ts';
import { k13 } from '../rules/k13-reference-kept.ts';
import { r1 } from '../rules/r01-alloc-in-interrupt.ts';
import { r2 } from '../rules/r02-free-in-interrupt.ts';
import { r3 } from '../rules/r03-atomic-context.ts';
import { r4 } from '../rules/r04-pci-alloc-in-interrupt.ts';
import { r6 } from '../rules/r06-size-out-of-range.ts';
import { r18 } from '../rules/r18-reserved-at-free.ts';
import { entryOfFrame } from './buffer-lookup.ts';
import { checkFree, type FreeRequest } from './check-free.ts';

const NOTHING: ConsistentBuffer = { vaddr: 0, handle: undefined };

/** Who asks for a buffer, and through which interface. `device` 0 is none. */
export interface AllocRequest {
  readonly family: Family;
  readonly device: number;
  /** Whether the rules for drivers allow the call in atomic context: an allocator that cannot serve it is to blame. */
  readonly mayBeAtomic: boolean;
  readonly gfp: number;
  readonly size: number;
  /** dev->coherent_dma_mask, where the call has a device and looks at it. */
  readonly coherentMask?: number;
}

/** The machine's consistent allocator with the ledger around it. */
export interface ConsistentAllocator {
  alloc(request: AllocRequest): ConsistentBuffer;
  free(request: FreeRequest): void;
}

/** Binds the allocator chosen for the machine to it. */
export function bindAllocator(machine: Machine): ConsistentAllocator {
  const { allocator } = machine.setup;
  const { ledger, findings, context } = machine;
  const notes: CallNotes = { frame: -1, order: 0, handle: undefined, coherentMask: null, bug: null, unmapped: false };
  let opened = 0;
  const kernel = primitivesOf(machine, notes, () => opened);

  function begin(): void {
    notes.frame = -1;
    notes.handle = undefined;
    notes.bug = null;
    notes.unmapped = false;
  }

  /** A call that may sleep whatever gfp says, or that takes vmlist_lock, where in_interrupt() notices nothing. */
  function raiseAtomic(call: string, blame: Blame): void {
    if (!context.inInterrupt() && context.isAtomic()) findings.raise(r3, { call, held: context.held }, { blame });
  }

  function stopAlloc(request: AllocRequest, badSize: boolean): void {
    const call = allocCall(request.family);
    if (notes.bug === 'interrupt') {
      const interrupt = context.hardirqs > 0 ? 'hardirq' : 'softirq';
      const allowed = request.mayBeAtomic;
      const facts = { call, context: interrupt, allocator: allocator.name };
      if (allowed) findings.raise(r4, facts, { blame: 'allocator' });
      else findings.raise(r1, facts);
      machine.stop(allowed ? 'R4' : 'R1', allowed ? 'allocator' : 'driver', `${call}: BUG() in interrupt`);
    } else if (notes.bug === 'no-block') {
      if (!badSize) {
        const pages = 2 ** getOrder(pageAlign(request.size));
        findings.raise(f2, { allocator: allocator.name, pages }, { blame: 'allocator' });
      }
      machine.stop(badSize ? 'R6' : 'F2', badSize ? 'driver' : 'allocator', `${call}: BUG(), no block`);
    } else {
      machine.stop('F4', 'allocator', `${call}: BUG(), a page table entry is missing or in use`);
    }
  }

  function alloc(request: AllocRequest): ConsistentBuffer {
    if (!allocator.passesGfp) raiseAtomic(allocCall(request.family), request.mayBeAtomic ? 'allocator' : 'driver');
    const pages = pageAlign(request.size) >>> PAGE_SHIFT;
    const limit = PAGE_SIZE * 2 ** (machine.platform.maxOrder - 1);
    const badSize = request.size === 0 || pageAlign(request.size) === 0 || pageAlign(request.size) > limit;
    opened = ledger.open(request.family, request.device, request.size, machine.trace.seq);
    begin();
    notes.coherentMask = request.coherentMask ?? null;
    const vaddr = allocator.alloc(kernel, request.gfp, request.size);
    if (notes.frame >= 0) ledger.setBlock(opened, notes.frame, notes.order);
    if (allocator.passesGfp && !request.mayBeAtomic && notes.bug !== 'interrupt') {
      machine.mayWait(allocCall(request.family), request.gfp);
    }
    if (badSize && notes.bug !== 'interrupt') findings.raise(r6, { size: request.size, limit });
    if (notes.bug !== null) stopAlloc(request, badSize);
    if (vaddr === 0) {
      const lost = total(settle(machine, opened));
      if (lost > 0)
        findings.raise(f4, { allocator: allocator.name, pages: lost, block: 2 ** notes.order }, { blame: 'allocator' });
      ledger.cancel(opened);
      return notes.handle === undefined ? NOTHING : { vaddr: 0, handle: notes.handle };
    }
    ledger.confirm(opened, vaddr, notes.handle ?? 0);
    const list = allocator.usesWindow ? machine.regions : machine.areas;
    if (allocator.remaps) list.setOrigin(list.at(vaddr), opened, machine.trace.seq);
    if (pages < 2 ** notes.order) {
      const lost = loseTail(machine, opened, pages);
      if (lost > 0 && machine.reported.tail.get(pages) === 0) {
        machine.reported.tail.set(pages, 1);
        findings.raise(f5, { allocator: allocator.name, pages: lost, size: request.size }, { blame: 'allocator' });
      }
    }
    return { vaddr, handle: notes.handle };
  }

  function free(request: FreeRequest): void {
    const before = findings.count;
    const entry = checkFree(machine, request);
    // pci_pool holds its own lock with interrupts off around the call: its users did nothing wrong. [semantics 5.1]
    if (allocator.remaps && !allocator.usesWindow)
      raiseAtomic(request.call, request.family === 'pci_pool' ? 'allocator' : 'driver');
    // The rules for drivers forbid it on every machine, also where the allocator does not notice.
    if (context.inInterrupt()) {
      findings.raise(r2, { call: request.call, context: context.hardirqs > 0 ? 'hardirq' : 'softirq' });
    }
    begin();
    opened = entry;
    allocator.free(kernel, request.vaddr, request.size ?? 0, request.handle ?? 0);
    if (notes.bug !== null) {
      if (notes.bug === 'interrupt') {
        machine.stop('R2', 'driver', `${request.call}: BUG() in interrupt`);
      } else {
        const mistake = findings.at(before);
        if (mistake === undefined) findings.raise(f7, { allocator: allocator.name }, { blame: 'allocator' });
        const [rule, blame] =
          mistake === undefined ? (['F7', 'allocator'] as const) : ([mistake.rule, 'driver'] as const);
        machine.stop(rule, blame, `${request.call}: BUG(), a page table entry is missing`);
      }
      return;
    }
    if (entry === 0 || machine.oops !== null || (ledger.vaddr(entry) !== request.vaddr && isWhole(entry))) return;
    explainLosses(request.vaddr, entry, settle(machine, entry), before === findings.count);
    ledger.close(entry, machine.trace.seq, 'freed');
  }

  /** Whether a free left the buffer as it was. */
  function isWhole(entry: number): boolean {
    const vaddr = ledger.vaddr(entry);
    if (!allocator.remaps) return entryOfFrame(machine, ledger.frame(entry)) === entry;
    return (allocator.usesWindow ? machine.regions : machine.areas).at(vaddr) !== 0;
  }

  function explainLosses(vaddr: number, entry: number, losses: Losses, healthy: boolean): void {
    const since = [ledger.since(entry)];
    if ((losses.reserved ?? 0) > 0 && !allocator.ownsReserved) {
      findings.raise(r18, { vaddr, pages: losses.reserved ?? 0 }, { since });
    }
    if ((losses['extra-reference'] ?? 0) > 0) {
      findings.raise(k13, { vaddr, pages: losses['extra-reference'] ?? 0 }, { since });
    }
    const own = (losses['count-underflow'] ?? 0) + (losses['not-freed'] ?? 0);
    const size = Math.min(pageAlign(ledger.size(entry)) >>> PAGE_SHIFT, 2 ** machine.platform.maxOrder);
    if (own === 0 || !healthy || machine.reported.free.get(size) !== 0) return;
    machine.reported.free.set(size, 1);
    const why =
      machine.setup.vfree === 'array'
        ? 'vfree frees the pages of area->pages, which the allocator left empty'
        : 'their count was never set to 1';
    findings.raise(
      f6,
      { allocator: allocator.name, pages: own, block: 2 ** ledger.order(entry), why },
      { since, blame: 'allocator' },
    );
  }

  return { alloc, free };
}

/** The function that a family allocates with. */
function allocCall(family: Family): string {
  return family === 'pci_pool' ? 'pci_pool_alloc' : family;
}

function total(losses: Losses): number {
  return Object.values(losses).reduce((sum, pages) => sum + pages, 0);
}
