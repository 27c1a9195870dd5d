import { pageMap, type PageMapCell } from '@freehandle/model';
import type { Onlooker, WatchedKernel } from '../session/session.ts';

/** What became of the page frames of the machine in a run, as far as anything did. Serialisable. */
export interface PageHistory {
  /** The frames that change in the run, ascending. */
  readonly frames: readonly number[];
  /** What each of them is before the first call. */
  readonly start: readonly PageMapCell[];
  /** In the order of the run. */
  readonly steps: readonly PageStep[];
  /** How many of the frames that never change are what. */
  readonly unchanged: Readonly<Partial<Record<PageMapCell, number>>>;
}

/** What a call changed. */
export interface PageStep {
  /** Its number in the run; the number of all calls, when the run is over: what the driver still holds then is leaked. */
  readonly call: number;
  /** Positions in `frames`, and what is there now. */
  readonly changes: readonly (readonly [number, PageMapCell])[];
}

/** Records the pages of one run. */
export type PageRecorder = Onlooker & { history(): PageHistory };

/** A recorder for the run that is made next. */
export function pageRecorder(): PageRecorder {
  let first: readonly PageMapCell[] = [];
  let last = first;
  let seen = -1;
  const steps: { call: number; changes: [number, PageMapCell][] }[] = [];
  const note = (call: number, cells: readonly PageMapCell[]): void => {
    const changes = cells.flatMap((cell, frame): [number, PageMapCell][] =>
      cell === last[frame] ? [] : [[frame, cell]],
    );
    last = cells;
    if (changes.length > 0) steps.push({ call, changes });
  };
  return {
    start(kernel) {
      last = first = pageMap(kernel).cells;
      seen = lastEvent(kernel);
    },
    after(kernel, call) {
      // to look at every frame takes a while, and only what the machine was asked to do changes any
      const event = lastEvent(kernel);
      if (event === seen) return;
      seen = event;
      note(call, pageMap(kernel).cells);
    },
    finish(kernel, calls, ended) {
      const { cells } = pageMap(kernel);
      const isLeft = (cell: PageMapCell, frame: number): boolean => ended && held.has(cell) && cell !== first[frame];
      note(
        calls,
        cells.map((cell, frame) => (isLeft(cell, frame) ? 'leaked' : cell)),
      );
    },
    history: () => historyOf(first, steps),
  };
}

/** What a frame of a buffer or a block shows that somebody asked for and can still free. */
const held: ReadonlySet<PageMapCell> = new Set(['head', 'mapped', 'held', 'reserved', 'pages']);

function lastEvent({ trace }: WatchedKernel): number {
  return trace.at(-1)?.seq ?? -1;
}

function historyOf(first: readonly PageMapCell[], steps: readonly PageStep[]): PageHistory {
  const changed = new Set(steps.flatMap(({ changes }) => changes.map(([frame]) => frame)));
  const frames = [...changed].sort((a, b) => a - b);
  const position = new Map(frames.map((frame, index) => [frame, index]));
  const unchanged: Partial<Record<PageMapCell, number>> = {};
  for (const [frame, cell] of first.entries()) if (!changed.has(frame)) unchanged[cell] = (unchanged[cell] ?? 0) + 1;
  return {
    frames,
    start: frames.map((frame) => first[frame]!),
    steps: steps.map(({ call, changes }) => ({
      call,
      changes: changes.map(([frame, cell]) => [position.get(frame)!, cell] as const),
    })),
    unchanged,
  };
}
