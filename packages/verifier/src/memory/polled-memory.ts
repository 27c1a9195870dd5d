import type { Host } from '../binding/host.ts';

/** Reads of one address before its device writes to it. */
const PATIENCE = 64;

/**
 * A driver that does nothing but read waits for what a device writes to a consistent buffer: all bits set for a while,
 * then none, as of a register that is read again and again.
 */
export function notePolled({ run, space, memory }: Host, address: number, size: number): void {
  const reads = (run.polled.get(address) ?? 0) + 1;
  run.polled.set(address, reads);
  run.polledLast = { address, size };
  if (reads % PATIENCE !== 0 || !space.isConsistent(address)) return;
  memory.u8.fill((reads / PATIENCE) % 2 === 1 ? 0xff : 0, address, address + size);
}

/** What it compares the buffer's contents with again and again is what it waits for. */
export function answerPolled({ run, space, memory }: Host, seen: number, wanted: number): void {
  const { address, size } = run.polledLast;
  if (size === 0 || size > 4 || (run.polled.get(address) ?? 0) < PATIENCE / 2 || !space.isConsistent(address)) return;
  let value = 0;
  for (let index = size - 1; index >= 0; index--) value = value * 256 + memory.u8[address + index]!;
  if (value !== seen) return;
  for (let index = 0; index < size; index++) memory.u8[address + index] = (wanted >>> (8 * index)) & 0xff;
}
