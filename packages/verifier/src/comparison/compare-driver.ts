import type { DriverPair, VerifyOptions } from '../driver-input.ts';
import type { Exploration } from '../exploration/explore.ts';
import { planName } from '../exploration/fault-plans.ts';
import type { Comparison } from '../verdict/verdict.ts';
import { verifyHere, type Verification, type Workbench } from '../verify-driver.ts';
import { firstDifference } from './equal-runs.ts';

/** Differences named in a comparison; more say nothing new. */
const MOST_DIFFERENCES = 10;

/** Runs original and migrated driver on equal fault plans and compares them call by call. In this thread. */
export function compareHere(pair: DriverPair, workbench: Workbench, options: VerifyOptions): Comparison {
  const before = verifyHere(pair.before, workbench, options);
  const after = verifyHere(pair.after, workbench, options);
  const verdicts = { file: pair.after.file, before: before.verdict, after: after.verdict };
  const why = obstacle(before, after);
  if (why !== null) return { ...verdicts, equivalent: null, differences: [], why };
  const differences = differencesOf(before.exploration!, after.exploration!);
  return {
    ...verdicts,
    equivalent: differences.length === 0,
    differences: differences.slice(0, MOST_DIFFERENCES),
    why: null,
  };
}

function obstacle(before: Verification, after: Verification): string | null {
  if (before.verdict.error) return `the original could not be run: ${before.verdict.error.message}`;
  if (after.verdict.error) return `the migrated driver could not be run: ${after.verdict.error.message}`;
  return null;
}

function differencesOf(before: Exploration, after: Exploration): string[] {
  const counterparts = new Map(after.runs.map((run) => [planName(run.plan), run]));
  const differences: string[] = [];
  for (const { plan, result } of before.runs) {
    const name = planName(plan);
    const condition = name === '' ? 'without a fault' : `with ${name} failing`;
    const counterpart = counterparts.get(name);
    counterparts.delete(name);
    if (!counterpart) {
      differences.push(`${condition}: that step is not reached after`);
    } else if (result.conclusive && counterpart.result.conclusive) {
      const difference = firstDifference(result, counterpart.result);
      if (difference !== null) differences.push(`${condition}, ${difference}`);
    }
  }
  for (const name of counterparts.keys()) differences.push(`with ${name} failing: that step is not reached before`);
  return differences;
}
