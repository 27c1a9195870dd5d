import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import DraftFour from 'ajv-draft-04';
import type { Log, Result } from 'sarif';
import { describe, expect, it } from 'vitest';
import { finished, freehandle } from './support/command.ts';
import { contents, copyOfExamples, temporaryFolder } from './support/folder.ts';

const schema = JSON.parse(
  readFileSync(
    createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'),
    'utf8',
  ),
) as object;
const validSarif = new DraftFour.default({
  strict: false,
  validateFormats: false,
  allErrors: true,
  unicodeRegExp: false,
}).compile(schema);

async function sarif(cwd: string, ...args: string[]): Promise<{ log: Log; results: readonly Result[] }> {
  const { stdout } = await freehandle([...args, '--format', 'sarif'], { cwd });
  const log = JSON.parse(Buffer.from(stdout, 'latin1').toString()) as Log;
  return { log, results: log.runs[0]!.results! };
}

const marksOf = (results: readonly Result[]): (string | undefined)[] =>
  results.map((result) => result.partialFingerprints?.['freehandle/v1']);

describe('SARIF', () => {
  it.each([['migrate'], ['audit'], ['verify']])(
    'of %s is valid by the schema of SARIF 2.1.0, and holds every result',
    async (command) => {
      const { log, results } = await sarif(copyOfExamples(), command, 'drivers/net', 'drivers/sound', 'include');
      validSarif(log);
      expect(validSarif.errors ?? []).toEqual([]);
      expect(results.length).toBeGreaterThan(0);
      expect(validSarif({ ...log, runs: [{ results: [{ level: 'bad' }] }] })).toBe(false);
    },
  );

  it('names the allocation and the path to it, and its fixes, applied, are what --write does', async () => {
    const folder = copyOfExamples();
    const { results } = await sarif(folder, 'migrate', 'drivers');
    const safe = results.filter(({ fixes }) => fixes !== undefined);
    expect(safe.length).toBeGreaterThan(0);
    for (const { relatedLocations, codeFlows } of safe) {
      expect(relatedLocations![0]!.message!.text).toMatch(/allocated/);
      expect(codeFlows![0]!.threadFlows[0]!.locations.length).toBeGreaterThan(0);
    }
    const byFixes = contents(folder);
    for (const change of safe.flatMap(({ fixes }) => fixes![0]!.artifactChanges).reverse()) {
      const file = decodeURIComponent(change.artifactLocation.uri!);
      for (const { deletedRegion, insertedContent } of [...change.replacements].reverse()) {
        const start = deletedRegion.byteOffset!;
        const text = byFixes[file]!;
        byFixes[file] =
          text.slice(0, start) + (insertedContent?.text ?? '') + text.slice(start + deletedRegion.byteLength!);
      }
    }
    await freehandle(['migrate', '--write', 'drivers'], { cwd: folder });
    expect(byFixes).toEqual(contents(folder));
  });

  it('recognises a result again when lines were added above it, and tells equal calls apart', async () => {
    const folder = copyOfExamples();
    const before = marksOf((await sarif(folder, 'migrate', 'drivers')).results);
    for (const file of readdirSync(path.join(folder, 'drivers/net'))) {
      const target = path.join(folder, 'drivers/net', file);
      writeFileSync(target, `/* one more line */\n\n${readFileSync(target, 'latin1')}`, 'latin1');
    }
    const after = marksOf((await sarif(folder, 'migrate', 'drivers')).results);
    expect(after).toEqual(before);
    expect(new Set(after).size).toBe(after.length);
  });
});

describe('JUnit', () => {
  it('fails for each site that is left and passes for each that was written', async () => {
    const folder = copyOfExamples();
    const left = (await freehandle(['migrate', '--format', 'junit'], { cwd: folder })).stdout;
    const [, tests, failures] = /<testsuites name="freehandle" tests="(\d+)" failures="(\d+)" errors="0">/.exec(left)!;
    expect(Number(failures)).toBe(Number(tests));
    expect(left.match(/<failure /g)).toHaveLength(Number(failures));
    const written = (await freehandle(['migrate', '--write', '--format', 'junit'], { cwd: folder })).stdout;
    expect(written).toContain(`tests="${tests}"`);
    expect(written.match(/<failure /g)!.length).toBeLessThan(Number(failures));
  });
});

