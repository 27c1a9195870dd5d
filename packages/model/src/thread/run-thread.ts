import { claimById, claims } from './catalogue.ts';
import type { Cell } from './cell.ts';
import type { Claim, Claimant, Outcome } from './claim.ts';
import { conclude, type Verdict } from './verdict.ts';

/** One cell of the table: what was seen and what it says. Serialisable. */
export interface CellResult extends Cell, Outcome {
  /** True for cells beside those the claimant spoke of: they do not count for the verdict. */
  readonly contrast: boolean;
}

/** One claim, run. */
export interface ClaimResult {
  readonly id: string;
  readonly claimant: Claimant;
  readonly claim: string;
  readonly cells: readonly CellResult[];
  readonly verdict: Verdict;
  readonly explanation: string;
}

/** The thread, run: a row per claim. */
export interface ThreadTable {
  readonly claims: readonly ClaimResult[];
}

/** Runs one claim in all its cells. */
export function runClaim(claim: Claim): ClaimResult {
  const tried = (contrast: boolean) => (cell: Cell) => ({
    ...cell,
    contrast,
    ...claim.experiment(cell, () => undefined),
  });
  const claimed = claim.claimed.map(tried(false));
  const contrast = claim.contrast.map(tried(true));
  return {
    id: claim.id,
    claimant: claim.claimant,
    claim: claim.claim,
    cells: [...claimed, ...contrast],
    verdict: conclude(claimed, contrast),
    explanation: claim.explanation,
  };
}

/** Runs every claim of the thread, or those with the given ids in the order given. Throws ModelError for an unknown id. */
export function runThread(ids?: readonly string[]): ThreadTable {
  return { claims: (ids?.map(claimById) ?? claims).map(runClaim) };
}
