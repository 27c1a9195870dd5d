import type { PageMapCell } from '@freehandle/model';
import type { Film } from '../../verification/driver-runs.ts';

/**
 * Where a run can be looked at, counted from 0: before the first call, after each call, and when it is over.
 */
export function lastMoment({ calls }: Pick<Film, 'calls'>): number {
  return calls.length + 1;
}

/** The call that leads to a moment; null before the first and when the run is over. */
export function callAt({ calls }: Pick<Film, 'calls'>, moment: number): Film['calls'][number] | null {
  return calls[moment - 1] ?? null;
}

/** What the frames of a run are at a moment, and which of them have just become that. */
export function pagesAt(
  { frames, start, steps }: Film['pages'],
  moment: number,
): { readonly cells: readonly PageMapCell[]; readonly changed: ReadonlySet<number> } {
  const cells = frames.map((_, index) => start[index]!);
  let changed = new Set<number>();
  for (const step of steps) {
    if (step.call >= moment) break;
    for (const [index, cell] of step.changes) cells[index] = cell;
    changed = step.call === moment - 1 ? new Set(step.changes.map(([index]) => index)) : new Set();
  }
  return { cells, changed };
}

/** How many frames are what, those included that never change. */
export function countedCells(
  cells: readonly PageMapCell[],
  unchanged: Film['pages']['unchanged'],
): [cell: PageMapCell, count: number][] {
  const counts = new Map<PageMapCell, number>(Object.entries(unchanged) as [PageMapCell, number][]);
  for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Frame numbers in ranges without a gap: positions in the list, the last excluded. */
export function ranges(frames: readonly number[]): { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (const [index, frame] of frames.entries()) {
    const last = found.at(-1);
    if (last && frames[index - 1] === frame - 1) last.to = index + 1;
    else found.push({ from: index, to: index + 1 });
  }
  return found;
}

/** A call as C, with what it returned. */
export function callText({ call, args, result, text }: Film['calls'][number]): string {
  if (call.startsWith('→'))
    return result === null ? `${call}, which did not return` : `${call} returned ${signed(result)}`;
  const given = text === null ? args.map(signed).join(', ') : JSON.stringify(text.trim());
  return `${call}(${given}) = ${result === null ? 'no return' : signed(result)}`;
}

/** Errors are small and negative; what is larger than 16 bits is an address or a mask. */
function signed(value: number): string {
  return value > 0xffff && value < 0xffff_f000 ? `0x${value.toString(16)}` : String(value | 0);
}
