import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { includeClosure } from '../src/front/include-closure.ts';
import { treeProfiles } from '../src/front/kernel-tree-front.ts';
import { autoconf, optionsWanted } from '../src/front/kernel-configuration.ts';
import { bytesOf, VirtualFiles } from '../src/front/virtual-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'freehandle-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

function tree(files: Readonly<Record<string, string>>): Map<string, Uint8Array> {
  return new Map(Object.entries(files).map(([path, text]) => [path, bytesOf(text)]));
}

describe('include closure', () => {
  it('takes a header from the directory of its includer, then from the first directory that has it', () => {
    const files = tree({
      '/driver/a.c': '#include "own.h"\n#include <linux/x.h>\n',
      '/driver/own.h': '',
      '/first/linux/x.h': '',
      '/second/linux/x.h': '',
    });
    const closure = includeClosure(new VirtualFiles([], files, {}), '/driver/a.c', ['/first', '/second']);
    expect([...closure.files.keys()].sort()).toEqual(['/driver/a.c', '/driver/own.h', '/first/linux/x.h']);
  });

  it('names what is found nowhere, and follows both branches of a conditional', () => {
    const files = tree({ '/a.c': '#ifdef X\n#include <one.h>\n#else\n# include <two.h>\n#endif\n', '/i/two.h': '' });
    const closure = includeClosure(new VirtualFiles([], files, {}), '/a.c', ['/i']);
    expect(closure.missing).toEqual(['one.h']);
    expect([...closure.files.keys()]).toContain('/i/two.h');
  });

  it('makes includes through a parent directory absolute', () => {
    const files = tree({ '/d/sub/a.c': '#include "../b.h"\n', '/d/b.h': '' });
    const closure = includeClosure(new VirtualFiles([], files, {}), '/d/sub/a.c', []);
    expect(Buffer.from(closure.files.get('/d/sub/a.c')!).toString()).toBe('#include "/d/b.h"\n');
  });

  it('follows include_next into every directory', () => {
    const files = tree({ '/a.c': '#include <x.h>\n', '/1/x.h': '#include_next <x.h>\n', '/2/x.h': '' });
    const closure = includeClosure(new VirtualFiles([], files, {}), '/a.c', ['/1', '/2']);
    expect([...closure.files.keys()]).toContain('/2/x.h');
  });

  it('ends where headers include each other', () => {
    const files = tree({ '/a.h': '#include "b.h"\n', '/b.h': '#include "a.h"\n' });
    expect(includeClosure(new VirtualFiles([], files, {}), '/a.h', []).files.size).toBe(2);
  });
});

describe('virtual files', () => {
  it('does not leave the directory it was given', () => {
    mkdirSync(join(folder, 'in'));
    writeFileSync(join(folder, 'secret.h'), 'secret');
    writeFileSync(join(folder, 'in/own.h'), 'own');
    symlinkSync(join(folder, 'secret.h'), join(folder, 'in/link.h'));
    const files = new VirtualFiles([{ at: '/m', directory: join(folder, 'in') }], new Map(), {});
    expect(files.text('/m/own.h')).toBe('own');
    expect(files.text('/m/../secret.h')).toBeNull();
    expect(files.text('/m/link.h')).toBeNull();
  });

  it('takes a stand-in for what is on disk', () => {
    const standIn = { [join(folder, 'in/own.h')]: bytesOf('new') };
    const files = new VirtualFiles([{ at: '/m', directory: join(folder, 'in') }], new Map(), standIn);
    expect(files.text('/m/own.h')).toBe('new');
  });
});

describe('kernel configuration', () => {
  it('turns a defconfig into the header that headers read, without symbol versions', () => {
    const text = autoconf(
      'CONFIG_A=y\n# CONFIG_B is not set\nCONFIG_C=m\nCONFIG_D=4096\nCONFIG_MODVERSIONS=y\n',
      'arm',
      ['CONFIG_E'],
    );
    expect(text.split('\n').slice(0, 5)).toEqual([
      '#define AUTOCONF_INCLUDED',
      '#define CONFIG_A 1',
      '#define CONFIG_C_MODULE 1',
      '#define CONFIG_D 4096',
      '#define CONFIG_E 1',
    ]);
  });
});

describe('profiles of a tree', () => {
  it('are of any configuration where no preferred board is there and none has the driver', () => {
    const root = join(folder, 'one-board');
    for (const directory of ['include/asm-mips', 'arch/mips/kernel'])
      mkdirSync(join(root, directory), { recursive: true });
    writeFileSync(join(root, 'arch/mips/defconfig'), 'CONFIG_OTHER=y\n');
    writeFileSync(join(root, 'arch/mips/Makefile'), '');
    const input = { file: 'drivers/a.c', root, source: bytesOf(''), includeRoots: [], overlay: {} };
    expect([...treeProfiles(input, root)]).toEqual([{ architecture: 'mips', defconfig: 'arch/mips/defconfig' }]);
  });
});

describe('options that a driver asks for', () => {
  it('are those of what it includes, and those without which it is an error', () => {
    const text = '#include <linux/pci.h>\n#if !defined(CONFIG_A) && !defined(CONFIG_A_MODULE)\n#error no A\n#endif\n';
    expect(optionsWanted(`${text}#ifndef CONFIG_B\n # error\n#endif\n#ifndef CONFIG_C\n#endif\n`)).toEqual([
      'CONFIG_PCI',
      'CONFIG_A',
      'CONFIG_B',
    ]);
  });
});