describe('audit --format markdown', () => {
  it('is a table with a row for each finding', async () => {
    const { stdout } = await freehandle(['audit', '--format', 'markdown'], { cwd: copyOfExamples() });
    const [, findings] = /^### Freehandle: (\d+) findings\n/.exec(stdout)!;
    expect(stdout.match(/^\| `drivers\/.*:\d+` \| (?:error|warning) [A-Z]\d+ \|/gm)).toHaveLength(Number(findings));
  });
});

describe('migrate --format markdown', () => {
  it('is a table of totals and one of the sites that are left', async () => {
    const { stdout } = await freehandle(['migrate', '--format', 'markdown'], { cwd: copyOfExamples() });
    expect(stdout).toMatch(/^### Freehandle: consistent-free\n/);
    expect(stdout).toMatch(/\| +safe \| +to review \| +refused \|/);
    expect(stdout).toMatch(/\| `drivers\/sound\/csi\.c:\d+` \| freed-container \|/);
  });
});

describe('migrate --format-patch', () => {
  async function repositoryOf(folder: string): Promise<string> {
    for (const args of [
      ['init', '-q'],
      ['config', 'user.name', 'A Name'],
      ['config', 'user.email', 'a@example.org'],
      ['config', 'core.autocrlf', 'false'],
      ['add', '-A'],
      ['commit', '-qm', 'before'],
    ]) {
      expect(await finished('git', args, { cwd: folder })).toMatchObject({ code: 0 });
    }
    return folder;
  }

  it('writes a series that git am takes, with what --write does as its result', async () => {
    const folder = await repositoryOf(copyOfExamples());
    const patches = path.join(temporaryFolder(), 'patches');
    await freehandle(['migrate', '--format-patch', patches], { cwd: folder });
    const names = readdirSync(patches).sort();
    expect(names[0]).toMatch(/^0001-Give-consistent_free/);
    expect(names.length).toBeGreaterThan(3);
    const mal = readFileSync(
      path.join(
        patches,
        names.find((name) => name.includes('net-mal'))!,
      ),
      'utf8',
    );
    expect(mal).toMatch(/^From: A Name <a@example.org>$/m);
    expect(mal).toMatch(/^Subject: \[PATCH \d\/\d\] net: mal: give consistent_free/m);
    expect(mal).toMatch(/^ {4}handle \S+ \(drivers\/net\/mal\.c:\d+\)$/m);

    const taken = await finished('git', ['am', '-q', ...names.map((name) => path.join(patches, name))], {
      cwd: folder,
    });
    expect(taken.code).toBe(0);
    const other = copyOfExamples();
    await freehandle(['migrate', '--write'], { cwd: other });
    const { '.git': _git, ...result } = contents(folder);
    expect(Object.fromEntries(Object.entries(result).filter(([file]) => !file.startsWith('.git/')))).toEqual(
      contents(other),
    );
  });

  it('keeps the bytes of a file that is neither UTF-8 nor ends in a newline, also from a folder below the top', async () => {
    const top = temporaryFolder();
    const below = path.join(top, 'drivers');
    const source = (call: string): string =>
      `/* M\xfcller */\nstruct s { void *v; dma_addr_t h; };\nint a(struct s *s)\n{\n\ts->v = consistent_alloc(0, 64, &s->h);\n\treturn s->v ? 0 : -1;\n}\nvoid f(struct s *s)\n{\n\tif (s->v)\n\t\t${call}; /* \xe9 */\n}\n/* end */`;
    await finished('mkdir', [below]);
    writeFileSync(path.join(below, 'old.c'), source('consistent_free(s->v)'), 'latin1');
    await repositoryOf(top);
    const patches = path.join(temporaryFolder(), 'patches');
    await freehandle(['migrate', '--format-patch', patches, '.'], { cwd: below });
    const [name] = readdirSync(patches);
    expect((await finished('git', ['am', '-q', path.join(patches, name!)], { cwd: below })).stderr).toBe('');
    expect(readFileSync(path.join(below, 'old.c'), 'latin1')).toBe(source('consistent_free(s->v, 64, s->h)'));
  });

  it('does not write a second series into a folder that holds one', async () => {
    const folder = await repositoryOf(copyOfExamples());
    await freehandle(['migrate', '--format-patch', 'out'], { cwd: folder });
    const again = await freehandle(['migrate', '--format-patch', 'out'], { cwd: folder });
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('FH2009');
  });
});
