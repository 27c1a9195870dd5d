import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { binary, finished, freehandle, repository } from './support/command.ts';
import { contents, copyOfExamples, temporaryFolder } from './support/folder.ts';

/** A folder with everything that is not C in it, under names that say it is. */
function garbage(): string {
  const folder = temporaryFolder();
  const at = (name: string): string => path.join(folder, name);
  writeFileSync(at('empty.c'), '');
  writeFileSync(at('binary.c'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, ...Buffer.from('consistent_free(x)')]));
  writeFileSync(at('comment.c'), 'void f(void *p)\n{\n\t/* no end\n\tconsistent_free(p);\n}\n');
  writeFileSync(at('string.c'), 'void f(void *p)\n{\n\tprintk("no end);\n\tconsistent_free(p);\n');
  writeFileSync(at('broken.c'), 'void f(void *p { ) consistent_free(p; }}}}\n');
  writeFileSync(at('deep.c'), `void f(void *p)\n{\n\tconsistent_free(${'('.repeat(20_000)}p);\n}\n`);
  symlinkSync('nowhere.c', at('dangling.c'));
  execFileSync('mkfifo', [at('pipe.c')]);
  mkdirSync(at('loop/inner'), { recursive: true });
  symlinkSync('..', at('loop/inner/again'));
  mkdirSync(at('folder.c'));
  const huge = openSync(at('huge.c'), 'w');
  const megabyte = Buffer.alloc(1 << 20, '(');
  writeSync(huge, 'void f(void *p)\n{\n\tconsistent_free(p);\n');
  for (let i = 0; i < 50; i += 1) writeSync(huge, megabyte);
  closeSync(huge);
  return folder;
}

describe('bad input', () => {
  it('gets a clear message a file, exit code 2, no change, and stays under 1 GB', async () => {
    const folder = garbage();
    const before = contents(folder);
    // The peak of the process itself: the command is called in a process that tells its own afterwards.
    const script = `
      const { run } = await import(${JSON.stringify(`file://${repository}packages/cli/dist/index.js`)});
      const code = await run(['migrate', '--write', '.'], process);
      process.stderr.write('peak ' + process.resourceUsage().maxRSS + ' code ' + code + '\\n');`;
    const { stdout, stderr } = await finished(process.execPath, ['--input-type=module', '-e', script], { cwd: folder });

    expect(contents(folder)).toEqual(before);
    const [, peak, code] = /peak (\d+) code (\d+)/.exec(stderr) ?? [];
    expect(Number(peak) * 1024).toBeLessThan(1e9);
    expect(code).toBe('2');
    expect(stderr).toMatch(/binary\.c: .*\n {2}hint: /);
    expect(stderr).toMatch(/huge\.c: .*\n {2}hint: /);
    expect(stderr).not.toMatch(/at .*\.js:\d+/);
    for (const name of ['broken.c', 'deep.c']) expect(stdout + stderr).toContain(name);
    expect(`${stdout}${stderr}`).not.toContain('empty.c');
  });

  it.skipIf(process.platform !== 'linux')('says that stdout took no more, as of any file', async () => {
    const redirected = '"$0" "$1" migrate . --no-cache > /dev/full';
    const { code, stderr } = await finished('sh', ['-c', redirected, process.execPath, binary], {
      cwd: temporaryFolder(),
    });
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error FH2003 stdout: .*ENOSPC.*\n {2}hint: .*\n$/),
    });
  });

  it('names the path that does not exist', async () => {
    const { code, stdout, stderr } = await freehandle(['migrate', 'no/such'], { cwd: temporaryFolder() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('FH2001 no/such: no such file or folder');
  });

  it('refuses a pipe that is named, instead of waiting for it', async () => {
    const folder = temporaryFolder();
    execFileSync('mkfifo', [path.join(folder, 'pipe.c')]);
    const { code, stderr } = await freehandle(['migrate', 'pipe.c'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain('pipe.c');
  });

  it('leaves every file as it was when the disk takes no more', async () => {
    const folder = copyOfExamples();
    const before = contents(folder);
    // A limit on the size of files stands for the full disk: the small ones still fit, a larger one does not.
    const script = `
      process.on('SIGXFSZ', () => undefined);
      const { run } = await import(${JSON.stringify(`file://${repository}packages/cli/dist/index.js`)});
      process.exitCode = await run(['migrate', '--write', '.'], process);`;
    const limited = ['-c', 'ulimit -f 4; exec "$0" "$@"', process.execPath, '--input-type=module', '-e', script];
    const { code, stderr } = await finished('bash', limited, { cwd: folder });
    expect(contents(folder)).toEqual(before);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error FH1302 drivers\/.*: cannot be written: .*\n {2}hint: No file was changed/);
  });
});
