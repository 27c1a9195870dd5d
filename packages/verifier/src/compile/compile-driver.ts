import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import type { DriverInput } from '../driver-input.ts';
import { prepareWithKit } from '../front/kit-front.ts';
import { prepareLinux6 } from '../front/linux-6/prepare-linux-6.ts';
import { sourcesOfModule, sourcesOfLinux6 } from '../front/module-sources.ts';
import { prepareWithTree, treeProfiles, treeVersion } from '../front/kernel-tree-front.ts';
import { reportedName, type BehindPrefix, type GlueFor, type PreparedDriver } from '../front/prepared-driver.ts';
import { returnKinds, type ReturnKind } from '../front/return-kinds.ts';
import type { Framework } from '../lifecycle/framework.ts';
import { linux6Frameworks } from '../lifecycle/linux-6/index.ts';
import { gluePath, glueText } from '../lifecycle/glue.ts';
import { linkArguments } from '../toolchain/arguments.ts';
import { conflictingCall, firstError, type Diagnostic } from '../toolchain/diagnostic.ts';
import type { FileTree, Toolchain, ToolResult, TranslationUnit } from '../toolchain/toolchain.ts';
import type { VerdictError } from '../verdict/verdict.ts';
import { allocationNames, freeNames } from '../binding/calls/consistent.ts';
import { callersOf } from '../wasm/callers.ts';
import { exposed } from '../wasm/exposed.ts';
import { importedFunctions } from '../wasm/imports.ts';
import { withUntypedCalls } from '../wasm/indirect-calls.ts';
import { madeUpAddresses } from '../under-constrained/lazy-objects.ts';
import { withoutComdats } from '../wasm/comdats.ts';
import { compileUnit } from './compile-unit.ts';
import { dataStubs } from './data-stubs.ts';
import { kernelSide } from './kernel-side.ts';

/** A driver as a module, and how it was made. */
export interface CompiledDriver {
  readonly module: Uint8Array;
  /** The driver's own objects, one a source, before linking: they still name what each call calls. */
  readonly objects: readonly Uint8Array[];
  /** Its sources: the one asked for first, then those that its Makefile links with it. */
  readonly sources: readonly DriverInput[];
  readonly profile: string;
  /** Variables of the kernel that the driver uses and nobody defines: zeros. */
  readonly dataStubs: readonly string[];
  /** What the compiler saw, a unit a source. */
  readonly units: readonly TranslationUnit[];
  /** The frameworks whose glue is in the module. */
  readonly frameworks: readonly Framework[];
  /** What imported functions return, where their stubs answer by it. */
  readonly returnKinds?: ReadonlyMap<string, ReturnKind>;
}

/** What came of compiling: a module, or the first error of the profile that came furthest. */
export type Compilation =
  | CompiledDriver
  | { readonly error: VerdictError; readonly profile: string; readonly units: readonly TranslationUnit[] };

/**
 * Compiles a driver, and what its Makefile links with it, with the glue of `frameworks`; tries the profiles of a kernel
 * tree until one compiles.
 */
export async function compileDriver(
  toolchain: Toolchain,
  input: DriverInput,
  frameworks: readonly Framework[],
): Promise<Compilation> {
  const { kernelTree } = input;
  const sources = sourcesOfModule(input);
  if (kernelTree === undefined) return compileProfile(toolchain, sources, frameworks, prepareWithKit);
  const version = existsSync(kernelTree) ? treeVersion(kernelTree) : null;
  if (version === null)
    return refusal(input, `${kernelTree} is no Linux tree`, 'give the root of an unpacked kernel tree');
  if (/^[56]\./.test(version)) {
    return compileProfile(toolchain, sourcesOfLinux6(input, kernelTree), linux6Frameworks, (source) =>
      prepareLinux6(source, kernelTree, version),
    );
  }
  if (!version.startsWith('2.4.')) {
    const message = `${kernelTree} is Linux ${version}: drivers of 2.4, 5 and 6 can be run`;
    return refusal(input, message, 'give a tree of one of these versions');
  }
  const profiles = treeProfiles(input, kernelTree);
  let first: Compilation | undefined;
  for (const profile of profiles) {
    const result = await compileProfile(toolchain, sources, frameworks, (source, glueFor) =>
      prepareWithTree(source, kernelTree, profile, glueFor),
    );
    if ('module' in result) return result;
    first ??= result;
  }
  return (
    first ?? refusal(input, `${kernelTree} has no configuration for ${input.file}`, 'only ppc and arm drivers are run')
  );
}

function refusal(input: DriverInput, message: string, hint: string): Compilation {
  return { error: { kind: 'toolchain', file: input.file, line: 0, message, hint }, profile: 'none', units: [] };
}

type Prepare = (source: DriverInput, glueFor: GlueFor) => PreparedDriver;

