import fc from 'fast-check';
import { expect, it } from 'vitest';
import { auditReport, mergeAudits, whyNotOneRun } from '../src/index.ts';

const finding = (file: string, line: number, severity: 'error' | 'warning') =>
  ({ rule: 'R7', severity, file, line, column: 1, function: 'f', message: 'm', evidence: [], fix: null }) as const;
const none = { unfinished: [], problems: [], files: 2, audited: 1 };
const part = (index: number, count: number) =>
  auditReport(
    { ...none, findings: [finding(`${index}.c`, 9, 'error'), finding(`${index}.c`, 2, 'warning')] },
    { version: '1', ms: index, shard: { index, count } },
  );
const parts = [1, 2, 3, 4].map((index) => part(index, 4));
const some = fc.uniqueArray(fc.constantFrom(...parts), { minLength: 1 });
const merged = (reports: readonly (typeof parts)[number][]) => mergeAudits([reports[0]!, ...reports.slice(1)]);

it('is one report in any order and grouping, however often a part is given', () => {
  fc.assert(
    fc.property(some, some, some, (a, b, c) => {
      const all = merged([...a, ...b, ...c]);
      expect(merged([merged([merged(c), merged(b)]), merged(a)])).toEqual(all);
      expect(merged([all, merged(b)])).toEqual(all);
      const there = new Set([...a, ...b, ...c]).size;
      expect(all.parts?.length ?? 4).toBe(there);
      expect(all.totals).toMatchObject({ files: 2 * there, findings: 2 * there, errors: there, warnings: there });
    }),
    { numRuns: 100, seed: 2002 },
  );
});

it('is of a whole run when all parts are there, and orders what is in it', () => {
  const { parts: left, findings, totals } = merged([...parts].reverse());
  expect(left).toBeNull();
  expect(findings.map(({ file, line }) => `${file}:${line}`).slice(0, 3)).toEqual(['1.c:2', '1.c:9', '2.c:2']);
  expect(totals.ms).toBe(10);
});

it('is not made of parts of different runs', () => {
  expect(whyNotOneRun(parts)).toBeNull();
  expect(whyNotOneRun([part(1, 2), part(1, 3)])).toBe('parts of different runs: of 2 and of 3');
  const whole = auditReport({ ...none, findings: [] }, { version: '1', ms: 1 });
  expect(whyNotOneRun([whole, part(1, 2)])).toMatch(/findings that are not in it/);
});
