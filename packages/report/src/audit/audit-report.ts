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
  /** The parts of a run with `--shard` that are in it, by number; null for a whole run. */
  readonly parts: readonly AuditedPart[] | null;
  /** By file, line and column. */
  readonly findings: readonly Finding[];
  /** Functions with more paths than were followed: what they hide was not found. */
  readonly unfinished: readonly { readonly file: string; readonly line: number; readonly function: string }[];
  readonly problems: readonly FileProblem[];
}

/** One part of an audit: the `index`-th, from 1, of `count`. */
export interface AuditedPart {
  readonly index: number;
  readonly count: number;
  readonly files: number;
  readonly audited: number;
  readonly ms: number;
}

/** What a report is made of: everything else in it is counted. */
export type AuditParts = Pick<AuditReport, 'version' | 'parts' | 'findings' | 'unfinished' | 'problems'> &
  Pick<AuditedPart, 'files' | 'audited' | 'ms'>;

/** The audit as it is published; `shard` is the part of the files that it looked at. */
export function auditReport(
  { findings, unfinished, problems, files, audited }: Audit,
  run: { readonly version: string; readonly ms: number; readonly shard?: Pick<AuditedPart, 'index' | 'count'> },
): AuditReport {
  const size = { files, audited, ms: Math.round(run.ms) };
  const parts = run.shard === undefined ? null : [{ ...run.shard, ...size }];
  return reportOfAudit({ version: run.version, parts, findings, unfinished, problems, ...size });
}

/** Puts a report together: in an order that does not depend on how it came about, and with its totals. */
export function reportOfAudit({ version, parts, files, audited, ms, ...found }: AuditParts): AuditReport {
  const findings = inOrder(found.findings);
  const count = (severity: Finding['severity']): number => findings.filter((one) => one.severity === severity).length;
  return {
    tool: 'freehandle',
    version,
    totals: {
      files,
      audited,
      findings: findings.length,
      errors: count('error'),
      warnings: count('warning'),
      unfinished: found.unfinished.length,
      ms,
    },
    parts,
    findings,
    unfinished: inOrder(found.unfinished),
    problems: inOrder(found.problems),
  };
}

interface Placed {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

function inOrder<One extends Placed>(ones: readonly One[]): One[] {
  const byText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
  return [...ones].sort(
    (a, b) =>
      byText(a.file, b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      byText(JSON.stringify(a), JSON.stringify(b)),
  );
}
