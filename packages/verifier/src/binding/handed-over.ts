import { STACK_BYTES } from '../toolchain/arguments.ts';
import type { Host } from './host.ts';

/** Smaller numbers are no pointers. */
const NULL_PAGE = 4096;
const PAGE_SIZE = 4096;
/** Bytes read of what is no allocation of its own: a variable, or what lies on the stack. */
const REACH = 256;
/** Bytes read of one object, and objects followed, at most. */
const LARGEST = 16_384;
const MOST_OBJECTS = 64;

/**
 * Notes that an unknown function of the kernel was given these arguments: it may keep, and later give back, whatever they lead
 * to at this moment through objects of the driver; and it may store where a local variable is.
 */
export function handOver({ run, space, memory }: Host, name: string, args: readonly number[]): void {
  if (args.some((value) => value > NULL_PAGE && value < STACK_BYTES)) run.pointedAtStack.add(name);
  // a loop that waits calls the same again and again
  const call = `${name} ${args.join()} ${space.allocations.length}`;
  if (run.lastHandOver === call) return;
  run.lastHandOver = call;
  const queue = args.map((address) => ({ address, isArgument: true }));
  const seen = new Set<number>();
  // the list grows while it is walked
  for (const { address, isArgument } of queue) {
    const object = space.isDriverMemory(address) ? space.around(address) : null;
    if (object === null && !(isArgument && space.isModuleMemory(address))) continue;
    const base = object?.base ?? (address & ~3) >>> 0;
    if (seen.has(base) || seen.size >= MOST_OBJECTS) continue;
    seen.add(base);
    run.handed.set(base, name);
    const end = base + (object === null ? REACH : Math.min(object.bytes, LARGEST));
    for (let at = (base + 3) & ~3; at >>> 0 < end - 3; at += 4) {
      // what was never touched holds what an earlier run left
      if (space.isUntouched(at >>> 0)) {
        at = ((at >>> 0) | (PAGE_SIZE - 1)) - 3;
        continue;
      }
      const value = memory.u32(at >>> 0);
      if (value < STACK_BYTES) continue;
      if (!run.handed.has(value)) run.handed.set(value, name);
      if (space.isDriverMemory(value)) queue.push({ address: value, isArgument: false });
    }
  }
}
