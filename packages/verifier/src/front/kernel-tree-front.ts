import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { DriverInput } from '../driver-input.ts';
import { inPackage } from '../package-folder.ts';
import { includeClosure } from './include-closure.ts';
import { autoconf, optionsBuilding, optionsWanted } from './kernel-configuration.ts';
import { machineHeaders, machineTypes } from './arm-machines.ts';
import { numbersOffered, withDependencies } from './config-in.ts';
import { linux24DriverRules, linux24Rules } from './lowering/linux-2.4-rules.ts';
import { lower } from './lowering/lowering-rule.ts';
import { rememberedLowering } from './lowering/remembered.ts';
import { configurationsOf, makefileOf } from './module-sources.ts';
import { driverMount, moduleArguments, type GlueFor, type PreparedDriver } from './prepared-driver.ts';
import { bytesOf, latin1, VirtualFiles } from './virtual-files.ts';

const lowerAlone = rememberedLowering(linux24Rules);

const overlay = inPackage('overlay/linux-2.4');

/** One way to configure a tree for a driver. Compiling under it does not mean that it is the driver's own. */
export interface TreeProfile {
  readonly architecture: string;
  /** Defconfig relative to the tree. */
  readonly defconfig: string;
}

/** Boards tried first, an architecture each: non-coherent ones, where the consistent allocator matters. */
const preferredBoards: Readonly<Record<string, readonly string[]>> = {
  ppc: ['walnut_defconfig', 'ep405_defconfig', 'rpxlite_defconfig', 'common_defconfig'],
  arm: ['assabet', 'lubbock'],
};
const defconfigFolders: Readonly<Record<string, string>> = {
  ppc: 'arch/ppc/configs',
  arm: 'arch/arm/def-configs',
  mips: 'arch/mips',
};
/** Configurations tried besides, because they are those of boards that have the driver. */
const MOST_BOARDS = 4;
/** And so many of machines that none of these is for. */
const MOST_MACHINES = 8;
const architectureMacros: Readonly<Record<string, readonly string[]>> = {
  ppc: ['-D__powerpc__', '-D__BIG_ENDIAN__'],
  arm: ['-D__arm__', '-D__LINUX_ARM_ARCH__=5', '-D__ARMEL__'],
  mips: [
    '-D__mips__',
    '-D__mips=1',
    '-DMIPSEL',
    '-D__MIPSEL__',
    '-D_MIPS_SZLONG=32',
    '-D_MIPS_SZINT=32',
    '-D_MIPS_SZPTR=32',
  ],
};

/**
 * Profiles of a tree in the order to try them, found out as far as they are asked for: boards that are preferred, then those
 * that have the driver; the architecture named in the driver's path, or ppc, arm, mips.
 */
export function* treeProfiles(input: DriverInput, tree: string): Generator<TreeProfile, void> {
  const named = /(?:^|\/)arch\/(\w+)\//.exec(input.file)?.[1];
  for (const [architecture, folder] of Object.entries(defconfigFolders)) {
    if (named !== undefined && named !== architecture) continue;
    if (!existsSync(join(tree, 'include', `asm-${architecture}`))) continue;
    for (const board of boardsFor(input, join(tree, folder), architecture)) {
      yield { architecture, defconfig: `${folder}/${board}` };
    }
  }
}

/** Names of the configurations in a folder, in the order to try them. */
function* boardsFor(input: DriverInput, folder: string, architecture: string): Generator<string, void> {
  if (!existsSync(folder)) return;
  const present = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));
  const preferred = (preferredBoards[architecture] ?? []).filter((board) => present.includes(board));
  yield* preferred;
  const others = present.filter((board) => !preferred.includes(board) && isConfiguration(board, architecture)).sort();
  const textOf = (board: string): string => readFileSync(join(folder, board), 'latin1');
  const own = optionsBuilding(input.file, makefileOf(input, '.'), makefileOf(input, '..'));
  const having = others.filter((board) => hasOption(textOf(board), own));
  yield* having.slice(0, MOST_BOARDS);
  // a driver that no configuration switches on may still need the headers of one machine
  const seen = new Set([...preferred, ...having].flatMap((board) => machinesOf(textOf(board))));
  let left = MOST_MACHINES;
  for (const board of others) {
    const machines = machinesOf(textOf(board)).filter((machine) => !seen.has(machine));
    if (having.includes(board) || (machines.length === 0 && preferred.length + having.length > 0)) continue;
    if (left-- === 0) return;
    for (const machine of machines) seen.add(machine);
    yield board;
  }
}

/** The machines that a configuration is for: on ARM each has headers of its own. */
function machinesOf(defconfig: string): string[] {
  return [...defconfig.matchAll(/^CONFIG_ARCH_(\w+)=y$/gm)].map(([, machine]) => machine!);
}

/** In a folder that holds other things too, configurations are named so. */
function isConfiguration(name: string, architecture: string): boolean {
  return architecture !== 'mips' || name.startsWith('defconfig');
}

function hasOption(defconfig: string, options: readonly string[]): boolean {
  return options.some((option) => new RegExp(`^${option}=[ym]$`, 'm').test(defconfig));
}

/** Version of a kernel tree from its Makefile, `2.4.27`, or null when it is not a kernel tree. */
export function treeVersion(tree: string): string | null {
  const makefile = existsSync(join(tree, 'Makefile')) ? readFileSync(join(tree, 'Makefile'), 'latin1') : '';
  const parts = ['VERSION', 'PATCHLEVEL', 'SUBLEVEL'].map(
    (name) => new RegExp(`^${name} *= *(\\d+)`, 'm').exec(makefile)?.[1],
  );
  return parts.every((part) => part !== undefined) ? parts.join('.') : null;
}

