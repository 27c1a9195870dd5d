import type { Kernel } from '../kernel.ts';
import type { Accounting, LeakCause } from '../show/views.ts';
import type { TraceEvent } from '../trace/trace-event.ts';
import { claims } from './catalogue.ts';
import type { Cell } from './cell.ts';
import type { Claim, Outcome } from './claim.ts';

/** One step of a story: what happened, the calls that were made, and where the pages are then. */
export interface StoryStep {
  readonly text: string;
  /** Calls since the step before, oldest first. */
  readonly calls: readonly TraceEvent[];
  readonly accounting: Accounting;
}

/** Neighbouring frames lost for the same reason. */
export interface LeakedRun {
  readonly frame: number;
  readonly pages: number;
  readonly cause: LeakCause;
}

/** What happened on one machine. Some claims need more than one. */
export interface MachineStory {
  readonly steps: readonly StoryStep[];
  readonly leaked: readonly LeakedRun[];
}

/** A claim told in its first cell. Serialisable. */
export interface Story extends Cell, Outcome {
  readonly id: string;
  readonly claim: string;
  readonly explanation: string;
  readonly machines: readonly MachineStory[];
}

interface Recording {
  readonly kernel: Kernel;
  readonly steps: StoryStep[];
  told: number;
}

/** Tells the claim with this id (any case) in `cell`, else in its first; undefined when there is no such claim. */
export function storyOf(id: string, cell?: Cell): Story | undefined {
  const claim = claims.find((candidate) => candidate.id === id.toUpperCase());
  return claim === undefined ? undefined : tellClaim(claim, cell ?? claim.claimed[0]);
}

function tellClaim(claim: Claim, cell: Cell): Story {
  const recordings: Recording[] = [];
  const outcome = claim.experiment(cell, (text, kernel) => {
    let recording = recordings.find((known) => known.kernel === kernel);
    if (recording === undefined) recordings.push((recording = { kernel, steps: [], told: 0 }));
    recording.steps.push({ text, calls: kernel.trace.slice(recording.told), accounting: kernel.accounting() });
    recording.told = kernel.trace.length;
  });
  return {
    id: claim.id,
    claim: claim.claim,
    explanation: claim.explanation,
    ...cell,
    ...outcome,
    machines: recordings.map(({ kernel, steps }) => ({ steps, leaked: leakedRuns(kernel) })),
  };
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
