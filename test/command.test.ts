import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { finished, freehandle, repository } from './support/command.ts';
import { contents, copyOfExamples } from './support/folder.ts';

describe('freehandle', () => {
  it('tells its version', async () => {
    const { version } = JSON.parse(readFileSync(`${repository}packages/cli/package.json`, 'utf8')) as {
      version: string;
    };
    expect(await freehandle(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('helps: every command, examples, exit codes', async () => {
    const { code, stdout } = await freehandle(['--help']);
    expect(code).toBe(0);
    for (const word of ['migrate', 'verify', 'explain', 'Examples:', 'Exit code:']) expect(stdout).toContain(word);
    for (const command of ['migrate', 'verify', 'explain']) {
      expect((await freehandle([command, '--help'])).code).toBe(0);
    }
  });

  it('exits 2 and says so on stderr for wrong usage', async () => {
    for (const args of [[], ['migrate', '--nonsense'], ['nonsense'], ['verify', '--jobs', '0'], ['explain', 'R99']]) {
      const { code, stdout, stderr } = await freehandle(args);
      expect(code).toBe(2);
      expect(`${stdout}${stderr}`.length).toBeGreaterThan(0);
    }
  });

  it('uses no colour and no progress when its output is not a terminal', async () => {
    const { stdout, stderr } = await freehandle(['migrate', 'examples']);
    expect(stdout + stderr).not.toMatch(/\u001b/);
  });

  it('explains every rule and every refusal reason it lists by its page', async () => {
    const { stdout } = await freehandle(['explain']);
    const names = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0]!);
    expect(names.length).toBeGreaterThan(40);
    const pages = names.map((name) => `docs/${/^[A-Z]\d+$/.test(name) ? 'rules' : 'refusals'}/${name}.md`);
    expect(await freehandle(['explain', ...names])).toEqual({
      code: 0,
      stdout: pages.map((page) => readFileSync(`${repository}${page}`, 'latin1')).join('\n'),
      stderr: '',
    });
  });

  it('completes commands, options, their values and names; elsewhere the shell has to offer files', async () => {
    const offered = async (...words: string[]): Promise<string[]> => {
      const { stdout } = await freehandle(['complete', '--', ...words]);
      return stdout.split('\n').flatMap((line) => line.split('\t')[0]! || []);
    };
    expect(await offered('')).toEqual(expect.arrayContaining(['migrate', 'audit', 'verify', ':4']));
    expect(await offered('migrate', '--form')).toEqual(['--format', '--format-patch', ':4']);
    expect(await offered('audit', '--format', 'h')).toEqual(['html', ':4']);
    expect(await offered('explain', 'freed')).toEqual(['freed-container', ':4']);
    expect(await offered('migrate', 'dri')).toEqual([':0']);
    expect(await offered('migrate', '--output', '')).toEqual([':0']);
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { code, stdout } = await freehandle(['complete', shell]);
      expect({ code, asks: stdout.includes('freehandle complete --') }).toEqual({ code: 0, asks: true });
      if (shell === 'bash') expect((await finished('bash', ['-n', '-c', stdout])).code).toBe(0);
    }
    expect((await freehandle(['complete', 'tcsh'])).code).toBe(2);
  });

  it('stops at Ctrl-C with 130 and nothing half-written', async () => {
    const folder = copyOfExamples();
    const before = contents(folder);
    const { code } = await freehandle(['verify', '.'], { cwd: folder, interruptAfterMs: 1_500 });
    expect(code).toBe(130);
    expect(contents(folder)).toEqual(before);
  });

  it('is quiet about a reader that goes away', async () => {
    const { stderr } = await finished('bash', ['-c', `node packages/cli/bin/freehandle.js explain | head -1`]);
    expect(stderr).toBe('');
  });
});
