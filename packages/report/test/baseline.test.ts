import type { Finding } from '@freehandle/audit';
import { describe, expect, it } from 'vitest';
import { baselineOf, findingResults, junitReport, sarifLog } from '../src/index.ts';

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

/** A finding whose call is written over two lines. */
const wrapped: Finding = {
  ...leak,
  message: '`mixer_free(mixer,\n\t\tstatus)` frees it a second time',
  evidence: [{ file: 'sound/mixer.c', line: 9, what: '`mixer_free(mixer,\r\n\t\tstatus)` frees it' }],
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

describe('what other tools are told', () => {
  it('is on one line each, also of code written over several', async () => {
    const results = findingResults([wrapped]);
    const { message, codeFlows } = sarifLog(results, { version: '1', problems: [] }).runs[0]!.results![0]!;
    expect(message.text).toBe('`mixer_free(mixer, status)` frees it a second time');
    const [step] = codeFlows![0]!.threadFlows[0]!.locations;
    expect(step?.location?.message?.text).toBe('`mixer_free(mixer, status)` frees it');
    expect(await junitReport(results, [])).toContain('message="`mixer_free(mixer, status)` frees it a second time"');
  });
});
