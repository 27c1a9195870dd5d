import { existsSync } from 'node:fs';
import type { DriverInput } from '../driver-input.ts';
import { prepareWithKit } from '../front/kit-front.ts';
import { prepareWithTree, treeProfiles, treeVersion } from '../front/kernel-tree-front.ts';
import { reportedName, type GlueFor, type PreparedDriver } from '../front/prepared-driver.ts';
import type { Framework } from '../lifecycle/framework.ts';
import { gluePath, glueText } from '../lifecycle/glue.ts';
import { linkArguments } from '../toolchain/arguments.ts';
import { conflictingCall, firstError, type Diagnostic } from '../toolchain/diagnostic.ts';
import type { Toolchain } from '../toolchain/toolchain.ts';
import type { VerdictError } from '../verdict/verdict.ts';
import { dataStubs } from './data-stubs.ts';

/** A driver as a module, and how it was made. */
export interface CompiledDriver {
  readonly module: Uint8Array;
  /** The driver's own object, before linking: it still names what each call calls. */
  readonly object: Uint8Array;
  readonly profile: string;
  /** Variables of the kernel that the driver uses and nobody defines: zeros. */
  readonly dataStubs: readonly string[];
}

/** What came of compiling: a module, or the first error of the profile that came furthest. */
export type Compilation = CompiledDriver | { readonly error: VerdictError; readonly profile: string };

/** Compiles a driver with the glue of `frameworks`; tries the profiles of a kernel tree until one compiles. */
export async function compileDriver(
  toolchain: Toolchain,
  input: DriverInput,
  frameworks: readonly Framework[],
): Promise<Compilation> {
  const { kernelTree } = input;
  if (kernelTree === undefined) {
    return compileProfile(toolchain, input, frameworks, (glueFor) => prepareWithKit(input, glueFor));
  }
  if (!existsSync(kernelTree) || treeVersion(kernelTree)?.startsWith('2.4.') !== true) {
    return refusal(input, `${kernelTree} is no Linux 2.4 tree`, 'give the root of an unpacked 2.4 kernel tree');
  }
  const profiles = treeProfiles(input, kernelTree);
  let first: Compilation | undefined;
  for (const profile of profiles) {
    const result = await compileProfile(toolchain, input, frameworks, (glueFor) =>
      prepareWithTree(input, kernelTree, profile, glueFor),
    );
    if ('module' in result) return result;
    first ??= result;
  }
  return (
    first ?? refusal(input, `${kernelTree} has no configuration for ${input.file}`, 'only ppc and arm drivers are run')
  );
}

function refusal(input: DriverInput, message: string, hint: string): Compilation {
  return { error: { kind: 'toolchain', file: input.file, line: 0, message, hint }, profile: 'none' };
}

async function compileProfile(
  toolchain: Toolchain,
  input: DriverInput,
  frameworks: readonly Framework[],
  prepare: (glueFor: GlueFor) => PreparedDriver,
): Promise<Compilation> {
  const prepared = prepare((headers) => glueText(frameworks, headers));
  const profile = `${prepared.profile}; ${toolchain.name}`;
  const { output, diagnostics } = await toolchain.compile(prepared.unit);
  const conflicting = conflictingCall(diagnostics);
  const error = output === null ? firstError(diagnostics) : null;
  if (output === null || conflicting !== null) {
    // a header that declares something else than the glue expects costs that framework, not the driver
    const usable = frameworks.filter((framework) => error?.path !== gluePath(framework));
    if (usable.length < frameworks.length) return compileProfile(toolchain, input, usable, prepare);
    return { error: compileError(input, error, conflicting, diagnostics), profile };
  }
  if (output.length > LARGEST_OBJECT) return { error: tooLarge(input, output.length), profile };
  const stubs = await dataStubs(toolchain, output);
  const objects = stubs.object ? [output, stubs.object] : [output];
  const linked = await toolchain.link(objects, linkArguments);
  if (linked.output === null)
    return { error: compileError(input, firstError(linked.diagnostics), null, linked.diagnostics), profile };
  return { module: linked.output, object: output, profile, dataStubs: stubs.names };
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
      ? `give the directory that holds ${missing[1]!} as an include root, or the kernel tree it belongs to`
      : 'the driver has to compile before it can be run',
  };
}
