import type { Finding as AuditFinding } from '@freehandle/audit';
import type { Finding as RunFinding } from '@freehandle/verifier';
import { recognisable } from './fingerprint.ts';
import type { Result } from './result.ts';

/** One result a finding, of source or of a run; what a run needs to be made again is in the message. */
export function findingResults(findings: readonly (AuditFinding | RunFinding)[]): Result[] {
  return recognisable(
    findings.map((finding) => ({
      rule: finding.rule,
      level: finding.severity,
      file: finding.file,
      line: finding.line,
      column: 'column' in finding ? finding.column : null,
      function: finding.function,
      message: finding.message + ('run' in finding ? circumstances(finding) : ''),
      // where a buffer lies in the machine's memory changes with every other allocation
      code: finding.message.replace(/\b0x[\da-f]+\b/g, '0x…'),
      path: finding.evidence,
      fixes: 'fix' in finding && finding.fix ? [{ file: finding.file, ...finding.fix }] : [],
      settled: false,
    })),
  );
}

function circumstances({ run }: RunFinding): string {
  if (run === null) return '';
  const faults = run.faults.length === 0 ? 'without a fault' : `when these fail: ${run.faults.join(', ')}`;
  return ` (seen ${faults}; lifecycle: ${run.lifecycle.join(', ')})`;
}
