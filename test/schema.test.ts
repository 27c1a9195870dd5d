import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { freehandle, repository } from './support/command.ts';
import { copyOfExamples } from './support/folder.ts';

const schema = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('@freehandle/report/schema/migration.schema.json'), 'utf8'),
) as object;
const validate = new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).compile(schema);

interface Report {
  readonly sites: { readonly status: string; readonly reason: string | null; readonly retains: unknown[] }[];
  readonly [key: string]: unknown;
}

async function report(folder: string, ...args: string[]): Promise<Report> {
  const { stdout } = await freehandle(['migrate', '--format', 'json', ...args], { cwd: folder });
  return JSON.parse(Buffer.from(stdout, 'latin1').toString()) as Report;
}

describe('The published schema', () => {
  it.each([
    ['the examples', copyOfExamples],
    ['every fixture of the codemod', () => `${repository}packages/codemod/test/fixtures`],
  ])('holds for %s, with and without --retain', async (_name, folder) => {
    const cwd = folder();
    for (const args of [[], ['--retain']]) {
      const published = await report(cwd, ...args);
      expect(published.sites.length).toBeGreaterThan(0);
      validate(published);
      expect(validate.errors ?? []).toEqual([]);
    }
  });

  it('does not hold for what is not a report', async () => {
    const published = await report(copyOfExamples());
    expect(validate({ ...published, extra: 1 })).toBe(false);
    expect(validate({ ...published, sites: [{ ...published.sites[0]!, status: 'certain' }] })).toBe(false);
    const refused = published.sites.find((site) => site.status === 'refused')!;
    expect(validate({ ...published, sites: [{ ...refused, reason: null }] })).toBe(false);
    expect(validate({ ...published, sites: [{ ...refused, reason: 'bad-luck' }] })).toBe(false);
  });
});
