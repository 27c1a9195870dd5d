import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compareHere } from '../src/comparison/compare-driver.ts';
import { defaultOptions } from '../src/driver-input.ts';
import { numbersOffered, withDependencies } from '../src/front/config-in.ts';
import { optionsBuilding } from '../src/front/kernel-configuration.ts';
import { parseMakefile } from '../src/front/makefile.ts';
import { verdictsByFile } from '../src/verdict/by-file.ts';
import { verifyHere } from '../src/verify-driver.ts';
import { found, lineOf, mutate, workbench } from './verify-fixture.ts';

const nothing = parseMakefile('');

describe('a Makefile', () => {
  it('names the sources of a module in each of the three ways that it may be linked', () => {
    const text = [
      'list-multi := multi.o',
      'multi-objs := a.o b.o',
      'O_TARGET := whole.o',
      'obj-y := c.o \\',
      '\td.o # and no e.o',
      'obj-m := $(O_TARGET)',
      'PARTS = f.o',
      'ifeq ($(CONFIG_PCI),y)',
      'PARTS += g.o',
      'endif',
      'rule.o: $(PARTS)',
      '\t$(LD) $(LD_RFLAG) -r -o $@ $(PARTS)',
      'export-objs := a.o',
    ].join('\n');
    expect([...parseMakefile(text).composites]).toEqual([
      ['multi', ['a.c', 'b.c']],
      ['whole', ['c.c', 'd.c']],
      ['rule', ['f.c', 'g.c']],
    ]);
  });

  it('of a folder that is linked into the kernel makes no module of it', () => {
    const text = 'O_TARGET := net.o\nobj-y := a.o b.o\nobj-$(CONFIG_C) += c.o\n';
    expect(parseMakefile(text).composites.size).toBe(0);
  });

  it('gives the flags that hold always, and those of one object', () => {
    const text =
      'EXTRA_CFLAGS += -I$(TOPDIR)/x -DA -O2\nifdef DEBUG\nEXTRA_CFLAGS += -DDEBUG\nendif\nCFLAGS_b.o := -DB=1\n';
    expect(parseMakefile(text).flagsFor('b.o')).toEqual(['-I$(TOPDIR)/x', '-DA', '-DB=1']);
    expect(parseMakefile(text).flagsFor('a.o')).toEqual(['-I$(TOPDIR)/x', '-DA']);
  });

  it('ends where variables name each other', () => {
    expect(parseMakefile('A = $(B)\nB = $(A) x.o\nz-objs := $(A)\n').composites.get('z')).toEqual(['x.c']);
  });
});

describe('the options a driver is built under', () => {
  it('are those of its object', () => {
    const makefile = parseMakefile('obj-$(CONFIG_MAL) += mal.o phy.o\nobj-$(CONFIG_OTHER) += mal2.o\n');
    expect(optionsBuilding('drivers/net/mal.c', makefile, nothing)).toEqual(['CONFIG_MAL']);
    expect(optionsBuilding('drivers/net/phy.c', makefile, nothing)).toEqual(['CONFIG_MAL']);
  });

  it('are those of its module, or else of its folder in the one above', () => {
    const beside = parseMakefile('obj-$(CONFIG_RING) += ring.o\nring-objs := main.o\n');
    const above = parseMakefile('subdir-$(CONFIG_BOARDS) += board\n');
    expect(optionsBuilding('drivers/board/main.c', beside, above)).toEqual(['CONFIG_RING']);
    expect(optionsBuilding('drivers/board/main.c', nothing, above)).toEqual(['CONFIG_BOARDS']);
  });
});

