import type { AddressSpace } from '../memory/address-space.ts';
import type { LinearMemory } from '../memory/linear-memory.ts';

/** Bytes that are held against each other at most; a driver with more in use is not told to be in the same state. */
const MOST_BYTES = 1 << 24;

/** Blocks after which a loop ought to have come to the same one again. */
const ONE_ROUND = 10_000;

/** What a loop could change from round to round. */
export interface LoopMemory {
  readonly memory: LinearMemory;
  readonly space: AddressSpace;
  /** End of the driver's stack and data, in bytes. */
  readonly end: number;
  /** Address of the clock, which goes on by itself; null where the driver has none. */
  readonly clock: number | null;
}

/**
 * Watches a loop over device registers that has used up its fuel. One that comes to the same block with every byte as it was
 * will do the same again, for as long as the device answers the same; one that counts will end some time.
 */
export class DeviceLoop {
  readonly #of: LoopMemory;
  readonly #block: number;
  readonly #before: readonly Uint8Array[];
  #left = ONE_ROUND;

  constructor(of: LoopMemory, block: number) {
    this.#of = of;
    this.#block = block;
    this.#before = inUse(of);
  }

  /** Called for each block from there on: whether it runs for ever; null while that is not known. */
  isEndless(block: number): boolean | null {
    if (block !== this.#block) return this.#left-- > 0 ? null : false;
    const now = inUse(this.#of);
    return (
      now.length > 0 &&
      now.length === this.#before.length &&
      now.every((bytes, index) => Buffer.compare(bytes, this.#before[index]!) === 0)
    );
  }
}

/** Stack, data and everything allocated; nothing where that is too much. */
function inUse({ memory, space, end, clock }: LoopMemory): Uint8Array[] {
  const live = space.allocations.filter((allocation) => allocation.live);
  if (live.reduce((sum, { bytes }) => sum + bytes, end) > MOST_BYTES) return [];
  const own = memory.u8.slice(0, end);
  if (clock !== null) own.fill(0, clock, clock + 4);
  return [own, ...live.map(({ base, bytes }) => memory.u8.slice(base, base + bytes))];
}
