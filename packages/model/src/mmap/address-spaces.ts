import type { Machine } from '../machine/machine.ts';
import { PAGE_SIZE } from '../machine/page.ts';
import { Records } from '../machine/records.ts';
import { Words } from '../machine/journal.ts';
import { ModelError } from '../model-error.ts';
import type { Nopage } from './user-calls.ts';

/** Where mmap starts to look. */
const TASK_UNMAPPED_BASE = 0x40000000;
/** Where user space ends. */
export const TASK_SIZE = 0x80000000;

const MM_DIRECTORY = 0;
const MM_VMAS = 1;

const VMA_START = 0;
const VMA_END = 1;
const VMA_FLAGS = 2;
const VMA_NEXT = 3;
const VMA_NOPAGE = 4;
const VMA_SINCE = 5;
const VMA_REPORTED = 6;

/** The address spaces of processes: their vmas in address order and their page tables. */
export class AddressSpaces {
  readonly #mms: Records;
  readonly #vmas: Records;
  readonly #machine: Machine;
  readonly #handlers: Nopage[] = [];
  /** Word 0: pages of swap in use. */
  readonly #swap: Words;

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#mms = new Records(machine.journal, 4);
    this.#vmas = new Records(machine.journal, 8);
    this.#swap = new Words(machine.journal, 1);
  }

  create(): number {
    return this.#mms.create(this.#machine.tables.createDirectory());
  }

  /** The page table directory of an address space that exists. */
  directory(mm: number, call: string): number {
    if (Number.isInteger(mm) && this.#mms.isLive(mm)) return this.#mms.get(mm, MM_DIRECTORY);
    throw new ModelError(
      `${call}: ${String(mm)} is no address space that createMm or fork returned and exitMm has not taken.`,
    );
  }

  release(mm: number): void {
    this.#mms.release(mm);
  }

  /** Where a new vma of `size` bytes fits first; 0 when nowhere. */
  findSpace(mm: number, size: number): number {
    let address = TASK_UNMAPPED_BASE;
    for (const vma of this.vmas(mm)) {
      if (address + size <= this.start(vma)) break;
      address = Math.max(address, this.end(vma));
    }
    return address + size <= TASK_SIZE ? address : 0;
  }

  insert(mm: number, vma: { start: number; end: number; flags: number; nopage: number; since: number }): number {
    const added = this.#vmas.create(vma.start);
    this.#vmas.set(added, VMA_END, vma.end);
    this.#vmas.set(added, VMA_FLAGS, vma.flags);
    this.#vmas.set(added, VMA_NOPAGE, vma.nopage);
    this.#vmas.set(added, VMA_SINCE, vma.since);
    let previous = 0;
    for (const other of this.vmas(mm)) if (this.start(other) < vma.start) previous = other;
    const next = previous === 0 ? this.#mms.get(mm, MM_VMAS) : this.#vmas.get(previous, VMA_NEXT);
    this.#vmas.set(added, VMA_NEXT, next);
    if (previous === 0) this.#mms.set(mm, MM_VMAS, added);
    else this.#vmas.set(previous, VMA_NEXT, added);
    return added;
  }

  remove(mm: number, vma: number): void {
    const next = this.#vmas.get(vma, VMA_NEXT);
    if (this.#mms.get(mm, MM_VMAS) === vma) this.#mms.set(mm, MM_VMAS, next);
    for (const other of this.vmas(mm))
      if (this.#vmas.get(other, VMA_NEXT) === vma) this.#vmas.set(other, VMA_NEXT, next);
    this.#vmas.release(vma);
  }

  /** Vmas in address order; the list must not change meanwhile. */
  *vmas(mm: number): Generator<number> {
    for (let vma = this.#mms.get(mm, MM_VMAS); vma !== 0; vma = this.#vmas.get(vma, VMA_NEXT)) yield vma;
  }

  /** The vma that holds `address`, 0. */
  find(mm: number, address: number): number {
    for (const vma of this.vmas(mm)) if (address >= this.start(vma) && address < this.end(vma)) return vma;
    return 0;
  }

  start(vma: number): number {
    return this.#vmas.getU32(vma, VMA_START);
  }

  end(vma: number): number {
    return this.#vmas.getU32(vma, VMA_END);
  }

  setEnd(vma: number, end: number): void {
    this.#vmas.set(vma, VMA_END, end);
  }

  setStart(vma: number, start: number): void {
    this.#vmas.set(vma, VMA_START, start);
  }

  flags(vma: number): number {
    return this.#vmas.get(vma, VMA_FLAGS);
  }

  setFlags(vma: number, flags: number): void {
    this.#vmas.set(vma, VMA_FLAGS, flags);
  }

  since(vma: number): number {
    return this.#vmas.get(vma, VMA_SINCE);
  }

  /** The number of a nopage handler, 0 for none. */
  nopageNumber(handler: Nopage | undefined): number {
    if (handler === undefined) return 0;
    const known = this.#handlers.indexOf(handler);
    return known >= 0 ? known + 1 : this.#handlers.push(handler);
  }

  nopageOf(vma: number): number {
    return this.#vmas.get(vma, VMA_NOPAGE);
  }

  handler(vma: number): Nopage | undefined {
    return this.#handlers[this.nopageOf(vma) - 1];
  }

  /** True the first time it is asked about this vma and matter (a bit). */
  firstReport(vma: number, matter: number): boolean {
    const reported = this.#vmas.get(vma, VMA_REPORTED);
    this.#vmas.set(vma, VMA_REPORTED, reported | matter);
    return (reported & matter) === 0;
  }

  /** A new page of swap, counted from 0. */
  takeSwap(): number {
    return this.#swap.add(0, 1) - 1;
  }

  /** Page addresses of `[from, to)`. */
  static *pages(from: number, to: number): Generator<number> {
    for (let va = from - (from % PAGE_SIZE); va < to; va += PAGE_SIZE) yield va;
  }
}
