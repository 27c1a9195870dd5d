import type { Finding } from '@freehandle/model';
import type { RunResult } from '../session/session.ts';
import { planName } from '../exploration/run-plan.ts';
import { ofArguments } from '../verdict/argument-mistake.ts';
import { placeName } from '../verdict/free-sites.ts';
import type { Verification } from '../verify-driver.ts';
import type { ComparedRun } from './compare-explorations.ts';
import { firstDifference, newArguments, runsCompared, type Difference } from './equal-runs.ts';
import type { DeclaredCalls } from '../declared-calls.ts';
import { sameLayouts } from './same-layouts.ts';

/** What the runs of functions by themselves show side by side. */
export interface ComparedUnderConstrained {
  /** One sentence for each pair of runs that differ. */
  readonly differences: readonly string[];
  readonly compared: readonly ComparedRun[];
}

/**
 * Matches under-constrained runs of two forms by their plans. Made-up objects have no types, only offsets: where a structure
 * has changed, the same offset is another field, and nothing is compared.
 */
export function compareUnderConstrained(
  before: Verification,
  after: Verification,
  forms: DeclaredCalls,
): ComparedUnderConstrained {
  const original = new Map(
    (before.exploration?.underConstrained ?? []).map(({ plan, result }) => [planName(plan), result]),
  );
  const migrated = after.exploration?.underConstrained ?? [];
  if (original.size === 0 || migrated.length === 0 || !sameLayouts(before.units, after.units)) {
    return { differences: [], compared: [] };
  }
  const compared = migrated.flatMap(({ plan, result }): ComparedRun[] => {
    const other = original.get(planName(plan));
    if (!other?.conclusive || !result.conclusive) return [];
    const difference = firstDifference(other, result, forms) ?? newMistake(other, result, forms);
    return [{ plan, before: other, after: result, calls: runsCompared(other, result).calls, difference }];
  });
  const differences = compared.flatMap(({ plan, difference }) =>
    difference === null ? [] : [`${planName(plan)}, ${difference.text}`],
  );
  return { differences, compared };
}

/**
 * What the model says of the new arguments where the run itself had allocated the buffer, and the original's were right. Not
 * where one of them is made up: somebody who was not called would have set it.
 */
function newMistake(before: RunResult, after: RunResult, forms: DeclaredCalls): Difference | null {
  for (const { index, allocated } of after.state.frees) {
    const event = after.state.events[index]!;
    const original = before.state.events[index];
    if (!original) continue;
    const grown = newArguments(original, event, forms);
    if (!allocated || grown.some((value) => after.state.lazy!.hasMadeUp(value))) continue;
    const mistake = mistakeIn(after, index);
    if (mistake && !mistakeIn(before, index)) return { index, text: `call ${index + 1}: ${mistake.message}` };
  }
  return null;
}

function mistakeIn({ state, findings }: RunResult, index: number): Finding | undefined {
  const place = placeName(state.events[index]?.place ?? null);
  return findings.find((finding) => ofArguments.has(finding.rule) && placeName(finding.place) === place);
}
