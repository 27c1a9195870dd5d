import { STACK_BYTES } from '../toolchain/arguments.ts';
import type { LinearMemory } from './linear-memory.ts';

/** Bytes of a loaded module as they were before anything ran: what a run starts from. */
export class MemoryImage {
  readonly #memory: LinearMemory;
  readonly #data: Uint8Array;
  /** End of stack and data, in bytes. */
  readonly end: number;

  /** Takes the image of a module that was just instantiated and has run nothing. */
  constructor(memory: LinearMemory, end: number) {
    this.#memory = memory;
    this.end = end;
    this.#data = memory.u8.slice(STACK_BYTES, end);
  }

  /** Puts it back. The stack is poisoned, so that a local never set reads the same in every run and is no zero. */
  restore(): void {
    this.#memory.u8.fill(0x5a, 0, STACK_BYTES);
    this.#memory.u8.set(this.#data, STACK_BYTES);
  }
}
