import type { Primitives } from '@freehandle/model';
import type { LoadedModule } from '../session/loaded-module.ts';
import type { LinearMemory } from '../memory/linear-memory.ts';

/** Where mem_map lies for the compiled allocator: nothing of the machine has this address. */
const MEM_MAP = 0xb000_0000;

/** The array of struct page as the compiled allocator sees it: what it stores there is handed over to the machine. */
export class TreePages {
  readonly #memory: LinearMemory;
  readonly #bytes: number;
  readonly #flagsAt: number;
  readonly #countAt: number;
  readonly #reserved: number;
  readonly #end: number;
  #stored: number[] = [];

  constructor(memory: LinearMemory, code: LoadedModule, frames: number) {
    const ask = (name: string): number => code.call(name) ?? 0;
    this.#memory = memory;
    this.#bytes = ask('fh_page_bytes');
    this.#flagsAt = ask('fh_page_flags');
    this.#countAt = ask('fh_page_count');
    this.#reserved = 1 << ask('fh_page_reserved');
    this.#end = MEM_MAP + frames * this.#bytes;
  }

  /** The value of the variable mem_map. */
  get base(): number {
    return MEM_MAP;
  }

  /** Empties the array. */
  reset(): void {
    this.#stored = [];
    this.#memory.u8.fill(0, MEM_MAP, this.#end);
  }

  pageOf(frame: number): number {
    return MEM_MAP + frame * this.#bytes;
  }

  frameOf(page: number): number {
    return Math.floor((page - MEM_MAP) / this.#bytes);
  }

  /** Called before each store of the allocator. */
  noteStore(address: number): void {
    if (address >= MEM_MAP && address < this.#end) this.#stored.push(address);
  }

  /** Hands over what was stored since the last call: reference counts and reserved bits. */
  handOver(kernel: Primitives): void {
    for (const address of this.#stored.splice(0)) {
      const frame = this.frameOf(address);
      const page = this.pageOf(frame);
      if (address - page === this.#countAt) {
        kernel.setPageCount(frame, this.#memory.u32(page + this.#countAt) | 0);
      } else if (address - page === this.#flagsAt) {
        kernel.setPageReserved(frame, (this.#memory.u32(page + this.#flagsAt) & this.#reserved) !== 0);
      }
    }
  }
}
