import type { Comparison, DriverVerdict } from './verdict.ts';

/**
 * What the runs of a verdict say nothing about, one clause each, besides the free sites that are not verified: to be shown
 * next to it, for a clean verdict with gaps is a smaller statement. Empty for a driver that was not verified at all: there the error says it.
 */
export function gapsOf(verdict: DriverVerdict): string[] {
  if (verdict.error !== null) return [];
  return runGaps(verdict);
}

/** What a comparison says nothing about, the gaps of its two verdicts included. */
export function comparisonGaps({ before, after, compared }: Comparison): string[] {
  const [original, migrated] = [runGaps(before), runGaps(after)];
  return [
    ...several(compared.cut, 'run was', 'runs were', 'compared only up to where an allocator stopped the machine'),
    ...several(
      compared.skipped,
      'fault plan was',
      'fault plans were',
      'not compared: not run in both, or inconclusive',
    ),
    ...migrated,
    ...original.filter((gap) => !migrated.includes(gap)).map((gap) => `the original: ${gap}`),
  ];
}

function runGaps(verdict: DriverVerdict): string[] {
  return [
    ...verdict.failedSteps.map(({ step, returned }) => `${step} returned ${returned} though nothing was made to fail`),
    ...(verdict.stopped ? ['the fault-free run was stopped before its end'] : []),
    ...several(verdict.unexplored, 'fault plan was', 'fault plans were', 'not run: a limit was reached'),
    ...several(verdict.inconclusive, 'run was', 'runs were', 'inconclusive: the planned fault did not happen'),
    ...(verdict.stubs.length > 0 ? [`not modelled, did nothing and returned 0: ${verdict.stubs.join(', ')}`] : []),
    ...(verdict.dataStubs.length > 0 ? [`variables of the kernel taken as zero: ${verdict.dataStubs.join(', ')}`] : []),
  ];
}

function several(count: number, one: string, more: string, what: string): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : more} ${what}`];
}
