import type { DeviceRead, RunState } from './run-state.ts';

/** Reads that a comparison is held against: a driver looks at what it has read at once, or soon. */
const REMEMBERED = 6;
/** Wishes kept of a run. */
const MOST_WISHES = 400;

/** The value that the plan has a register read at its `nth` read; null where the device answers as it does. */
export function plannedAnswer({ answers }: RunState, register: number, nth: number): number | null {
  return answers.get(register)?.findLast((answer) => answer.nth <= nth)?.value ?? null;
}

/** Remembers a read for the comparisons that follow. */
export function noteRead({ recentReads }: RunState, read: DeviceRead): void {
  recentReads.push(read);
  if (recentReads.length > REMEMBERED) recentReads.shift();
}

/**
 * Called with the operands of a comparison of the driver. One that is what a register has just read, or a part of it, is
 * compared with what the driver might want to read: noted as a wish.
 */
export function noteComparison(run: RunState, seen: number, wanted: number): void {
  if (run.wishes.length >= MOST_WISHES) return;
  const unknown = run.unknowns.get(seen);
  if (unknown !== undefined) run.wishes.push({ register: unknown, nth: 0, value: wanted });
  if (seen === wanted) return;
  // the last read is the likeliest, and the first wish to be tried
  for (const { register, nth, value } of run.recentReads) {
    const shift = shiftOf(value, seen);
    if (shift < 0 || run.wishes.length >= MOST_WISHES) continue;
    const mask = seen < 0x100 && wanted < 0x100 ? 0xff : seen < 0x1_0000 && wanted < 0x1_0000 ? 0xffff : 0xffff_ffff;
    const wished = ((value & ~(mask << shift)) | ((wanted & mask) << shift)) >>> 0;
    run.wishes.push({ register, nth, value: wished });
  }
}

/** By how many bits a read value has to be moved to the right to give a part of it; -1 where none does. */
function shiftOf(value: number, part: number): number {
  for (const shift of [0, 8, 16, 24]) {
    const moved = value >>> shift;
    if (moved === part || (moved & 0xff) === part || (moved & 0xffff) === part) return shift;
  }
  return -1;
}
