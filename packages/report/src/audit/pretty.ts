import type { Finding } from '@freehandle/audit';
import { count } from '../count.ts';
import { paint, type Paint } from '../paint.ts';
import type { AuditReport } from './audit-report.ts';

/** How an audit is printed: `diff` shows its fixes, latin-1 decoded as `unifiedDiff` returns it, `written` that they were made. */
export interface PrettyAudit {
  readonly color: boolean;
  readonly diff: string;
  readonly written: boolean;
}

/**
 * The audit for a person in a terminal: each finding with its path, then the fixes and the totals.
 * Bytes, because the diff shows the bytes of the sources, whatever their encoding, and the rest is UTF-8.
 */
export function prettyAudit(report: AuditReport, { color, diff, written }: PrettyAudit): Uint8Array {
  const p = paint(color);
  const left = report.unfinished.map(
    ({ file, line, function: name }) =>
      p.dim(`${file}:${line}  ${name} has too many paths; some were not followed`) + '\n',
  );
  const findings = report.findings.map((one) => `${prettyFinding(one, p)}\n\n`);
  const fixes = diff === '' ? '' : `\n${written ? 'Written.' : '`--fix` makes these edits.'}\n\n`;
  return Buffer.concat([
    Buffer.from([...findings, ...left].join('')),
    Buffer.from(diff, 'latin1'),
    Buffer.from(`${fixes}${totals(report, p)}\n`),
  ]);
}

function prettyFinding(finding: Finding, p: Paint): string {
  const severity = finding.severity === 'error' ? p.red('error') : p.yellow('warning');
  const where = p.bold(`${finding.file}:${finding.line}:${finding.column}`);
  return [
    `${where}  ${severity} ${finding.rule}${finding.function === null ? '' : p.dim(`  in ${finding.function}`)}`,
    `    ${finding.message}`,
    ...finding.evidence.map(({ file, line, what }, i) => p.dim(`      ${i + 1}. ${file}:${line}  ${what}`)),
  ].join('\n');
}

function totals({ totals: t, parts }: AuditReport, p: Paint): string {
  const found = [p.red(count(t.errors, 'error')), p.yellow(count(t.warnings, 'warning'))];
  const part = parts?.map(({ index, count: of }) => `, part ${index} of ${of}`).join('') ?? '';
  return (
    `${found.join(', ')} in ${count(t.audited, 'file')} of ${t.files}${part}, ${t.ms} ms` +
    (t.findings > 0 ? '\n`freehandle explain RULE` tells what a rule means.' : '')
  );
}
