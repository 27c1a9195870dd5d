import { posix } from 'node:path';
import type { Makefile } from './makefile.ts';

/** Options that 2.4 configurations leave to the architecture's Kconfig and that headers need as numbers. */
const architectureOptions: Readonly<Record<string, string>> = {
  ppc: [
    '#define CONFIG_KERNEL_START 0xc0000000',
    '#define CONFIG_TASK_SIZE 0x80000000',
    '#define CONFIG_LOWMEM_SIZE 0x30000000',
    '#define CONFIG_HIGHMEM_START 0xfe000000',
    '#define CONFIG_RWSEM_GENERIC_SPINLOCK 1',
    '#undef CONFIG_RWSEM_XCHGADD_ALGORITHM',
  ].join('\n'),
  arm: '#define CONFIG_RWSEM_GENERIC_SPINLOCK 1',
};

/** Symbol versions would rename every import. */
const leftOut = new Set(['CONFIG_MODVERSIONS']);

/**
 * Text of `linux/autoconf.h` for a defconfig, with `switchedOn` set besides, and `numbers` where it has none. 2.4 keeps it in C form:
 * `y` is 1, `m` is `_MODULE`, the rest is the value [2.4.27 scripts/Configure].
 */
export function autoconf(
  defconfig: string,
  architecture: string,
  switchedOn: readonly string[],
  numbers: ReadonlyMap<string, string> = new Map(),
): string {
  const lines = ['#define AUTOCONF_INCLUDED'];
  for (const [, name, value] of defconfig.matchAll(/^(CONFIG_\w+)=(.*)$/gm)) {
    if (leftOut.has(name!) || switchedOn.includes(name!)) continue;
    lines.push(
      value === 'y' ? `#define ${name!} 1` : value === 'm' ? `#define ${name!}_MODULE 1` : `#define ${name!} ${value!}`,
    );
  }
  for (const name of switchedOn) lines.push(`#define ${name} 1`);
  for (const [name, value] of numbers) if (!defconfig.includes(`${name}=`)) lines.push(`#define ${name} ${value}`);
  return [...lines, architectureOptions[architecture] ?? '', ''].join('\n');
}

/**
 * The options under which `source` is built, given the Makefile beside it and, for a folder that is built whole, the one
 * above: `obj-$(CONFIG_X) += file.o`, `obj-$(CONFIG_X) += module.o`, `subdir-$(CONFIG_X) += folder`.
 */
export function optionsBuilding(source: string, beside: Makefile, above: Makefile): string[] {
  const file = posix.basename(source);
  const modules = [...beside.composites].filter(([, sources]) => sources.includes(file)).map(([name]) => name);
  const own = [file.replace(/\.c$/, ''), ...modules].flatMap((name) => beside.optionsBuilding(`${name}.o`));
  return [...new Set(own.length > 0 ? own : above.optionsBuilding(posix.basename(posix.dirname(source))))];
}

/** Options without which a header has nothing for the driver that includes it, so that the driver registers with nobody. */
const optionOfHeader: Readonly<Record<string, string>> = {
  'linux/pci.h': 'CONFIG_PCI',
  'linux/usb.h': 'CONFIG_USB',
  'linux/atmdev.h': 'CONFIG_ATM',
};

/** A driver that refuses to be compiled without an option, and says so. */
const refusal = /^\s*#\s*if(?:ndef\s+|\s+!\s*defined\s*\(?\s*)(CONFIG_\w+)[^\n]*\n\s*#\s*error\b/gm;

/** The options that a driver's own text asks for: by what it includes, or by an `#error` where they are off. */
export function optionsWanted(source: string): string[] {
  const included = Object.entries(optionOfHeader)
    .filter(([header]) => new RegExp(`^\\s*#\\s*include\\s*<${header.replace('.', '\\.')}>`, 'm').test(source))
    .map(([, option]) => option);
  return [...included, ...[...source.matchAll(refusal)].map(([, option]) => option!)];
}
