import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { consistentFree } from '@freehandle/codemod';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFiles } from '../src/files.ts';
import { driversAmong } from '../src/verify/drivers.ts';
import { includeRootsOf } from '../src/verify/headers.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'freehandle-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, text = ''): string {
  const absolute = path.join(folder, file);
  mkdirSync(path.dirname(absolute), { recursive: true });
  writeFileSync(absolute, text);
  return absolute;
}

const found = async (...paths: string[]): Promise<string[]> =>
  (await findFiles(paths, folder)).files.map((file) => path.relative(folder, file));

describe('findFiles', () => {
  it('takes C sources and headers below folders, sorted, each once', async () => {
    for (const file of ['b/z.c', 'b/a.h', 'a.c', 'notes.txt', 'a.cpp']) write(file);
    expect(await found('.', 'b', 'a.c')).toEqual(['a.c', 'b/a.h', 'b/z.c']);
  });

  it('takes a file that is named, whatever its name', async () => {
    write('driver.inc');
    expect(await found('driver.inc')).toEqual(['driver.inc']);
  });

  it('enters neither links, nor .git, nor node_modules; but folders that start with a dot', async () => {
    for (const file of ['.git/x.c', 'node_modules/x.c', '.hidden/x.c', 'include/asm-ppc/io.h']) write(file);
    symlinkSync('asm-ppc', path.join(folder, 'include/asm'));
    symlinkSync('..', path.join(folder, 'include/loop'));
    expect(await found('.')).toEqual(['.hidden/x.c', 'include/asm-ppc/io.h']);
  });

  it('names the path that does not exist', async () => {
    await expect(found('nowhere')).rejects.toMatchObject({
      code: 'FH2001',
      message: expect.stringContaining('nowhere') as string,
    });
  });
});

describe('includeRootsOf', () => {
  it('lists the include folders above a driver, nearest first, up to the top of the repository', () => {
    const driver = write('tree/drivers/net/mal.c');
    for (const header of ['tree/include/asm/io.h', 'tree/drivers/include/net.h', 'include/outside.h']) write(header);
    mkdirSync(path.join(folder, 'tree/.git'));
    expect(includeRootsOf(driver).map((root) => path.relative(folder, root))).toEqual([
      'tree/drivers/include',
      'tree/include',
    ]);
  });
});

describe('driversAmong', () => {
  it('takes C files that mention the API or a wrapper of it as a word', () => {
    const files = [
      write('calls.c', 'consistent_free(p);'),
      write('wraps.c', 'pci_free_consistent(d, n, p, h);'),
      write('header.h', 'consistent_free(p);'),
      write('longer.c', 'inconsistent_freedom();'),
      write('none.c', 'int x;'),
      path.join(folder, 'gone.c'),
    ];
    expect(driversAmong(files, consistentFree).map((file) => path.basename(file))).toEqual(['calls.c', 'wraps.c']);
  });
});
