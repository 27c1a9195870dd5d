import { Records } from './records.ts';
import type { Journal } from './journal.ts';
import type { Platform } from '../platforms/platform.ts';
import { PAGE_SHIFT, PAGE_SIZE } from './page.ts';

/** Bits of an entry beside the physical page address; an entry of 0 is none. */
export const PTE_PRESENT = 1;
export const PTE_NO_CACHE = 2;
export const PTE_WRITE = 4;
export const PTE_DIRTY = 8;
/** Not present: the page's content is in swap. */
export const PTE_SWAPPED = 16;

const FIRST_ENTRY = 2;

/**
 * Two-level page tables of all address spaces. A directory entry leads to a table of `pteTableReach` bytes, which lives
 * in a page frame of its own; the kernel's tables are never given back. [2.4.27 arch/ppc/mm/pgtable.c; semantics 1.1 step 8, 8]
 */
export class PageTables {
  /** The kernel's own address space. */
  readonly init: number;
  readonly #tables: Records;
  readonly #directories: Records;
  readonly #shift: number;
  readonly #entries: number;

  constructor(journal: Journal, platform: Platform) {
    this.#shift = Math.log2(platform.pteTableReach);
    this.#entries = platform.pteTableReach / PAGE_SIZE;
    this.#tables = new Records(journal, this.#entries + FIRST_ENTRY);
    this.#directories = new Records(journal, 2 ** (32 - this.#shift) + FIRST_ENTRY);
    this.init = this.createDirectory();
  }

  createDirectory(): number {
    return this.#directories.create(1);
  }

  /** Whether `va` has a page table already. */
  hasTable(directory: number, va: number): boolean {
    return this.#directories.get(directory, FIRST_ENTRY + (va >>> this.#shift)) !== 0;
  }

  /** Installs an empty table for `va` in the page `frame`. */
  addTable(directory: number, va: number, frame: number): void {
    this.#directories.set(directory, FIRST_ENTRY + (va >>> this.#shift), this.#tables.create(frame + 1));
  }

  /** The entry for `va`, 0 when there is none or no table. */
  get(directory: number, va: number): number {
    const table = this.#directories.get(directory, FIRST_ENTRY + (va >>> this.#shift));
    return table === 0 ? 0 : this.#tables.getU32(table, FIRST_ENTRY + ((va >>> PAGE_SHIFT) & (this.#entries - 1)));
  }

  /** set_pte; the table must be there. */
  set(directory: number, va: number, entry: number): void {
    const table = this.#directories.get(directory, FIRST_ENTRY + (va >>> this.#shift));
    this.#tables.set(table, FIRST_ENTRY + ((va >>> PAGE_SHIFT) & (this.#entries - 1)), entry);
  }

  /** The frames of an address space's tables, in address order. */
  *frames(directory: number): Generator<number> {
    for (let index = 0; index < 2 ** (32 - this.#shift); index++) {
      const table = this.#directories.get(directory, FIRST_ENTRY + index);
      if (table !== 0) yield this.#tables.get(table, 0) - 1;
    }
  }

  /** Every entry that is not 0, with its address, in address order. */
  *mapped(directory: number): Generator<{ va: number; entry: number }> {
    for (let index = 0; index < 2 ** (32 - this.#shift); index++) {
      const table = this.#directories.get(directory, FIRST_ENTRY + index);
      if (table === 0) continue;
      for (let slot = 0; slot < this.#entries; slot++) {
        const entry = this.#tables.getU32(table, FIRST_ENTRY + slot);
        if (entry !== 0) yield { va: (index * 2 ** this.#shift + slot * PAGE_SIZE) >>> 0, entry };
      }
    }
  }

  /** Drops an address space whose entries are all cleared. The caller has given the tables' frames back. */
  releaseDirectory(directory: number): void {
    for (let index = 0; index < 2 ** (32 - this.#shift); index++) {
      const table = this.#directories.get(directory, FIRST_ENTRY + index);
      if (table !== 0) this.#tables.release(table);
    }
    this.#directories.release(directory);
  }
}
