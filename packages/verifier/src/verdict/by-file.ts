import type { Comparison, DriverVerdict, SourcePlace } from './verdict.ts';

/**
 * Of files that make one module each verdict knows the whole: what lies in a file that has a verdict of its own is left to
 * that one, so that nothing is counted twice and nothing is lost.
 */
export function verdictsByFile(verdicts: readonly DriverVerdict[]): DriverVerdict[] {
  const told = filesWithVerdict(verdicts);
  return verdicts.map((verdict) => ownPart(verdict, told));
}

/** The same for comparisons. */
export function comparisonsByFile(comparisons: readonly Comparison[]): Comparison[] {
  const told = filesWithVerdict(comparisons.map(({ after }) => after));
  return comparisons.map(({ before, after, compared, ...rest }) => ({
    ...rest,
    before: ownPart(before, told),
    after: ownPart(after, told),
    compared: { ...compared, sites: compared.sites.filter(isOwn(after.file, told)) },
  }));
}

function filesWithVerdict(verdicts: readonly DriverVerdict[]): ReadonlySet<string> {
  return new Set(verdicts.filter(({ error }) => error === null).map(({ file }) => file));
}

function ownPart(verdict: DriverVerdict, told: ReadonlySet<string>): DriverVerdict {
  const own = isOwn(verdict.file, told);
  return {
    ...verdict,
    sites: verdict.sites.filter(own),
    findings: verdict.findings.filter(own),
    allocatorFindings: verdict.allocatorFindings.filter(own),
  };
}

function isOwn(driver: string, told: ReadonlySet<string>): (place: SourcePlace) => boolean {
  return ({ file }) => file === driver || !told.has(file);
}
