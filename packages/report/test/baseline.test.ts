import type { Finding } from '@freehandle/audit';
import { describe, expect, it } from 'vitest';
import { baselineOf, findingResults, sarifLog } from '../src/index.ts';

const leak: Finding = {
  rule: 'R7',
  severity: 'error',
  file: 'sound/mixer.c',
  line: 12,
  column: 2,
  function: 'mixer_close',
  message: '`mixer->status` is freed a second time',
  evidence: [],
  fix: null,
};

const known = (findings: readonly Finding[]): string[] =>
  (JSON.parse(baselineOf(findingResults(findings))) as { known: { fingerprint: string }[] }).known.map(
    ({ fingerprint }) => fingerprint,
  );

describe('what a finding is known by', () => {
  it('is the same when lines are added above it', () => {
    expect(known([{ ...leak, line: 40, column: 9 }])).toEqual(known([leak]));
  });

  it('is another for a second one that reads the same, and for another message', () => {
    const marks = known([leak, { ...leak, line: 14 }, { ...leak, message: '`mixer->ring` is freed a second time' }]);
    expect(new Set(marks).size).toBe(3);
    expect(marks).toContain(known([leak])[0]);
  });

  it('is in SARIF what it is in the baseline', () => {
    const log = sarifLog(findingResults([leak]), { version: '1', problems: [] });
    expect(log.runs[0]?.results?.[0]?.partialFingerprints).toEqual({ 'freehandle/v1': known([leak])[0] });
  });
});
