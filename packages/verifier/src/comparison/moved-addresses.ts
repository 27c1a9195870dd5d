import { STACK_BYTES } from '../toolchain/arguments.ts';

/** Below it lies no local variable of any driver: a number there is a number. */
const LOWEST_LOCAL = 4096;

/**
 * Where the second form of a driver has what the first one has elsewhere. A migration that keeps a size or a handle adds a
 * member or a variable: what comes behind it in the same object moves, and nothing changes its order.
 */
export class MovedAddresses {
  readonly #pairs = new Map<string, Map<number, number>>();

  /**
   * Whether offset `after` in an object can be what `before` was, the object having grown by so many bytes; remembered, so
   * that the same offset is always the same thing.
   */
  areSame(object: string, before: number, after: number, growth: number): boolean {
    const moved = after - before;
    if (moved * Math.sign(growth) < 0 || Math.abs(moved) > Math.abs(growth)) return false;
    const pairs = this.#pairs.get(object) ?? new Map<number, number>();
    this.#pairs.set(object, pairs);
    for (const [one, other] of pairs) if (Math.sign(before - one) !== Math.sign(after - other)) return false;
    pairs.set(before, after);
    return true;
  }
}

/** Whether an address is that of a local: where on the stack it lies, the callers' other locals decide. */
export function isLocal(address: number): boolean {
  return address >= LOWEST_LOCAL && address < STACK_BYTES;
}

/** Whether an address is that of one of a driver's own variables, which lie up to `end`. */
export function isVariable(address: number, end: number): boolean {
  return address >= STACK_BYTES && address < end;
}
