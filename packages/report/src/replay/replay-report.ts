import type { Certificate, CertifiedForm, Finding, ReplayedRun } from '@freehandle/verifier';

/** A form of a driver whose runs were made again: a run a finding, or every run where there are no findings. */
export interface ReplayedForm {
  readonly form: CertifiedForm;
  readonly findings: readonly { readonly number: number; readonly finding: Finding }[];
  readonly runs: readonly ReplayedRun[];
  readonly toolchain: string;
}

/** `replay --format json`. */
export interface ReplayReport {
  readonly tool: 'freehandle';
  readonly version: string;
  readonly driver: string;
  readonly totals: { readonly runs: number; readonly findings: number; readonly reproduced: number };
  readonly findings: readonly ReplayedFinding[];
  /** What the runs showed that the certificate does not have; none, where nothing changed. */
  readonly unexpected: readonly Finding[];
}

/** A finding of a certificate, and its run made again. */
export interface ReplayedFinding {
  /** Counted from 1, through all forms. */
  readonly number: number;
  readonly form: CertifiedForm['name'];
  readonly finding: Finding;
  readonly reproduced: boolean;
  readonly replay: ReplayedRun;
}

/** What came of replaying. */
export function replayReport({ driver }: Certificate, forms: readonly ReplayedForm[], version: string): ReplayReport {
  const findings = forms.flatMap(({ form, findings: wanted, runs }) =>
    wanted.map(({ number, finding }, index): ReplayedFinding => {
      const replay = runs[index]!;
      return { number, form: form.name, finding, reproduced: replay.findings.some(isSame(finding)), replay };
    }),
  );
  const unexpected = forms.flatMap(({ form, findings: wanted, runs }) =>
    wanted.length > 0 ? [] : runs.flatMap((run) => run.findings.filter((one) => !form.findings.some(isSame(one)))),
  );
  const reproduced = findings.filter((one) => one.reproduced).length + unexpected.length;
  const runs = forms.reduce((sum, form) => sum + form.runs.length, 0);
  return {
    tool: 'freehandle',
    version,
    driver,
    totals: { runs, findings: findings.length, reproduced },
    findings,
    unexpected,
  };
}

function isSame({ rule, file, line }: Finding): (other: Finding) => boolean {
  return (other) => other.rule === rule && other.file === file && other.line === line;
}
