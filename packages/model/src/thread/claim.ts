import type { Kernel } from '../kernel.ts';
import type { Cell } from './cell.ts';
import type { Verdict } from './verdict.ts';

/** Who said it: the two writers of September 2002, what their words imply, or what neither of them mentioned. */
export type Claimant = 'Todd Poynor' | 'David Gibson' | 'implied' | 'unmentioned';

/** Called by an experiment after each of its steps, with the machine as it is then: the story records it, the table does not. */
export type Tell = (step: string, kernel: Kernel) => void;

/** What a claim says and where it is to be tried. */
export interface Statement {
  /** `C1`..`C26` in the order of the mails, `X1`..`X10` for what the thread missed. */
  readonly id: string;
  readonly claimant: Claimant;
  /** The claim in our own words. */
  readonly claim: string;
  /** Why it is so, for a reader who has seen the observations. */
  readonly explanation: string;
  /** The cells the claimant spoke of: the verdict is concluded over these. The first is the one told as a story. */
  readonly claimed: readonly [Cell, ...Cell[]];
  /** Cells run beside them for comparison. */
  readonly contrast: readonly Cell[];
}

/** What one run of an experiment showed, in one line, and what that says about the claim. Serialisable. */
export interface Outcome {
  readonly observable: string;
  readonly verdict: Verdict;
}

/** A statement about consistent memory as an experiment. */
export interface Claim extends Statement {
  /** Tries the claim on machines of its own; equal cells give equal outcomes. */
  experiment(cell: Cell, tell: Tell): Outcome;
}

/** How a claim is tried: the verdict is a function of what the run observed and of nothing else. */
interface Experiment<Observed> {
  readonly run: (cell: Cell, tell: Tell) => Observed;
  readonly observable: (observed: Observed) => string;
  readonly verdict: (observed: Observed) => Verdict;
}

/** Joins a statement with its experiment, whose observations stay inside. */
export function defineClaim<Observed>(claim: Statement & Experiment<Observed>): Claim {
  const { run, observable, verdict, ...statement } = claim;
  return {
    ...statement,
    experiment(cell, tell) {
      const observed = run(cell, tell);
      return { observable: observable(observed), verdict: verdict(observed) };
    },
  };
}
