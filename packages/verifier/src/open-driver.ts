import { compileDriver, type CompiledDriver } from './compile/compile-driver.ts';
import type { DriverInput } from './driver-input.ts';
import { frameworks } from './lifecycle/frameworks/index.ts';
import type { LinearMemory } from './memory/linear-memory.ts';
import { driverPlaces, type DriverPlaces } from './session/driver-places.ts';
import { openSession, type Session } from './session/session.ts';
import type { Toolchain, TranslationUnit } from './toolchain/toolchain.ts';
import type { VerdictError } from './verdict/verdict.ts';

/** What a thread needs to run drivers: made once, used for many. */
export interface Workbench {
  readonly toolchain: Toolchain;
  readonly memory: LinearMemory;
}

/** A compiled driver that can be run. */
export interface OpenedDriver {
  readonly compilation: CompiledDriver;
  readonly places: DriverPlaces;
  readonly session: Session;
}

/** Why a driver cannot be run, and whether it was compiled all the same. */
export interface UnopenedDriver {
  readonly error: VerdictError;
  readonly compiled: boolean;
  readonly profile: string;
  readonly units: readonly TranslationUnit[];
}

/** Compiles a driver and loads it, ready for its first run. One without an entry has functions that can be called by themselves. */
export async function openDriver(
  input: DriverInput,
  { toolchain, memory }: Workbench,
  fuel: number,
): Promise<OpenedDriver | UnopenedDriver> {
  const compilation = await compileDriver(toolchain, input, frameworks);
  if ('error' in compilation) return { ...compilation, compiled: false };
  const places = driverPlaces(compilation);
  const session = openSession(compilation, memory, compilation.frameworks, places, fuel);
  if (session !== null) return { compilation, places, session };
  const { profile, units } = compilation;
  return { error: { ...constructorStopped, file: input.file, line: 0 }, compiled: true, profile, units };
}

/** What is said of a driver whose life cannot be run. */
export function noEntryIn({ file }: DriverInput): VerdictError {
  return { ...noEntry, file, line: 0 };
}

type Obstacle = Pick<VerdictError, 'kind' | 'message' | 'hint'>;

const noEntry: Obstacle = {
  kind: 'no-entry',
  message: 'nothing can be called: there is no module_init, and no allocator of a known name',
  hint: 'verify the file that holds module_init',
};

const constructorStopped: Obstacle = {
  kind: 'load',
  message: 'a function with the attribute constructor does not come to its end',
  hint: 'the kernel calls no constructors: use module_init',
};
