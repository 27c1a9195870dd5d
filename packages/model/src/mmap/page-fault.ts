import { GFP_HIGHUSER, GFP_KERNEL } from '../machine/gfp.ts';
import { pteAlloc } from '../machine/kernel-mapping.ts';
import type { Frames } from '../machine/frames.ts';
import type { Machine } from '../machine/machine.ts';
import { PAGE_SHIFT, PAGE_SIZE } from '../machine/page.ts';
import { PTE_DIRTY, PTE_PRESENT, PTE_SWAPPED, PTE_WRITE } from '../machine/page-tables.ts';
import { zeroPage } from '../machine/zero-page.ts';
import { putPages } from '../machine/put-pages.ts';
import { must } from '../model-error.ts';
import { r23 } from '../rules/r23-nopage-mapping.ts';
import type { AddressSpaces } from './address-spaces.ts';
import { VM_LOCKED, VM_READ, VM_RESERVED, VM_SHARED, VM_WRITE, type Nopage, type UserAccess } from './user-calls.ts';

/** Matters reported once for a vma. */
const REPORT_NOPAGE_FLAGS = 1;
export const REPORT_NOT_IO = 2;

/** An access by a process and handle_mm_fault for it. [2.4.27 mm/memory.c; semantics 6.1, 6.2] */
export function userAccess(
  machine: Machine,
  spaces: AddressSpaces,
  mm: number,
  request: { readonly directory: number; readonly address: number; readonly write: boolean },
): UserAccess {
  const { directory, write } = request;
  const va = request.address - (request.address % PAGE_SIZE);
  const vma = spaces.find(mm, va);
  const needed = write ? VM_WRITE : VM_READ;
  if (vma === 0 || (spaces.flags(vma) & needed) === 0) return { result: 'sigsegv', frame: -1 };
  const entry = machine.tables.get(directory, va);
  if ((entry & PTE_PRESENT) !== 0) return touchPresent(machine, directory, va, entry, write);
  if (!pteAlloc(machine, directory, va, GFP_KERNEL)) return { result: 'oom', frame: -1 };
  const fault = { machine, directory, va, write };
  if ((entry & PTE_SWAPPED) !== 0)
    return privatePage(fault, 'swapped-in', machine.frames.total + (entry >>> PAGE_SHIFT));
  const handler = spaces.handler(vma);
  if (handler !== undefined) return noPage(fault, spaces, vma);
  if (write) return privatePage(fault, 'anonymous', zeroPage(machine));
  map(fault, zeroPage(machine), 0);
  return { result: 'zero-page', frame: zeroPage(machine) };
}

interface Fault {
  readonly machine: Machine;
  readonly directory: number;
  readonly va: number;
  readonly write: boolean;
}

function map({ machine, directory, va }: Fault, frame: number, flags: number): void {
  machine.tables.set(directory, va, (machine.frameToPhys(frame) | PTE_PRESENT | flags) >>> 0);
  machine.frames.addUserMapping(frame, 1);
}

/** A page of the process's own with the content of `source` (a frame, or a page of swap behind the frames). */
function privatePage(fault: Fault, result: UserAccess['result'], source: number): UserAccess {
  const { machine, write } = fault;
  const failed = machine.stepFails('user-page', PAGE_SIZE, GFP_HIGHUSER);
  const frame = failed ? -1 : machine.buddy.alloc(GFP_HIGHUSER, 0);
  if (frame < 0) return { result: 'oom', frame: -1 };
  machine.frames.own(frame, 'user', 0);
  machine.contents.copyPage(source, frame);
  // A page that comes back from swap leaves its slot there, so it is dirty from the start.
  map(fault, frame, write || result === 'swapped-in' ? PTE_WRITE | PTE_DIRTY : PTE_WRITE);
  return { result, frame };
}

function touchPresent(machine: Machine, directory: number, va: number, entry: number, write: boolean): UserAccess {
  const frame = machine.physToFrame((entry & -PAGE_SIZE) >>> 0);
  if (frame === zeroPage(machine) && !write) return { result: 'zero-page', frame };
  if (!write || frame < 0) return { result: 'mapped', frame };
  if ((entry & PTE_WRITE) !== 0) {
    machine.tables.set(directory, va, entry | PTE_DIRTY);
    return { result: 'mapped', frame };
  }
  // do_wp_page: the last user of a private page keeps it, others get a copy.
  const { frames } = machine;
  if (!frames.isReserved(frame) && frames.count(frame) === 1) {
    machine.tables.set(directory, va, entry | PTE_WRITE | PTE_DIRTY);
    return { result: 'mapped', frame };
  }
  const fault = { machine, directory, va, write };
  const copy = privatePage(fault, 'anonymous', frame);
  if (copy.result === 'oom') return copy;
  frames.addUserMapping(frame, -1);
  putPages(machine, frame, 0, 'do_wp_page');
  return copy;
}

function frameFrom(handler: Nopage, va: number, frames: Frames): number {
  const frame = handler(va);
  const fits = frame === -1 || (Number.isInteger(frame) && frames.isValid(frame));
  return must(fits, frame, 'nopage', 'the result of the handler', 'a frame of mem_map or -1');
}

function noPage(fault: Fault, spaces: AddressSpaces, vma: number): UserAccess {
  const { machine, va, write } = fault;
  const { frames, findings } = machine;
  const handler = spaces.handler(vma);
  const outer = machine.referencesTaken;
  const taken: number[] = [];
  machine.referencesTaken = taken;
  let frame = -1;
  try {
    if (handler !== undefined) frame = machine.callOut(() => frameFrom(handler, va, frames));
  } finally {
    machine.referencesTaken = outer;
  }
  if (frame === -1) return { result: 'sigbus', frame: -1 };
  const since = [spaces.since(vma)];
  const references = taken.filter((page) => page === frame).length;
  if (references === 0 && !frames.isReserved(frame)) {
    findings.raise(r23, { missing: 'get_page' }, { since });
  } else if (frames.count(frame) - references <= 0) findings.raise(r23, { missing: 'own-count' }, { since });
  const flags = spaces.flags(vma);
  if ((flags & (VM_RESERVED | VM_LOCKED)) === 0 && spaces.firstReport(vma, REPORT_NOPAGE_FLAGS)) {
    findings.raise(r23, { missing: 'VM_RESERVED' }, { since });
  }
  if (write && (flags & VM_SHARED) === 0) {
    const copy = privatePage(fault, 'nopage', frame);
    putPages(machine, frame, 0, 'do_no_page');
    return copy;
  }
  map(fault, frame, write ? PTE_WRITE | PTE_DIRTY : (flags & VM_SHARED) !== 0 ? PTE_WRITE : 0);
  return { result: 'nopage', frame };
}
