import { dirname, join, posix, relative } from 'node:path';
import type { DriverInput } from '../../driver-input.ts';
import { inPackage } from '../../package-folder.ts';
import { includeClosure } from '../include-closure.ts';
import { linux6Rules } from '../lowering/linux-6-rules.ts';
import { rememberedLowering } from '../lowering/remembered.ts';
import { driverMount, type PreparedDriver } from '../prepared-driver.ts';
import type { TranslationUnit } from '../../toolchain/toolchain.ts';
import { bytesOf, latin1, VirtualFiles, type Mount } from '../virtual-files.ts';
import { autoconfText, configure } from './configuration.ts';
import { readKconfig, type Kconfig } from './kconfig.ts';
import { buildRules } from './makefiles.ts';
import { precompiledPath, prefixPath, prefixText } from './prefix.ts';

const overlay = inPackage('overlay/linux-6.1');

/** Headers that the kernel's makefile puts before every unit [6.1 scripts/Makefile.lib c_flags]. */
const forced = [
  '/overlay/generated/autoconf.h',
  '/tree/include/linux/kconfig.h',
  '/tree/include/linux/compiler_types.h',
];

let read: { readonly tree: string; readonly kconfig: Kconfig } | undefined;

/** The Kconfig files of a tree are read once a thread. */
function kconfigOf(tree: string): Kconfig {
  if (read?.tree !== tree) read = { tree, kconfig: readKconfig(tree) };
  return read.kconfig;
}

const transform = rememberedLowering(linux6Rules);

/**
 * Prepares a driver against a Linux 5 or 6 tree's own headers. The machine is the model's: its `asm/` is the overlay, then
 * what the tree has for any architecture. The configuration switches the driver on.
 */
export function prepareLinux6(input: DriverInput, tree: string, version: string): PreparedDriver {
  const { main, mount } = driverMount(input);
  const inTree = relative(tree, join(input.root, input.file)).replaceAll('\\', '/');
  const rules = buildRules(tree, inTree.startsWith('..') ? input.file : inTree);
  const configuration = configure(kconfigOf(tree), rules.options);
  const roots = input.includeRoots.map((directory, index) => ({ at: `/include${index}`, directory, transform }));
  const [first, ...others] = treeMounts(tree);
  const mounts: Mount[] = [first!, { ...mount, transform }, ...roots, ...others];
  const machine = machineOf(tree, version);
  const given = new Map([
    [main, bytesOf(transform(latin1(input.source)))],
    ['/overlay/generated/autoconf.h', bytesOf(autoconfText(configuration.on))],
    [driverOptions, bytesOf(autoconfText(new Set([...configuration.on].filter((name) => !machine.on.has(name)))))],
    ...versionHeaders(version),
  ]);
  const includeDirs = [
    ...['/overlay', '/overlay/generated/uapi', ...roots.map(({ at }) => at), ...treeDirs],
    ...[dirname(main), ...rules.includes.map((path) => `/tree/${path}`)],
  ];
  const sources = new VirtualFiles(mounts, given, input.overlay);
  const closures = [main, ...forced].map((path) => includeClosure(sources, path, includeDirs));
  const files = new Map(closures.flatMap((closure) => [...closure.files]));
  const name = posix.basename(main, '.c').replace(/\W/g, '_');
  const on = rules.options.length > 0 ? ` with ${rules.options.map((option) => `CONFIG_${option}`).join(', ')}` : '';
  const args = [
    ...languageOf(version),
    ...[`-DKBUILD_BASENAME="${name}"`, `-DKBUILD_MODNAME="${rules.module.replace(/\W/g, '_')}"`],
    ...rules.defines,
  ];
  const prefix = machine.prefix;
  return {
    unit: { main, files, includeDirs, args, forced },
    behindPrefix: {
      prefix,
      has: (header) => sources.text(`/tree/include/${header}`) !== null,
      kernelSide: (text) => kernelSideUnit(tree, version, text),
      unit: {
        ...{ main, includeDirs, args, forced: [driverOptions], precompiled: precompiledPath },
        // the compiler looks whether the headers are those that the prefix was made of
        files: new Map([...files, ...prefix.files, [driverOptions, given.get(driverOptions)!]]),
      },
    },
    profile: `Linux ${version}, model architecture${on}`,
    missing: closures.flatMap(({ missing }) => missing),
  };
}

