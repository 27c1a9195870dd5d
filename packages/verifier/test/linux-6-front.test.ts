import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { autoconfText, configure } from '../src/front/linux-6/configuration.ts';
import { readKconfig } from '../src/front/linux-6/kconfig.ts';
import { buildRules } from '../src/front/linux-6/makefiles.ts';
import { returnKinds } from '../src/front/return-kinds.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function tree(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'freehandle-tree-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const options = `
mainmenu "Example"
source "drivers/lamp/Kconfig"
source "arch/$(SRCARCH)/Kconfig"
config LIGHTS
	bool "Lights"
	help
	  config NOT_AN_OPTION
	  select NOTHING
config WIRES
	tristate
`;
const lampOptions = `
menuconfig LAMPS
	bool "Lamps"
	depends on LIGHTS && !DARKNESS
if LAMPS
config LAMP_RED
	tristate "Red"
	depends on ARCH_LAMPHOUSE || COMPILE_TEST
	depends on WIRES=y || LIGHTS
	select GLASS if LIGHTS
config GLASS
	bool
endif
`;

describe('the configuration of a Linux 5 or 6 tree', () => {
  const kconfig = readKconfig(tree({ Kconfig: options, 'drivers/lamp/Kconfig': lampOptions }));

  it('is read with the blocks around each option, help texts left out', () => {
    expect([...kconfig.keys()].sort()).toEqual(['GLASS', 'LAMPS', 'LAMP_RED', 'LIGHTS', 'WIRES']);
    expect(kconfig.get('LAMP_RED')).toMatchObject({ selects: ['GLASS'] });
    expect(kconfig.get('LAMP_RED')?.depends).toEqual(['LAMPS', 'ARCH_LAMPHOUSE || COMPILE_TEST', 'WIRES=y || LIGHTS']);
  });

  it('switches on what an option selects and depends on, and nothing of an architecture', () => {
    const { on } = configure(kconfig, ['LAMP_RED']);
    for (const name of ['LAMP_RED', 'LAMPS', 'LIGHTS', 'GLASS', 'COMPILE_TEST']) expect(on).toContain(name);
    expect(on).not.toContain('ARCH_LAMPHOUSE');
    expect(on).not.toContain('DARKNESS');
  });

  it('is the same without a driver as with one that asks for nothing', () => {
    expect(configure(kconfig, []).on).not.toContain('LAMP_RED');
    expect(autoconfText(new Set(['MMU', 'LIGHTS']))).toContain('#define CONFIG_LIGHTS 1\n');
    expect(autoconfText(new Set(['LIGHTS']))).toBe('#define CONFIG_LIGHTS 1\n');
  });
});

describe('the makefiles of a driver', () => {
  const root = tree({
    'drivers/Makefile': 'obj-$(CONFIG_LIGHTS) += lamp/\n',
    'drivers/lamp/Makefile': [
      'WIRE_PATH = $(srctree)/drivers/wire',
      'ccflags-y := -I$(WIRE_PATH) -I $(src)/../glass -DBRIGHT=2',
      'obj-$(CONFIG_LAMP_RED) += red.o',
      'red-y := red_main.o \\',
      '\tparts/red_dma.o',
      'red-$(CONFIG_RED_DIM) += red_dim.o',
      'CFLAGS_red_dim.o := -DDIM',
      '',
    ].join('\n'),
  });

  it('give options, flags and module of a file, through composite objects and folders above', () => {
    expect(buildRules(root, 'drivers/lamp/red_dim.c')).toEqual({
      options: ['RED_DIM', 'LAMP_RED', 'LIGHTS'],
      includes: ['drivers/wire', 'drivers/glass'],
      defines: ['-DBRIGHT=2', '-DDIM'],
      module: 'red',
      parts: ['red_main.c', 'red_dim.c'],
    });
  });

  it('are found above a folder that has none', () => {
    expect(buildRules(root, 'drivers/lamp/parts/red_dma.c')).toMatchObject({
      options: ['LAMP_RED', 'LIGHTS'],
      module: 'red',
    });
  });

  it('say nothing of a file they do not name', () => {
    expect(buildRules(root, 'drivers/lamp/blue.c').options).toEqual(['LIGHTS']);
  });
});

describe('what functions return', () => {
  it('is told by their declarations, not by a comment or a macro before them', () => {
    const header = [
      '/**\n * lamp_register() - makes a lamp known\n * @lamp: a lamp\n */\nint __must_check lamp_register(struct lamp *lamp);',
      '/**\n * lamp_find - looks for a lamp\n */\nstruct lamp *\nlamp_find(const char *name); // lamp_count() tells how many',
      'LAMP_ATTRIBUTE(int, level)\n\nstruct lamp *lamp_attach(void);\nextern unsigned int lamp_count(void);\nbool lamp_is_on(struct lamp *lamp);',
    ].join('\n');
    const names = new Set(['lamp_register', 'lamp_find', 'lamp_attach', 'lamp_count', 'lamp_is_on']);
    expect(Object.fromEntries(returnKinds(new Map([['/lamp.h', Buffer.from(header)]]), names))).toEqual({
      ...{
        lamp_register: 'status',
        lamp_find: 'pointer',
        lamp_attach: 'pointer',
        lamp_count: 'number',
        lamp_is_on: 'truth',
      },
    });
  });
});
