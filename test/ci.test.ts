import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { finished, repository, type Finished } from './support/command.ts';
import { temporaryFolder } from './support/folder.ts';

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
