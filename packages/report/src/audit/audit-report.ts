import type { FileProblem } from '@freehandle/c-source';
import type { Audit, Finding } from '@freehandle/audit';

/** What `freehandle audit --format json` prints. */
export interface AuditReport {
  readonly tool: 'freehandle';
  readonly version: string;
  readonly totals: {
    readonly files: number;
    readonly audited: number;
    readonly findings: number;
    readonly errors: number;
    readonly warnings: number;
    readonly unfinished: number;
    readonly ms: number;
  };
  readonly findings: readonly Finding[];
  /** Functions with more paths than were followed: what they hide was not found. */
  readonly unfinished: readonly { readonly file: string; readonly line: number; readonly function: string }[];
  readonly problems: readonly FileProblem[];
}

/** The audit as it is published. */
export function auditReport(audit: Audit, run: { readonly version: string; readonly ms: number }): AuditReport {
  const count = (severity: Finding['severity']): number =>
    audit.findings.filter((one) => one.severity === severity).length;
  return {
    tool: 'freehandle',
    version: run.version,
    totals: {
      files: audit.files,
      audited: audit.audited,
      findings: audit.findings.length,
      errors: count('error'),
      warnings: count('warning'),
      unfinished: audit.unfinished.length,
      ms: Math.round(run.ms),
    },
    findings: audit.findings,
    unfinished: audit.unfinished,
    problems: audit.problems,
  };
}
