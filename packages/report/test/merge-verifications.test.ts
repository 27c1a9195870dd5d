import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergeVerifications } from '../src/index.ts';
import { reportOn, type VerifiedDriver } from '../src/verification/verification-report.ts';

const about = { version: '1', ms: 5 };
const driver = fc
  .record({ n: fc.nat(9), equivalent: fc.constantFrom(true, false, null), runs: fc.nat(50) })
  .map(({ n, equivalent, runs }) => {
    const after = { findings: [], error: null, runs };
    return { file: `d${n}.c`, equivalent, runs, before: null, after, sites: [] } as unknown as VerifiedDriver;
  });
const part = fc.uniqueArray(driver, { selector: ({ file }) => file }).map((drivers) => reportOn(drivers, about));

it('gives one report of several, in any order and grouping, that counts what is in it', () => {
  fc.assert(
    fc.property(part, part, part, (a, b, c) => {
      const all = mergeVerifications([a, b, c]);
      expect(mergeVerifications([mergeVerifications([c, b]), a])).toEqual(all);
      expect(mergeVerifications([b, mergeVerifications([a, c])])).toEqual(all);
      const { files, equivalent, different, undecided, alone } = all.totals;
      expect(files).toBe(new Set([a, b, c].flatMap(({ drivers }) => drivers.map(({ file }) => file))).size);
      expect(equivalent + different + undecided + alone).toBe(files);
    }),
    { numRuns: 100, seed: 2002 },
  );
});