/** Prepares a driver against a tree's own headers: overlay first, assembly lowered, configuration synthesised. */
export function prepareWithTree(
  input: DriverInput,
  tree: string,
  profile: TreeProfile,
  glueFor: GlueFor,
): PreparedDriver {
  const { architecture, defconfig } = profile;
  const version = treeVersion(tree)!;
  const driver = latin1(input.source);
  const transform = (text: string): string => lower(lowerAlone(text), linux24DriverRules, driver);
  const { main, mount } = driverMount(input);
  const chosen = readFileSync(join(tree, defconfig), 'latin1');
  const machine = machineHeaders(tree, architecture, chosen);
  const roots = input.includeRoots.map((directory, index) => ({ at: `/include${index}`, directory, transform }));
  const mounts = [
    { at: '/overlay', directory: overlay },
    { ...mount, transform },
    ...roots,
    // links that `make dep` makes on ARM
    ...(machine === null ? [] : [{ at: '/tree/include/asm/arch', directory: machine, transform }]),
    { at: '/tree/include/asm/proc', directory: join(tree, 'include', `asm-${architecture}`, 'proc-armv'), transform },
    { at: '/tree/include/asm', directory: join(tree, 'include', `asm-${architecture}`), transform },
    { at: '/tree/include/platforms', directory: join(tree, 'arch', architecture, 'platforms'), transform },
    { at: '/tree', directory: tree, transform },
  ];
  const makefile = makefileOf(input, '.');
  const asked = [
    ...optionsBuilding(input.file, makefile, makefileOf(input, '..')),
    ...ownTexts(input).flatMap(optionsWanted),
  ];
  const configurations = configurationsOf(input);
  const switchedOn = withDependencies(new Set(asked), configurations);
  const given = new Map([
    [main, bytesOf(transform(latin1(input.source)))],
    [
      '/tree/include/linux/autoconf.h',
      bytesOf(autoconf(chosen, architecture, switchedOn, numbersOffered(configurations))),
    ],
    ['/tree/include/linux/version.h', bytesOf(versionHeader(version))],
    ['/tree/include/asm/mach-types.h', bytesOf(machineTypes(tree, architecture))],
  ]);
  const flags = makefile.flagsFor(posix.basename(input.file).replace(/\.c$/, '.o'));
  const includeDirs = [
    ...['/overlay', ...roots.map(({ at }) => at), '/tree/include', `/tree/arch/${architecture}`],
    ...[posix.dirname(main), '/tree/drivers/scsi', '/tree/drivers/usb'],
    ...flags.filter((flag) => flag.startsWith('-I')).map((flag) => included(flag.slice(2), posix.dirname(main))),
  ];
  const { files, missing } = includeClosure(new VirtualFiles(mounts, given, input.overlay), main, includeDirs);
  const source = bytesOf(latin1(files.get(main)!) + glueFor(files));
  const on = switchedOn.length > 0 ? ` with ${switchedOn.join(', ')}` : '';
  return {
    unit: {
      main,
      files: new Map([...files, [main, source]]),
      includeDirs,
      // `"text" __FUNCTION__ "text"` was one literal then
      args: [
        ...moduleArguments,
        ...architectureMacros[architecture]!,
        `-DKBUILD_BASENAME=${basename(main)}`,
        '-D__FUNCTION__="(function)"',
        // a static definition may follow a declaration that is not
        '-fms-extensions',
        // a number for a message: WebAssembly has no return addresses
        '-D__builtin_return_address(level)=((void *)0)',
        // some refuse to be compiled without it, for the sake of macros that modules no longer need
        '-D__OPTIMIZE__',
        ...flags.filter((flag) => flag.startsWith('-D')),
      ],
    },
    profile: `Linux ${version} ${architecture}, ${posix.basename(defconfig)}${on}`,
    missing,
  };
}

/** A directory that a Makefile names, in the virtual file system. */
function included(directory: string, here: string): string {
  return posix.normalize(posix.resolve(here, directory.replace('$(TOPDIR)', '/tree')));
}

/** The driver's text and those of the headers beside it that it includes: one driver's code all of them. */
function ownTexts({ file, root, source }: DriverInput): string[] {
  const folder = join(root, dirname(file));
  const texts = [latin1(source)];
  const seen = new Set<string>();
  // the list grows while it is walked
  for (const text of texts) {
    for (const [, name] of text.matchAll(/^\s*#\s*include\s*"([\w.-]+)"/gm)) {
      const header = join(folder, name!);
      if (seen.has(header) || !existsSync(header)) continue;
      seen.add(header);
      texts.push(readFileSync(header, 'latin1'));
    }
  }
  return texts;
}

function basename(path: string): string {
  return posix.basename(path, '.c').replace(/\W/g, '_');
}

function versionHeader(version: string): string {
  const [major, minor, patch] = version.split('.').map(Number);
  const code = (major! << 16) + (minor! << 8) + patch!;
  return [
    `#define UTS_RELEASE "${version}"`,
    `#define LINUX_VERSION_CODE ${code}`,
    '#define KERNEL_VERSION(a,b,c) (((a) << 16) + ((b) << 8) + (c))',
    '',
  ].join('\n');
}
