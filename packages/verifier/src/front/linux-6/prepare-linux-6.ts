import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DriverInput } from '../../driver-input.ts';
import { includeClosure } from '../include-closure.ts';
import { linux6Rules } from '../lowering/linux-6-rules.ts';
import { lower } from '../lowering/lowering-rule.ts';
import { driverMount, type GlueFor, type PreparedDriver } from '../prepared-driver.ts';
import { bytesOf, latin1, VirtualFiles, type Mount } from '../virtual-files.ts';
import { autoconfText, configure } from './configuration.ts';
import { readKconfig, type Kconfig } from './kconfig.ts';
import { buildRules } from './makefiles.ts';

const overlay = fileURLToPath(new URL('../../../overlay/linux-6.1', import.meta.url));

/** Headers that the kernel's makefile puts before every unit [6.1 scripts/Makefile.lib c_flags]. */
const forced = ['generated/autoconf.h', 'linux/kconfig.h', 'linux/compiler_types.h'];

let read: { readonly tree: string; readonly kconfig: Kconfig } | undefined;

/** The Kconfig files of a tree are read once a thread. */
function kconfigOf(tree: string): Kconfig {
  if (read?.tree !== tree) read = { tree, kconfig: readKconfig(tree) };
  return read.kconfig;
}

/** What was done to a header, by its path and text: trees are compiled from by the hundred. */
const lowered = new Map<string, string>();

function transform(text: string): string {
  const known = lowered.get(text);
  if (known !== undefined) return known;
  const result = lower(text, linux6Rules);
  if (lowered.size > MOST_LOWERED) lowered.clear();
  lowered.set(text, result);
  return result;
}

/** Headers kept; some 3,000 belong to all drivers of a tree together. */
const MOST_LOWERED = 6000;

/**
 * Prepares a driver against a Linux 5 or 6 tree's own headers. The machine is the model's: its `asm/` is the overlay, then
 * what the tree has for any architecture. The configuration switches the driver on.
 */
export function prepareLinux6(input: DriverInput, tree: string, version: string, glueFor: GlueFor): PreparedDriver {
  const { main, mount } = driverMount(input);
  const inTree = relative(tree, join(input.root, input.file)).replaceAll('\\', '/');
  const rules = buildRules(tree, inTree.startsWith('..') ? input.file : inTree);
  const configuration = configure(kconfigOf(tree), rules.options);
  const roots = input.includeRoots.map((directory, index) => ({ at: `/include${index}`, directory, transform }));
  const mounts: Mount[] = [
    { at: '/overlay', directory: overlay },
    { ...mount, transform },
    ...roots,
    { at: '/tree/include/asm', directory: join(tree, 'include/asm-generic'), transform },
    { at: '/tree/include/uapi/asm', directory: join(tree, 'include/uapi/asm-generic'), transform },
    { at: '/tree/include/asm', directory: join(tree, 'include/uapi/asm-generic'), transform },
    { at: '/tree', directory: tree, transform },
  ];
  const given = new Map([
    [main, bytesOf(transform(latin1(input.source)))],
    ['/overlay/generated/autoconf.h', bytesOf(autoconfText(configuration))],
    ['/overlay/generated/utsrelease.h', bytesOf(`#define UTS_RELEASE "${version}"\n`)],
    ['/overlay/generated/uapi/linux/version.h', bytesOf(versionHeader(version))],
  ]);
  const includeDirs = [
    ...['/overlay', '/overlay/generated/uapi', ...roots.map(({ at }) => at), '/tree/include', '/tree/include/uapi'],
    ...['/tree/include/generated', dirname(main), ...rules.includes.map((path) => `/tree/${path}`)],
  ];
  const sources = new VirtualFiles(mounts, given, input.overlay);
  const before = forced.map((name) => (name.startsWith('generated/') ? `/overlay/${name}` : `/tree/include/${name}`));
  const closures = [main, ...before].map((path) => includeClosure(sources, path, includeDirs));
  const files = new Map(closures.flatMap((closure) => [...closure.files]));
  const source = bytesOf(latin1(files.get(main)!) + glueFor(files));
  const name = posix.basename(main, '.c').replace(/\W/g, '_');
  const on = rules.options.length > 0 ? ` with ${rules.options.map((option) => `CONFIG_${option}`).join(', ')}` : '';
  return {
    unit: {
      main,
      files: new Map([...files, [main, source]]),
      includeDirs,
      args: [
        ...languageOf(version),
        ...['-D__KERNEL__', '-D__linux__', '-DMODULE', '-D__FREEHANDLE__'],
        ...[
          `-DKBUILD_BASENAME="${name}"`,
          `-DKBUILD_MODNAME="${rules.module.replace(/\W/g, '_')}"`,
          '-DKBUILD_MODFILE=""',
        ],
        ...rules.defines,
        ...before.flatMap((path) => ['-include', path]),
      ],
    },
    profile: `Linux ${version}, model architecture${on}`,
    missing: closures.flatMap(({ missing }) => missing),
  };
}

/** The dialect of a version [6.1 Makefile KBUILD_CFLAGS; plain char is unsigned since 6.2]. */
function languageOf(version: string): string[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const gnu11 = major > 5 || (major === 5 && minor >= 18);
  return [
    ...[gnu11 ? '-std=gnu11' : '-std=gnu89', ...(gnu11 ? [] : ['-fgnu89-inline'])],
    ...['-fgnuc-version=12.2.0', '-fwrapv', '-fwchar-type=short', '-fno-signed-wchar', '-fms-extensions'],
    ...(major > 6 || (major === 6 && minor >= 2) ? ['-fno-signed-char'] : []),
  ];
}

function versionHeader(version: string): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return [
    `#define LINUX_VERSION_CODE ${major * 65536 + minor * 256 + Math.min(patch, 255)}`,
    '#define KERNEL_VERSION(a,b,c) (((a) << 16) + ((b) << 8) + ((c) > 255 ? 255 : (c)))',
    `#define LINUX_VERSION_MAJOR ${major}`,
    `#define LINUX_VERSION_PATCHLEVEL ${minor}`,
    `#define LINUX_VERSION_SUBLEVEL ${patch}`,
    '',
  ].join('\n');
}
