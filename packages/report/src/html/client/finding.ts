import type { SourceForm } from '../excerpts.ts';
import type { Mark } from './chain-layout.ts';
import type { ReportDocument } from './document.ts';

/** A finding of an audit or of a run. */
export interface ShownFinding {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly line: number;
  readonly function: string | null;
  readonly message: string;
  readonly evidence: readonly { readonly file: string; readonly line: number; readonly what: string }[];
  readonly form: SourceForm;
  /** What found it. */
  readonly by: 'audit' | 'run';
  /** What was made to happen in the run, in words; none in an audit. */
  readonly circumstances: readonly string[];
  /** Number of the driver that was run; null in an audit. */
  readonly driver: number | null;
}

/** Every finding that the report counts: those of the audit, and of the form of each driver that counts. */
export function allFindings({ audit, verification }: ReportDocument): ShownFinding[] {
  const audited = (audit?.findings ?? []).map((finding): ShownFinding => ({
    ...finding,
    form: 'tree',
    by: 'audit',
    circumstances: [],
    driver: null,
  }));
  const run = (verification?.report.drivers ?? []).flatMap(({ after }, driver) =>
    after.findings.map((finding): ShownFinding => ({
      ...finding,
      form: 'after',
      by: 'run',
      circumstances:
        finding.run === null
          ? []
          : [...finding.run.faults.map((fault) => `${fault} fails`), finding.run.lifecycle.join(' → ')],
      driver,
    })),
  );
  return [...audited, ...run];
}

/** The way to a finding: its evidence, and its own place at the end. */
export function marksOfFinding({ form, evidence, file, line, message }: ShownFinding): Mark[] {
  const way = evidence.map(({ file, line, what }): Mark => ({ form, file, line, what, kind: 'way' }));
  const last = way.at(-1);
  if (last?.file === file && last.line === line) return way;
  return line === 0 ? way : [...way, { form, file, line, what: message, kind: 'way' }];
}