/** Compiles all sources of a module and links them. The first has to compile; the module is told to lack others that do not. */
async function compileProfile(
  toolchain: Toolchain,
  [asked, ...others]: readonly DriverInput[],
  frameworks: readonly Framework[],
  prepare: Prepare,
): Promise<Compilation> {
  const main = await compileSource(toolchain, asked!, frameworks, prepare);
  if ('error' in main) return { error: main.error, profile: main.profile, units: [main.unit] };
  const beside: { readonly source: DriverInput; readonly result: CompiledSource }[] = [];
  for (const source of others) {
    beside.push({ source, result: await compileSource(toolchain, source, frameworks, prepare) });
  }
  const kernel = main.behind ? await kernelSide(toolchain, main.behind, frameworks) : null;
  let compiled = beside.flatMap(({ source, result }) => ('object' in result ? [{ source, ...result }] : []));
  let linked = await link(toolchain, asked!, [main, ...compiled], kernel);
  if (linked.output === null && compiled.length > 0) {
    // what a kernel links into itself has an initialisation a source; a module can have one
    compiled = [];
    linked = await link(toolchain, asked!, [main], kernel);
  }
  const present = new Set(compiled.map(({ source }) => source));
  const lacking = others.filter((source) => !present.has(source)).map(({ file }) => posix.basename(file));
  if (main.behind && kernel === null) lacking.push('what the kernel does');
  const profile = lacking.length > 0 ? `${main.profile}; without ${lacking.join(', ')}, not compiled` : main.profile;
  const { output, objects, stubs } = linked;
  if (output === null) {
    const error = compileError(asked!, firstError(linked.diagnostics), null, linked.diagnostics);
    return { error, profile, units: [main.unit] };
  }
  const sources = [asked!, ...compiled.map(({ source }) => source)];
  const units = [main.unit, ...compiled.map(({ unit }) => unit)];
  return {
    ...{ module: withUntypedCalls(output, madeUpAddresses), objects, sources, profile },
    ...{ dataStubs: stubs, frameworks, units },
    ...(main.behind ? { returnKinds: returnKinds(filesOf(units), importedNames(output)) } : {}),
  };
}

interface Linked extends ToolResult {
  /** What was linked, without the kernel's side. */
  readonly objects: readonly Uint8Array[];
  /** Variables that nobody defines. */
  readonly stubs: readonly string[];
}

async function link(
  toolchain: Toolchain,
  asked: DriverInput,
  parts: readonly { readonly object: Uint8Array }[],
  kernel: Uint8Array | null,
): Promise<Linked> {
  const objects = parts.map(({ object }) => withoutComdats(object));
  const all = callable(asked, objects, kernel === null ? [] : [withoutComdats(kernel)]);
  const stubs = await dataStubs(toolchain, all);
  const result = await toolchain.link(stubs.object ? [...all, stubs.object] : all, linkArguments);
  return { ...result, objects, stubs: stubs.names };
}

/** The object of one source, or why there is none. */
type CompiledSource = { readonly profile: string; readonly unit: TranslationUnit } & (
  { readonly object: Uint8Array; readonly behind: BehindPrefix | undefined } | { readonly error: VerdictError }
);

async function compileSource(
  toolchain: Toolchain,
  source: DriverInput,
  frameworks: readonly Framework[],
  prepare: Prepare,
): Promise<CompiledSource> {
  // where the kernel's part is an object of its own, a driver's unit has no glue
  const prepared = prepare(source, (headers) => glueText(frameworks, headers));
  const profile = `${prepared.profile}; ${toolchain.name}`;
  const { unit } = prepared;
  const { output, diagnostics } = await compileUnit(toolchain, prepared);
  const conflicting = conflictingCall(diagnostics);
  const error = output === null ? firstError(diagnostics) : null;
  if (output === null || conflicting !== null) {
    // a header that declares something else than the glue expects costs that framework, not the driver
    const usable = frameworks.filter((framework) => error?.path !== gluePath(framework));
    if (usable.length < frameworks.length) return compileSource(toolchain, source, usable, prepare);
    return { error: compileError(source, error, conflicting, diagnostics), profile, unit };
  }
  if (output.length > LARGEST_OBJECT) return { error: tooLarge(source, output.length), profile, unit };
  return { object: output, profile, unit, behind: prepared.behindPrefix };
}

/** All objects of a module. The driver's functions around free sites can be called by themselves, static or not. */
function callable({ calls }: DriverInput, own: readonly Uint8Array[], kernel: readonly Uint8Array[]): Uint8Array[] {
  const holders = callersOf(own, freeNames(calls));
  const makers = callersOf(own, allocationNames(calls));
  const names = new Set([...holders, ...makers, ...callersOf(own, holders), ...callersOf(own, makers)]);
  return exposed([...own, ...kernel], names);
}

/** The files of all units: what one source calls, the headers of another need not declare. */
function filesOf(units: readonly TranslationUnit[]): FileTree {
  return new Map(units.flatMap(({ files }) => [...files]));
}

function importedNames(module: Uint8Array): ReadonlySet<string> {
  return new Set(importedFunctions(module).map(({ name }) => name));
}

/** Bytes of code and data, zeros included, that a driver may have: far above any of the kernel's, and quick to load. */
const LARGEST_OBJECT = 1 << 24;

function tooLarge({ file }: DriverInput, bytes: number): VerdictError {
  const message = `its code and data take ${Math.ceil(bytes / 2 ** 20)} MiB; a module may have ${LARGEST_OBJECT / 2 ** 20}`;
  return { kind: 'compile', file, line: 0, message, hint: 'take large arrays from the allocator instead' };
}

function compileError(
  input: DriverInput,
  error: Diagnostic | null,
  conflicting: string | null,
  output: string,
): VerdictError {
  if (conflicting !== null) {
    const message = `${conflicting}() has no prototype and is called with different numbers of arguments`;
    return { kind: 'compile', file: input.file, line: 0, message, hint: 'include the header that declares it' };
  }
  if (/Out of memory|out of memory|Cannot allocate/.test(error?.message ?? '')) {
    const message = 'the system gives the compiler no memory';
    const hint = 'set ulimit -v unlimited, or run fewer jobs at once';
    return { kind: 'memory', file: input.file, line: 0, message, hint };
  }
  const message = error?.message ?? (output.trim().split('\n')[0] || 'the compiler gave no reason');
  const missing = /^'([^']+)' file not found/.exec(message);
  return {
    kind: 'compile',
    file: error && error.path !== '' ? reportedName(error.path) : input.file,
    line: error?.line ?? 0,
    message,
    hint: missing
      ? `name the kernel tree that holds ${missing[1]!}: --kernel-tree DIR`
      : 'the driver has to compile before it can be run',
  };
}
