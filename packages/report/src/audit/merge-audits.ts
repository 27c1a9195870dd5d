import { reportOfAudit, type AuditReport, type AuditedPart } from './audit-report.ts';

/** Whether a parsed JSON text is a report of `audit`. */
export function isAudit(report: unknown): report is AuditReport {
  if (typeof report !== 'object' || report === null) return false;
  const { tool, findings, unfinished, problems, parts } = report as Record<string, unknown>;
  const lists = [findings, unfinished, problems, parts === null ? [] : parts];
  return tool === 'freehandle' && lists.every((list) => Array.isArray(list));
}

/** Why reports are not of one run; null when they are. */
export function whyNotOneRun(reports: readonly AuditReport[]): string | null {
  const counts = new Set(partsOf(reports).map(({ count }) => count));
  if (counts.size > 1) return `parts of different runs: of ${[...counts].sort((a, b) => a - b).join(' and of ')}`;
  const whole = wholeOf(reports);
  if (whole === null) return null;
  const there = new Set(whole.findings.map((one) => JSON.stringify(one)));
  const isIn = ({ findings }: AuditReport): boolean => findings.every((one) => there.has(JSON.stringify(one)));
  return reports.every(isIn) ? null : 'a report of a whole run, and one with findings that are not in it';
}

/**
 * Parts of a run taken together: the report of the whole when all are there, else of a greater part. In any order and
 * grouping, and however often one is given, the same; `ms` is the time of all parts. {@link whyNotOneRun} has to be null.
 */
export function mergeAudits(all: readonly [AuditReport, ...AuditReport[]]): AuditReport {
  const whole = wholeOf(all);
  if (whole !== null) return whole;
  const parts = new Map<number, AuditedPart>();
  for (const part of partsOf(all)) {
    const known = parts.get(part.index);
    if (!known || JSON.stringify(part) < JSON.stringify(known)) parts.set(part.index, part);
  }
  const there = [...parts.values()].sort((a, b) => a.index - b.index);
  const total = (of: 'files' | 'audited' | 'ms'): number => there.reduce((sum, part) => sum + part[of], 0);
  return reportOfAudit({
    version: all.map(({ version }) => version).sort()[0]!,
    parts: there.length === there[0]?.count ? null : there,
    files: total('files'),
    audited: total('audited'),
    ms: total('ms'),
    findings: eachOnce(all.flatMap(({ findings }) => findings)),
    unfinished: eachOnce(all.flatMap(({ unfinished }) => unfinished)),
    problems: eachOnce(all.flatMap(({ problems }) => problems)),
  });
}

function wholeOf(reports: readonly AuditReport[]): AuditReport | null {
  return reports.find(({ parts }) => parts === null) ?? null;
}

function partsOf(reports: readonly AuditReport[]): AuditedPart[] {
  return reports.flatMap(({ parts }) => parts ?? []);
}

function eachOnce<One>(ones: readonly One[]): One[] {
  return [...new Map(ones.map((one) => [JSON.stringify(one), one])).values()];
}
