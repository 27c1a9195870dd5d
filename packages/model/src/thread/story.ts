import type { Kernel } from '../kernel.ts';
import { pageMap, type PageMap } from '../show/page-map.ts';
import { timeline } from '../show/timeline.ts';
import type { Accounting, LeakCause } from '../show/views.ts';
import { claims } from './catalogue.ts';
import type { Cell } from './cell.ts';
import type { Claim, Outcome } from './claim.ts';
import { foldCalls, type StoryCall } from './fold-calls.ts';

/** One step of a story: what happened, the calls that were made, and where the pages are then. */
export interface StoryStep {
  readonly text: string;
  /** Calls since the step before, oldest first. */
  readonly calls: readonly StoryCall[];
  readonly accounting: Accounting;
  /** The frames that change in the course of the story, as they are after this step. */
  readonly map: PageMap;
}

/** Neighbouring frames lost for the same reason. */
export interface LeakedRun {
  readonly frame: number;
  readonly pages: number;
  readonly cause: LeakCause;
}

/** What happened on one machine; the first step's map is the one before, the last step's the one after. */
export interface MachineStory {
  readonly steps: readonly StoryStep[];
  readonly leaked: readonly LeakedRun[];
}

/** A claim told in one cell. Some claims need more than one machine, those about declarations none. Serialisable. */
export interface Story extends Cell, Outcome {
  readonly id: string;
  readonly claim: string;
  readonly explanation: string;
  readonly machines: readonly MachineStory[];
}

/** Frames in a row of a printed map: the range of a story's maps is made of whole rows. */
const ROW = 64;

/** Tells the claim with this id (any case) in `cell`, else in its first; undefined when there is no such claim. */
export function storyOf(id: string, cell?: Cell): Story | undefined {
  const claim = claims.find((candidate) => candidate.id === id.toUpperCase());
  return claim === undefined ? undefined : tellClaim(claim, cell ?? claim.claimed[0]);
}

function tellClaim(claim: Claim, cell: Cell): Story {
  const told = new Map<Kernel, { calls: number; steps: StoryStep[] }>();
  const outcome = claim.experiment(cell, (text, kernel) => {
    const { calls, steps } = told.get(kernel) ?? { calls: 0, steps: [] };
    const step = {
      text,
      calls: foldCalls(timeline(kernel).slice(calls)),
      accounting: kernel.accounting(),
      map: pageMap(kernel),
    };
    told.set(kernel, { calls: kernel.trace.length, steps: [...steps, step] });
  });
  return {
    id: claim.id,
    claim: claim.claim,
    explanation: claim.explanation,
    ...cell,
    ...outcome,
    machines: [...told].map(([kernel, { steps }]) => ({ steps: showChanges(steps), leaked: leakedRuns(kernel) })),
  };
}

/** The steps with their maps cut to the rows in which any frame changes. */
function showChanges(steps: readonly StoryStep[]): StoryStep[] {
  const before = steps[0]?.map.cells ?? [];
  const changed = before.flatMap((cell, frame) => (steps.some(({ map }) => map.cells[frame] !== cell) ? [frame] : []));
  const from = Math.floor((changed[0] ?? 0) / ROW) * ROW;
  const to = Math.ceil(((changed.at(-1) ?? -1) + 1) / ROW) * ROW;
  return steps.map((step) => ({ ...step, map: { from, cells: step.map.cells.slice(from, to) } }));
}

function leakedRuns(kernel: Kernel): LeakedRun[] {
  const runs: LeakedRun[] = [];
  for (let frame = 0; frame < kernel.frameCount; frame++) {
    const { leak } = kernel.frame(frame);
    if (leak === null) continue;
    const last = runs.at(-1);
    if (last !== undefined && last.cause === leak && last.frame + last.pages === frame)
      runs[runs.length - 1] = { ...last, pages: last.pages + 1 };
    else runs.push({ frame, pages: 1, cause: leak });
  }
  return runs;
}
