import type { DriverVerdict, Finding } from '@freehandle/verifier';
import { groupFindings } from '@freehandle/report';
import { expect, it } from 'vitest';

const finding = (rule: string, line: number, fn = 'probe'): Finding => ({
  rule,
  severity: 'error',
  file: 'a.c',
  line,
  function: fn,
  message: `${rule} at ${line}`,
  evidence: [],
  run: null,
});

const verdict = (findings: readonly Finding[]): DriverVerdict => ({
  file: 'a.c',
  compiled: true,
  profile: 'kit',
  error: null,
  allocator: 'ppc-map1',
  device: 'plain',
  runs: 1,
  underConstrainedRuns: 0,
  unexplored: 0,
  inconclusive: 0,
  findings,
  allocatorFindings: [],
  sites: [],
  lifecycle: [],
  failedSteps: [],
  stopped: false,
  blocks: { reached: 0, total: 0 },
  stubs: [],
  dataStubs: [],
  record: null,
  compileMs: 0,
  runMs: 0,
});

const groups = (before: readonly Finding[], after: readonly Finding[]): string[][] => {
  const grouped = groupFindings({
    before: verdict(before),
    after: verdict(after),
  });
  return [grouped.gone, grouped.kept, grouped.appeared].map((list) => list.map(({ message }) => message));
};

it('knows a finding again although the rewritten call moved it down', () => {
  expect(groups([finding('R7', 10)], [finding('R7', 12)])).toEqual([[], ['R7 at 12'], []]);
});

it('tells what is gone and what is new', () => {
  expect(groups([finding('R18', 10)], [finding('R12', 11)])).toEqual([['R18 at 10'], [], ['R12 at 11']]);
});

it('counts two findings of one rule in one function as two', () => {
  expect(groups([finding('R7', 10), finding('R7', 20)], [finding('R7', 10)])).toEqual([['R7 at 20'], ['R7 at 10'], []]);
});

it('keeps functions apart', () => {
  expect(groups([finding('R7', 10, 'probe')], [finding('R7', 10, 'remove')])).toEqual([['R7 at 10'], [], ['R7 at 10']]);
});

it('calls a finding new that took a fault before and takes none now', () => {
  const under = (faults: readonly string[]): Finding => ({
    ...finding('R7', 10),
    run: {
      plan: { device: 'plain', identity: 0, answers: [], faults: [], interruptAfter: null },
      lifecycle: [],
      faults,
      interrupt: null,
      device: 'plain',
    },
  });
  expect(groups([under(['kmalloc 1'])], [under([])])).toEqual([[], [], ['R7 at 10']]);
  expect(groups([under([])], [under(['kmalloc 1'])])).toEqual([[], ['R7 at 10'], []]);
});

it('calls nothing gone when the migrated driver did not run', () => {
  const grouped = groupFindings({
    before: verdict([finding('R7', 10)]),
    after: {
      ...verdict([]),
      error: { kind: 'compile', file: 'a.c', line: 3, message: 'too few arguments', hint: '' },
    },
  });
  expect(grouped.gone).toEqual([]);
});