describe('a driver of several sources', () => {
  const root = fileURLToPath(new URL('./fixtures/linux-2.4', import.meta.url));
  const rings = readFileSync(`${root}/drivers/char/link/rings.c`, 'latin1');
  const verify = async (name: string, overlay: Record<string, Uint8Array> = {}) => {
    const file = `drivers/char/link/${name}`;
    const source = overlay[`${root}/${file}`] ?? readFileSync(`${root}/${file}`);
    const input = { file, root, source, includeRoots: [], overlay, kernelTree: root };
    return (await verifyHere(input, await workbench(), defaultOptions)).verdict;
  };

  it('is run as one module whichever of them is given, and each names its free sites', async () => {
    for (const name of ['main.c', 'rings.c']) {
      const verdict = await verify(name);
      expect(verdict.error).toBeNull();
      expect(found(verdict)).toEqual([]);
      const line = lineOf(rings, 'consistent_free(ring');
      expect(verdict.sites).toMatchObject([{ file: 'drivers/char/link/rings.c', line, reached: true }]);
    }
  });

  it('has its findings at their file, told once by a batch that has a verdict for it', async () => {
    const leaking = Buffer.from(mutate(rings, '\t\t\tlink_free();\n', ''));
    const overlay = { [`${root}/drivers/char/link/rings.c`]: leaking };
    const verdicts = [await verify('main.c', overlay), await verify('rings.c', overlay)];
    const line = lineOf(rings, 'consistent_alloc(');
    expect(verdicts.map(({ findings }) => findings.map((finding) => [finding.file, finding.line]))).toEqual([
      [['drivers/char/link/rings.c', line]],
      [['drivers/char/link/rings.c', line]],
    ]);
    expect(verdictsByFile(verdicts).map(({ findings, sites }) => [findings.length, sites.length])).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it('is not compared where a source of only one form compiles', async () => {
    const input = (overlay: Readonly<Record<string, Uint8Array>>) => ({
      ...{ file: 'drivers/char/link/main.c', root, source: readFileSync(`${root}/drivers/char/link/main.c`) },
      ...{ includeRoots: [], overlay, kernelTree: root },
    });
    const broken = { [`${root}/drivers/char/link/rings.c`]: Buffer.from('#error broken\n') };
    const pair = { before: input({}), after: input(broken) };
    const { equivalent, differences, why } = await compareHere(pair, await workbench(), defaultOptions);
    expect({ equivalent, differences }).toEqual({ equivalent: null, differences: [] });
    expect(why).toBe('of the migrated module, these do not compile: rings.c');
  });

  it('is told to lack a source that does not compile', async () => {
    const broken = { [`${root}/drivers/char/link/rings.c`]: Buffer.from('#error broken\n') };
    const verdict = await verify('main.c', broken);
    expect(verdict.error).toBeNull();
    expect(verdict.profile).toContain('without rings.c, not compiled');
  });
});

describe('options that others need', () => {
  it('gives the numbers that questions offer, those in hexadecimal as such', () => {
    const text =
      'if [ "$CONFIG_RING" = "y" ]; then\n  int  \' slots of the ring\' CONFIG_RING_SLOTS 16\n  hex \'port\' CONFIG_RING_PORT 300\nfi\n';
    expect([...numbersOffered([text])]).toEqual([
      ['CONFIG_RING_SLOTS', '16'],
      ['CONFIG_RING_PORT', '0x300'],
    ]);
  });

  it('are those that their question names, and what their condition defines', () => {
    const text = [
      "dep_tristate 'Ring' CONFIG_RING $CONFIG_PCI $CONFIG_BUS",
      "dep_bool 'Bus' CONFIG_BUS $CONFIG_EXPERIMENTAL",
      'if [ "$CONFIG_RING" != "n" ]; then',
      "   bool 'Debug' CONFIG_RING_DEBUG",
      '   define_bool CONFIG_RING_MAPPED y',
      'fi',
      'define_bool CONFIG_OTHER y',
    ].join('\n');
    expect(withDependencies(new Set(['CONFIG_RING']), [text])).toEqual([
      'CONFIG_RING',
      'CONFIG_PCI',
      'CONFIG_BUS',
      'CONFIG_RING_MAPPED',
      'CONFIG_EXPERIMENTAL',
    ]);
  });
});
