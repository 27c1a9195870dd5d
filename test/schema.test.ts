import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { freehandle, repository } from './support/command.ts';
import { copyOfExamples } from './support/folder.ts';

const published = (name: string): object =>
  JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve(`@freehandle/report/schema/${name}.schema.json`), 'utf8'),
  ) as object;
const validate = new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).compile(published('migration'));

interface Report {
  readonly sites: { readonly status: string; readonly reason: string | null; readonly retains: unknown[] }[];
  readonly [key: string]: unknown;
}

async function report(folder: string, ...args: string[]): Promise<Report> {
  const { stdout } = await freehandle(['migrate', '--format', 'json', ...args], { cwd: folder });
  return JSON.parse(Buffer.from(stdout, 'latin1').toString()) as Report;
}

describe('The published schema of migrate', () => {
  it.each([
    ['the examples', copyOfExamples],
    ['every fixture of the codemod', () => `${repository}packages/codemod/test/fixtures`],
  ])('holds for %s, with and without --retain', async (_name, folder) => {
    const cwd = folder();
    for (const args of [[], ['--retain']]) {
      const printed = await report(cwd, ...args);
      expect(printed.sites.length).toBeGreaterThan(0);
      validate(printed);
      expect(validate.errors ?? []).toEqual([]);
    }
  });

  it('does not hold for what is not a report', async () => {
    const printed = await report(copyOfExamples());
    expect(validate({ ...printed, extra: 1 })).toBe(false);
    expect(validate({ ...printed, sites: [{ ...printed.sites[0]!, status: 'certain' }] })).toBe(false);
    const refused = printed.sites.find((site) => site.status === 'refused')!;
    expect(validate({ ...printed, sites: [{ ...refused, reason: null }] })).toBe(false);
    expect(validate({ ...printed, sites: [{ ...refused, reason: 'bad-luck' }] })).toBe(false);
  });
});

describe('The schemas made from the types of reports by tools/docs/report-schemas.mjs', () => {
  it('hold for what audit, verify and replay print, and for nothing with a key more or less', async () => {
    const cwd = copyOfExamples();
    const commands = {
      audit: ['audit', 'drivers'],
      verification: ['verify', 'drivers/dma', 'drivers/video', '--certificates', 'certificates'],
      replay: ['replay', 'certificates/drivers/video/v2pfb.c.json'],
    };
    for (const [name, command] of Object.entries(commands)) {
      const { stdout, stderr } = await freehandle([...command, '--format', 'json'], { cwd });
      expect(stderr).toBe('');
      const printed = JSON.parse(Buffer.from(stdout, 'latin1').toString()) as object;
      const valid = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(published(name));
      valid(printed);
      expect(valid.errors ?? []).toEqual([]);
      expect(valid({ ...printed, extra: 1 })).toBe(false);
      expect(valid({ ...printed, version: undefined })).toBe(false);
    }
  });
});
