import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { finished, repository, type Finished } from './support/command.ts';
import { read } from './support/code-blocks.ts';
import { repositoryOfExamples, temporaryFolder } from './support/folder.ts';

const driver = (unwind: string): string => `struct s { void *v; dma_addr_t h; };
int start(struct s *s)
{
	void *area = consistent_alloc(GFP_KERNEL, 4096, &s->h);
	if (!area)
		return -ENOMEM;
	if (setup(s)) {
		${unwind}
		return -EIO;
	}
	s->v = area;
	return 0;
}
`;

describe('docs/guides/ci/pre-commit', () => {
  it('stops a commit that leaks, lets the mended one through, and looks at nothing else', async () => {
    const folder = temporaryFolder();
    const git = (...args: string[]): Promise<Finished> =>
      finished('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], {
        cwd: folder,
        env: { PATH: `${path.join(folder, 'bin')}:${process.env['PATH'] ?? ''}` },
      });
    await git('init', '-q');
    // An npx that has the command at hand.
    mkdirSync(path.join(folder, 'bin'));
    const command = `exec '${process.execPath}' '${repository}packages/cli/bin/freehandle.js'`;
    writeFileSync(path.join(folder, 'bin/npx'), `#!/bin/sh\nshift\n${command} "$@"\n`);
    chmodSync(path.join(folder, 'bin/npx'), 0o755);
    copyFileSync(`${repository}docs/guides/ci/pre-commit`, path.join(folder, '.git/hooks/pre-commit'));

    writeFileSync(path.join(folder, 'a driver.c'), driver(''));
    await git('add', 'a driver.c');
    const stopped = await git('commit', '-qm', 'leaks');
    expect(stopped.code).not.toBe(0);
    expect(stopped.stdout + stopped.stderr).toMatch(/a driver\.c:\d+:\d+ {2}error R7/);

    writeFileSync(path.join(folder, 'other.c'), driver(''));
    writeFileSync(path.join(folder, 'a driver.c'), driver('consistent_free(area);'));
    await git('add', 'a driver.c');
    expect(await git('commit', '-qm', 'mended')).toMatchObject({ code: 0 });

    writeFileSync(path.join(folder, 'notes.txt'), 'no C here');
    await git('add', 'notes.txt');
    expect(await git('commit', '-qm', 'notes')).toMatchObject({ code: 0 });
  });
});

describe('docs/guides/ci/github-actions.yml', () => {
  const workflow = read('docs/guides/ci/github-actions.yml');
  const commands = [...workflow.matchAll(/^ +(?:- )?run: (.*)$/gm)].map(([, command]) => command!);

  it('passes where a pull request brings nothing new, fails where it does, and uploads what it wrote', async () => {
    const folder = repositoryOfExamples();
    for (const other of ['char', 'dma', 'mmc', 'sound', 'video']) {
      rmSync(path.join(folder, 'drivers', other), { recursive: true });
    }
    const bin = temporaryFolder();
    const command = `exec '${process.execPath}' '${repository}packages/cli/bin/freehandle.js' "$@"`;
    writeFileSync(path.join(bin, 'freehandle'), `#!/bin/sh\n${command}\n`);
    chmodSync(path.join(bin, 'freehandle'), 0o755);
    const summary = path.join(bin, 'summary.md');
    const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}`, BASE: 'HEAD', GITHUB_STEP_SUMMARY: summary };
    const run = async (script: string): Promise<Finished> =>
      finished('bash', ['-e', '-c', script], { cwd: folder, env });

    const baselines = /^```sh\n(mkdir [\s\S]*?)^```$/m.exec(read('docs/guides/ci.md'))![1]!;
    for (const line of baselines.trim().split('\n')) expect((await run(line)).stderr).toBe('');
    const [install, ...steps] = commands;
    expect(install).toBe('npm install --global freehandle');
    expect(steps).toHaveLength(3);
    const exits = async (): Promise<(number | null)[]> => {
      const codes: (number | null)[] = [];
      for (const step of steps) codes.push((await run(step)).code);
      return codes;
    };

    appendFileSync(path.join(folder, 'drivers/net/mal.c'), '/* nothing that matters */\n');
    expect(await exits()).toEqual([1, 0, 0]);
    expect(readFileSync(summary, 'utf8')).toMatch(/^### Freehandle: consistent-free/);

    const mal = path.join(folder, 'drivers/net/mal.c');
    writeFileSync(mal, readFileSync(mal, 'utf8').replace('consistent_free(mal->tx_virt);', ';'));
    expect(await exits()).toEqual([1, 1, 1]);
    for (const [, file] of workflow.matchAll(/^ +sarif_file: (.*)$/gm)) {
      expect(existsSync(path.join(folder, file!)), file).toBe(true);
    }
  });
});