/** Options that only the driver under test switches on, where the others are precompiled. */
const driverOptions = '/freehandle/driver-options.h';

const treeDirs = ['/tree/include', '/tree/include/uapi'];

function treeMounts(tree: string): Mount[] {
  return [
    { at: '/overlay', directory: overlay },
    { at: '/tree/include/asm', directory: join(tree, 'include/asm-generic'), transform },
    { at: '/tree/include/uapi/asm', directory: join(tree, 'include/uapi/asm-generic'), transform },
    { at: '/tree/include/asm', directory: join(tree, 'include/uapi/asm-generic'), transform },
    // what no machine but one has: drivers of its devices name its headers
    ...architectures.flatMap((name) => [
      { at: '/tree/include/asm', directory: join(tree, 'arch', name, 'include/asm'), transform },
      { at: '/tree/include/uapi/asm', directory: join(tree, 'arch', name, 'include/uapi/asm'), transform },
    ]),
    { at: '/tree', directory: tree, transform },
  ];
}

/** Architectures whose headers are looked into for those that the model's machine has not, 32-bit ones first. */
const architectures: readonly string[] = ['arm', 'mips', 'powerpc', 'm68k', 'sparc', 's390', 'x86', 'arm64'];

/** What is the same for every driver of a tree. */
interface Machine {
  readonly tree: string;
  readonly on: ReadonlySet<string>;
  readonly prefix: TranslationUnit;
}

let last: Machine | undefined;

/** Made once a thread and tree. */
function machineOf(tree: string, version: string): Machine {
  if (last?.tree === tree) return last;
  const { on } = configure(kconfigOf(tree), []);
  const given = new Map([['/overlay/generated/autoconf.h', bytesOf(autoconfText(on))], ...versionHeaders(version)]);
  const includeDirs = ['/overlay', '/overlay/generated/uapi', ...treeDirs];
  const sources = new VirtualFiles(treeMounts(tree), given, {});
  const text = prefixText((header) => sources.text(`/tree/include/${header}`) !== null);
  const all = new VirtualFiles(treeMounts(tree), new Map([...given, [prefixPath, bytesOf(text)]]), {});
  const files = new Map([prefixPath, ...forced].flatMap((path) => [...includeClosure(all, path, includeDirs).files]));
  const args = languageOf(version);
  last = { tree, on, prefix: { main: prefixPath, files, includeDirs, args, forced, isHeader: true } };
  return last;
}

/** A unit of ours over a tree's headers, in the machine's configuration. */
function kernelSideUnit(tree: string, version: string, text: string): TranslationUnit {
  const { on, prefix } = machineOf(tree, version);
  const main = '/freehandle/kernel.c';
  const given = new Map([
    [main, bytesOf(text)],
    ['/overlay/generated/autoconf.h', bytesOf(autoconfText(on))],
    ...versionHeaders(version),
  ]);
  const sources = new VirtualFiles(treeMounts(tree), given, {});
  const { includeDirs, args } = prefix;
  const files = new Map([main, ...forced].flatMap((path) => [...includeClosure(sources, path, includeDirs).files]));
  return {
    main,
    files,
    includeDirs,
    args: [...args, '-DKBUILD_MODNAME="kernel"', '-DKBUILD_BASENAME="kernel"'],
    forced,
  };
}

/** The dialect of a version [6.1 Makefile KBUILD_CFLAGS; plain char is unsigned since 6.2]. */
function languageOf(version: string): string[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const gnu11 = major > 5 || (major === 5 && minor >= 18);
  return [
    ...[gnu11 ? '-std=gnu11' : '-std=gnu89', ...(gnu11 ? [] : ['-fgnu89-inline'])],
    ...['-D__KERNEL__', '-D__linux__', '-DMODULE', '-D__FREEHANDLE__', '-DKBUILD_MODFILE=""'],
    ...['-fgnuc-version=12.2.0', '-fwrapv', '-fwchar-type=short', '-fno-signed-wchar', '-fms-extensions'],
    ...(major > 6 || (major === 6 && minor >= 2) ? ['-fno-signed-char'] : []),
  ];
}

function versionHeaders(version: string): [string, Uint8Array][] {
  return [
    ['/overlay/generated/utsrelease.h', bytesOf(`#define UTS_RELEASE "${version}"\n`)],
    ['/overlay/generated/uapi/linux/version.h', bytesOf(versionHeader(version))],
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
