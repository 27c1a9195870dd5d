import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ruleById } from '@freehandle/model';
import { describe, expect, it } from 'vitest';
import { auditFiles, type Finding } from '../src/index.ts';

const fixtures = fileURLToPath(new URL('./fixtures/', import.meta.url));

async function audited(file: string): Promise<readonly Finding[]> {
  const { findings, problems, unfinished } = await auditFiles([`${fixtures}${file}`], { root: fixtures });
  expect({ problems, unfinished }).toEqual({ problems: [], unfinished: [] });
  return findings;
}

/** One folder, one claim: `bad.c` has the findings of `expected.json`, the nearest right code has none. */
describe('the audit', () => {
  it.each(readdirSync(fixtures))('%s', async (claim) => {
    const expected = JSON.parse(readFileSync(`${fixtures}${claim}/expected.json`, 'utf8')) as { findings: unknown[] };
    const found = await audited(`${claim}/bad.c`);
    expect(found.map(({ rule, severity }) => ({ rule, severity }))).toEqual(expected.findings);
    expect(await audited(`${claim}/good.c`)).toEqual([]);
  });

  it('names rules of the catalogue only, each with a path that ends at the finding', async () => {
    for (const claim of readdirSync(fixtures)) {
      for (const { rule, evidence, message } of await audited(`${claim}/bad.c`)) {
        expect(ruleById(rule), rule).toBeDefined();
        expect(evidence.length, message).toBeGreaterThan(0);
      }
    }
  });
});
