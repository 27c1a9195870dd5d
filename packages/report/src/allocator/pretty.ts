import type { AllocatorComparison, AllocatorVerdict } from '@freehandle/verifier';
import { count } from '../count.ts';
import { paint, type Paint } from '../paint.ts';

/** Lines of a disagreement's list that are shown; the JSON form has them all. */
const MOST_LINES = 40;

/** A tree's allocator beside the model's: a line each, and the first disagreement of the closest where none agrees. */
export function prettyAllocator(verdict: AllocatorVerdict, options: { readonly color: boolean }): string {
  const p = paint(options.color);
  const { file, profile, error, comparisons, seed } = verdict;
  if (error !== null) return `${p.bold(file)}  ${p.red(error.message)} ${p.dim(`(${error.hint})`)}\n`;
  const agreeing = comparisons.filter(({ disagreement }) => disagreement === null);
  const names = agreeing.map(({ allocator }) => allocator);
  const closest = agreeing.length > 0 ? null : (comparisons[0] ?? null);
  return [
    `${p.bold(file)}  ${names.length > 0 ? p.green(`is ${names.join(', ')}`) : p.red('is none of the model’s allocators')}`,
    p.dim(`  with    ${profile}`),
    ...comparisons.map((comparison) => comparisonLine(comparison, p)),
    ...(closest === null ? [] : disagreementLines(closest, p)),
    `${count(comparisons.length, 'allocator')} compared after every operation, seed ${seed}`,
    '',
  ].join('\n');
}

function comparisonLine(
  { allocator, operations, faults, failedAllocations, stops, disagreement }: AllocatorComparison,
  p: Paint,
): string {
  const done = [
    count(operations, 'operation'),
    count(faults, 'fault'),
    count(failedAllocations, 'failed allocation'),
    `${count(stops, 'stop')} by BUG()`,
  ].join(', ');
  const verdict =
    disagreement === null
      ? p.green('agrees')
      : `parts after ${count(operations, 'operation')}: ${disagreement.difference}`;
  return `  ${allocator.padEnd(10)}  ${disagreement === null ? `${verdict}: ${done}` : verdict}`;
}

function disagreementLines({ allocator, disagreement }: AllocatorComparison, p: Paint): string[] {
  if (disagreement === null) return [];
  const { list, faults } = disagreement;
  const planned = faults.flatMap((fault) => ('kind' in fault ? [`${fault.kind} ${fault.nth + 1}`] : []));
  return [
    `  where it parts from ${allocator}, on a fresh machine, these failing: ${planned.join(', ')}`,
    ...(list.length > MOST_LINES ? [p.dim(`      ${list.length - MOST_LINES} operations before these`)] : []),
    ...list.slice(-MOST_LINES).map((line) => `      ${line}`),
  ];
}
