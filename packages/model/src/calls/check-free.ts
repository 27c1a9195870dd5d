import type { Family } from '../machine/ledger.ts';
import type { Machine } from '../machine/machine.ts';
import { pageAlign, PAGE_SIZE } from '../machine/page.ts';
import { k4 } from '../rules/k04-wrong-free.ts';
import { d1 } from '../rules/d01-byte-size-differs.ts';
import { d2 } from '../rules/d02-other-family.ts';
import { d3 } from '../rules/d03-other-device.ts';
import { r7 } from '../rules/r07-freed-exactly-once.ts';
import { r8 } from '../rules/r08-exact-address.ts';
import { r9 } from '../rules/r09-size-differs.ts';
import { r10 } from '../rules/r10-handle-differs.ts';
import { r11 } from '../rules/r11-argument-order.ts';
import { r13 } from '../rules/r13-free-after-failed-alloc.ts';
import { r14 } from '../rules/r14-foreign-memory.ts';
import { r20 } from '../rules/r20-freed-while-mapped.ts';
import { entryAround, entryAt, originOf } from './buffer-lookup.ts';

/** A free as the driver wrote it; size and handle undefined where the call has none. */
export interface FreeRequest {
  readonly call: string;
  readonly family: Family;
  readonly device: number;
  readonly vaddr: number;
  readonly size: number | undefined;
  readonly handle: number | undefined;
}

/**
 * Compares a free with what the ledger knows and raises what is wrong. Returns the entry that starts in the page of the
 * address, 0 when none does: only the allocator decides whether it takes an address with an offset in that page.
 */
export function checkFree(machine: Machine, request: FreeRequest): number {
  const { vaddr } = request;
  const entry = vaddr === 0 ? 0 : entryAt(machine, (vaddr & -PAGE_SIZE) >>> 0);
  if (entry === 0) {
    explainUnknown(machine, request);
    return 0;
  }
  const start = machine.ledger.vaddr(entry);
  const since = [machine.ledger.since(entry)];
  if (vaddr !== start) machine.findings.raise(r8, { given: vaddr, start }, { since });
  compare(machine, request, entry);
  const mappings = vaddr === start ? unsafeMappings(machine, entry) : 0;
  if (mappings > 0) machine.findings.raise(r20, { vaddr, mappings }, { since });
  return entry;
}

function compare(machine: Machine, request: FreeRequest, entry: number): void {
  const { ledger, findings } = machine;
  const since = [ledger.since(entry)];
  const { size, handle } = request;
  const allocated = ledger.size(entry);
  const stored = ledger.handle(entry);
  const family = ledger.family(entry);
  if (family !== request.family) findings.raise(d2, { allocatedBy: family, freedBy: request.call }, { since });
  else if (ledger.device(entry) !== request.device) {
    const name = (device: number): string => (device === 0 ? 'no device' : `device ${device}`);
    findings.raise(
      d3,
      { call: request.call, allocatedFor: name(ledger.device(entry)), freedFor: name(request.device) },
      { since },
    );
  }
  if (size !== undefined && size !== allocated && size === stored && handle === allocated) {
    raiseOrder(machine, request, 'vaddr, dma_handle, size', since);
  } else {
    if (size !== undefined && pageAlign(size) !== pageAlign(allocated)) {
      findings.raise(r9, { given: size, allocated }, { since });
    } else if (size !== undefined && size !== allocated) findings.raise(d1, { given: size, allocated }, { since });
    if (handle !== undefined && handle !== stored) findings.raise(r10, { given: handle, stored }, { since });
  }
}

/** User PTEs that hold no reference of their own to the entry's pages. */
function unsafeMappings(machine: Machine, entry: number): number {
  const { frames, ledger } = machine;
  const first = ledger.frame(entry);
  let mappings = 0;
  for (let frame = first; frame < first + 2 ** ledger.order(entry); frame++) {
    const mapped = frames.userMappings(frame);
    if (mapped > 0 && (frames.isReserved(frame) || frames.count(frame) - 1 < mapped)) mappings += mapped;
  }
  return mappings;
}

function explainUnknown(machine: Machine, request: FreeRequest): void {
  const { ledger, findings } = machine;
  const { vaddr, size, handle } = request;
  if (vaddr === 0) {
    // an allocator that goes by the address alone does nothing, whatever else it is given
    if (handle !== undefined && machine.setup.allocator.ownsReserved) {
      findings.raise(r13, { mistake: 'null-address', handle });
    }
    return;
  }
  const swapped = size === undefined ? 0 : entryAt(machine, size);
  if (swapped !== 0) {
    raiseOrder(machine, request, 'size, vaddr, dma_handle', [ledger.since(swapped)]);
    return;
  }
  const freed = ledger.lastFreedAt(vaddr);
  if (freed !== 0) {
    if (ledger.wasTornDown(freed)) return;
    const since = [ledger.since(freed), ledger.freedAt(freed)];
    findings.raise(r7, { mistake: 'freed-twice', vaddr, newOwner: false }, { since });
    return;
  }
  const inside = entryAround(machine, vaddr);
  if (inside !== 0) {
    findings.raise(r8, { given: vaddr, start: ledger.vaddr(inside) }, { since: [ledger.since(inside)] });
    return;
  }
  const origin = originOf(machine, vaddr);
  if (origin === null) findings.raise(r8, { given: vaddr, start: null });
  else findings.raise(r14, { call: request.call, vaddr, origin: origin.origin }, { since: [origin.since] });
}

function raiseOrder(machine: Machine, request: FreeRequest, found: string, since: number[]): void {
  machine.findings.raise(r11, { call: request.call, expected: 'vaddr, size, dma_handle', found }, { since });
}

/** A consistent buffer given to another function that frees. */
export function raiseForeignFree(machine: Machine, call: string, address: number): void {
  const origin = originOf(machine, address);
  const why =
    origin === null ? 'which it did not return, or which was freed before' : `which came from ${origin.origin}`;
  machine.findings.raise(k4, { call, address, why }, { since: origin === null ? [] : [origin.since] });
}
