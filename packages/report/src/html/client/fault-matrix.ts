import type { Disturbance, ShownRun } from '../../verification/driver-runs.ts';

/** Faults by outcomes. A run that shows several things stands in several columns, so that only whole rows add up. */
export interface FaultMatrix {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** An outcome. */
export interface Column {
  readonly name: string;
  readonly tone: 'good' | 'bad' | 'warn' | 'dim';
}

/** What was made to happen at one place, with the runs in which it was. */
export interface Row {
  readonly disturbance: Disturbance;
  /** How many runs. */
  readonly runs: number;
  /** For each column the numbers of the runs that show it. */
  readonly cells: readonly (readonly number[])[];
}

const clean: Column = { name: 'clean', tone: 'good' };
const inconclusive: Column = { name: 'did not happen', tone: 'dim' };
const unjudged: Column = { name: 'not judged', tone: 'dim' };

/** The matrix of a form's runs; rows in the order in which the runs were made. */
export function faultMatrix(runs: readonly ShownRun[]): FaultMatrix {
  const outcomes = runs.map(outcomesOf);
  const rules = (tone: Column['tone']): string[] =>
    [...new Set(outcomes.flat().flatMap((one) => (one.tone === tone ? [one.name] : [])))].sort();
  const columns: Column[] = [
    clean,
    ...rules('bad').map((name): Column => ({ name, tone: 'bad' })),
    ...rules('warn').map((name): Column => ({ name, tone: 'warn' })),
    ...[unjudged, inconclusive].filter((column) => outcomes.some((shown) => shown.includes(column))),
  ];
  const rows = new Map<string, { disturbance: Disturbance; numbers: number[] }>();
  for (const [number, { disturbance }] of runs.entries()) {
    const key = disturbanceName(disturbance);
    const row = rows.get(key) ?? { disturbance, numbers: [] };
    rows.set(key, { ...row, numbers: [...row.numbers, number] });
  }
  return {
    columns,
    rows: [...rows.values()].map(({ disturbance, numbers }) => ({
      disturbance,
      runs: numbers.length,
      cells: columns.map(({ name }) => numbers.filter((number) => outcomes[number]!.some((one) => one.name === name))),
    })),
  };
}

/** In words: `page-block in consistent_alloc, drivers/net/a.c:12`. */
export function disturbanceName({ what, call, place }: Disturbance): string {
  const where = place === null ? '' : `, ${place.file}:${place.line}`;
  return call === null ? what : `${what} in ${call}${where}`;
}

/** What a run showed; the columns it stands in. */
export function outcomesOf({ conclusive, judged, findings, allocatorFindings }: ShownRun): Column[] {
  if (!conclusive) return [inconclusive];
  if (!judged) return [unjudged];
  const tones = new Map<string, Column['tone']>();
  for (const { rule, severity } of findings) tones.set(rule, severity === 'error' ? 'bad' : 'warn');
  for (const { rule } of allocatorFindings) tones.set(`allocator ${rule}`, 'warn');
  const shown = [...tones].map(([name, tone]): Column => ({ name, tone })).sort((a, b) => (a.name < b.name ? -1 : 1));
  return shown.length === 0 ? [clean] : shown;
}
