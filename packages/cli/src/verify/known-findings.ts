import { baselineOf, findingResults } from '@freehandle/report';
import type { DriverVerdict, Finding } from '@freehandle/verifier';
import { readBaseline } from '../baseline.ts';
import type { Session } from '../session.ts';
import type { Results } from './certificates.ts';

/** Where findings that are known are listed, and where they are to be. */
export interface BaselineOptions {
  readonly baseline?: string;
  readonly writeBaseline?: string;
}

/**
 * Leaves known findings out of every form that was run. Runs, differences and free sites are not touched. A baseline has
 * the findings of both forms of a driver: which of them is the one of the next run depends on what it is compared with.
 */
export function withoutKnown(results: Results, options: BaselineOptions, session: Session): Results {
  const { baseline, writeBaseline } = options;
  const known = baseline === undefined ? new Set<string>() : readBaseline(session, baseline);
  if (writeBaseline !== undefined) {
    const forms = [...results.comparisons.flatMap(({ before, after }) => [before, after]), ...results.verdicts];
    const all = new Map(
      forms.flatMap(({ findings }) => findingResults(findings)).map((result) => [result.fingerprint, result]),
    );
    session.save(writeBaseline, baselineOf([...all.values()]));
    for (const fingerprint of all.keys()) known.add(fingerprint);
  }
  const isNew = (findings: readonly Finding[]): Finding[] => {
    const marks = findingResults(findings);
    return findings.filter((_, i) => !known.has(marks[i]!.fingerprint));
  };
  const fresh = (verdict: DriverVerdict): DriverVerdict => ({ ...verdict, findings: isNew(verdict.findings) });
  return {
    ...results,
    comparisons: results.comparisons.map((one) => ({ ...one, before: fresh(one.before), after: fresh(one.after) })),
    verdicts: results.verdicts.map(fresh),
  };
}
