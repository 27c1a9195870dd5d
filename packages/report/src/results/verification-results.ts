import type { Finding } from '@freehandle/verifier';
import type { Result } from './result.ts';

/** One result a finding; what a run needs to be run again is in the message. */
export function findingResults(findings: readonly Finding[]): Result[] {
  return findings.map((finding) => ({
    rule: finding.rule,
    level: finding.severity,
    file: finding.file,
    line: finding.line,
    column: null,
    function: finding.function,
    message: finding.message + circumstances(finding),
    code: finding.message,
    path: finding.evidence,
    fixes: [],
    settled: false,
  }));
}

function circumstances({ run }: Finding): string {
  if (run === null) return '';
  const faults = run.faults.length === 0 ? 'without a fault' : `when these fail: ${run.faults.join(', ')}`;
  return ` (seen ${faults}; lifecycle: ${run.lifecycle.join(', ')})`;
}
