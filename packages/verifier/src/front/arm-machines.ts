import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The machine of an ARM configuration by the folders that hold the machines' headers; null elsewhere. */
export function machineHeaders(tree: string, architecture: string, defconfig: string): string | null {
  const headers = join(tree, 'include', `asm-${architecture}`);
  const machine = readdirSync(headers)
    .flatMap((name) => /^arch-(\w+)$/.exec(name)?.[1] ?? [])
    .find((name) => new RegExp(`^CONFIG_ARCH_${name.toUpperCase()}=y$`, 'm').test(defconfig));
  return machine === undefined ? null : join(headers, `arch-${machine}`);
}

/** `asm/mach-types.h` as the tree's build makes it of its list [2.4.27 arch/arm/tools/gen-mach-types]; empty elsewhere. */
export function machineTypes(tree: string, architecture: string): string {
  const list = join(tree, 'arch', architecture, 'tools', 'mach-types');
  if (!existsSync(list)) return '';
  const machines = readFileSync(list, 'latin1').matchAll(/^(\w+)[ \t]+(\w+)[ \t]+(\w+)[ \t]+(\d+)/gm);
  return [...machines]
    .map(([, name, option, type, number]) =>
      [
        `#define MACH_TYPE_${type!} ${number!}`,
        `#ifdef CONFIG_${option!}`,
        `#define machine_is_${name!}() (1)`,
        '#else',
        `#define machine_is_${name!}() (0)`,
        '#endif',
        '',
      ].join('\n'),
    )
    .join('');
}
