import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freehandle, repository as top } from './support/command.ts';
import { copyOfExamples, repositoryOfExamples, temporaryFolder } from './support/folder.ts';

const schema = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('@freehandle/report/schema/certificate.schema.json'), 'utf8'),
) as object;
const validate = new Ajv2020({ strict: true, strictRequired: false, allErrors: true, allowUnionTypes: true }).compile(
  schema,
);

interface Certificate {
  sites: { line: number; status: string }[];
  forms: {
    name: string;
    module: string;
    sources: { path: string; sha256: string }[];
    runs: unknown[];
    findings: { rule: string; line: number }[];
  }[];
}

const certificate = (folder: string, driver: string): Certificate =>
  JSON.parse(readFileSync(path.join(folder, 'certificates', `${driver}.json`), 'utf8')) as Certificate;

const replay = (folder: string, driver: string, ...args: string[]) =>
  freehandle(['replay', `certificates/${driver}.json`, ...args], { cwd: folder });

const leaky = 'drivers/net/mal.c';
const right = 'drivers/mmc/pmmc.c';
const broken = 'drivers/sound/csi.c';

describe('a certificate', () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'freehandle-test-'));
    cpSync(`${top}examples`, folder, { recursive: true });
    await freehandle(['verify', leaky, right, broken, '--certificates', 'certificates'], { cwd: folder });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([leaky, right, broken])('of %s has the form that is published', (driver) => {
    validate(certificate(folder, driver));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('names what was compiled, what was run and every free site', () => {
    const { sites, forms } = certificate(folder, leaky);
    expect(sites.map(({ status }) => status)).toEqual(['verified', 'verified']);
    expect(forms.map(({ name }) => name)).toEqual(['before', 'after']);
    for (const form of forms) {
      expect(form.sources.map((source) => source.path)).toEqual(expect.arrayContaining([`/driver/${leaky}`]));
      expect(form.runs.length).toBeGreaterThan(5);
    }
    expect(forms[0]?.module).not.toBe(forms[1]?.module);
  });

  it('is the same for the same driver', async () => {
    const before = readFileSync(path.join(folder, 'certificates', `${leaky}.json`), 'utf8');
    await freehandle(['verify', leaky, '--certificates', 'again', '--no-cache'], { cwd: folder });
    expect(readFileSync(path.join(folder, 'again', `${leaky}.json`), 'utf8')).toBe(before);
  });

  it('makes the run of each finding again, call by call with its place and what fails', async () => {
    const { code, stdout, stderr } = await replay(folder, leaky);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const findings = certificate(folder, leaky).forms.flatMap((form) => form.findings);
    expect(stdout.match(/^ {2}reproduced$/gm)).toHaveLength(findings.length);
    expect(stdout).toMatch(/drivers\/net\/mal\.c:\d+ {2}request_irq\(.*\) = -12 {2}request-irq 1 fails/);
    expect(stdout).toMatch(/ {2}\S+ probe returned -12/);
    expect(stdout).toContain(`${findings.length} of ${findings.length} findings reproduced`);
  });

  it('makes one finding again that is asked for by its number', async () => {
    const { code, stdout } = await replay(folder, leaky, '--finding', '2', '--format', 'json');
    const report = JSON.parse(stdout) as { findings: { number: number; reproduced: boolean }[] };
    expect(code).toBe(1);
    expect(report.findings).toMatchObject([{ number: 2, reproduced: true }]);
    const none = await replay(folder, leaky, '--finding', '99');
    expect(none.code).toBe(2);
    expect(none.stderr).toMatch(/^error FH2023 .*there is no finding 99/);
  });

  it('without findings makes every run again, and is clean', async () => {
    const { code, stdout } = await replay(folder, right);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^drivers\/mmc\/pmmc\.c: \d+ runs again, clean\n$/),
    });
  });

  it('names the file that has changed since', async () => {
    const changed = copyOfExamples();
    await freehandle(['verify', leaky, '--certificates', 'certificates'], { cwd: changed });
    appendFileSync(path.join(changed, 'include/asm/io.h'), '\n/* longer */\n');
    const { code, stdout, stderr } = await replay(changed, leaky);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error FH2022 .*asm\/io\.h has changed\n {2}hint: Verify the driver again/);
  });

  it('needs the driver to be there', async () => {
    const elsewhere = temporaryFolder();
    const name = path.join(folder, 'certificates', `${leaky}.json`);
    const { code, stderr } = await freehandle(['replay', name], { cwd: elsewhere });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error FH2021 drivers\/net\/mal\.c: not there/);
  });

  it.each([
    ['text', 'no certificate'],
    ['other JSON', '{"tool":"freehandle"}'],
    ['a certificate without forms', '{"tool":"freehandle","kind":"certificate","options":{},"forms":[]}'],
    ['a form without input', '{"tool":"freehandle","kind":"certificate","options":{},"forms":[{}]}'],
  ])('is not %s', async (_, text) => {
    writeFileSync(path.join(folder, 'odd.json'), text);
    const { code, stderr } = await freehandle(['replay', 'odd.json'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error FH2020 odd\.json: .*\n {2}hint: /);
  });

  it('holds what an older revision had, so that the repository is not needed again', async () => {
    const repository = repositoryOfExamples();
    await freehandle(['migrate', '--write', '.'], { cwd: repository });
    await freehandle(['verify', leaky, '--against', 'HEAD', '--certificates', 'certificates'], { cwd: repository });
    const { code, stdout } = await replay(repository, leaky);
    expect(code).toBe(1);
    expect(stdout).toContain('before the migration');
    expect(stdout).toContain('after the migration');
    expect(stdout).not.toContain('not reproduced');
  });
});
