import { consistentFrees } from './binding/calls/consistent.ts';
import { compileDriver, type CompiledDriver } from './compile/compile-driver.ts';
import type { DriverInput, VerifyOptions } from './driver-input.ts';
import { explore, type Exploration } from './exploration/explore.ts';
import { latin1 } from './front/virtual-files.ts';
import { frameworks } from './lifecycle/frameworks/index.ts';
import type { LinearMemory } from './memory/linear-memory.ts';
import { driverPlaces, type DriverPlaces } from './session/driver-places.ts';
import { openSession, type Session } from './session/session.ts';
import type { Toolchain } from './toolchain/toolchain.ts';
import { collectFindings } from './verdict/collect-findings.ts';
import { freeSites } from './verdict/free-sites.ts';
import { unverified } from './verdict/unverified.ts';
import type { DriverVerdict, VerdictError } from './verdict/verdict.ts';

/** What a thread needs to verify drivers: made once, used for many. */
export interface Workbench {
  readonly toolchain: Toolchain;
  readonly memory: LinearMemory;
}

/** A verdict, and the runs it rests on: null when there were none. */
export interface Verification {
  readonly verdict: DriverVerdict;
  readonly exploration: Exploration | null;
  /** Places of the driver's code: null without an exploration. */
  readonly places: DriverPlaces | null;
}

/** Compiles a driver, runs its life under every single fault (with `pairs`, every pair), and says what was seen. In this thread, without a time limit. */
export async function verifyHere(
  input: DriverInput,
  workbench: Workbench,
  options: VerifyOptions,
): Promise<Verification> {
  const started = performance.now();
  const compilation = await compileDriver(workbench.toolchain, input, frameworks);
  const compileMs = performance.now() - started;
  if ('error' in compilation) {
    return {
      verdict: { ...unverified(input, compilation.error), profile: compilation.profile, compileMs },
      exploration: null,
      places: null,
    };
  }
  const places = driverPlaces(compilation);
  const session = openSession(compilation, workbench.memory, frameworks, places, options.fuel);
  if (session === null) return unrun(input, compilation, constructorStopped, compileMs);
  if (!session.hasEntry) return unrun(input, compilation, noEntry, compileMs);
  const exploration = explore(session, options);
  const frees = places.sites(consistentFrees);
  const sources = new Map(compilation.sources.map(({ file, source }) => [file, latin1(source)]));
  const { driver, allocator } = collectFindings(exploration, { file: input.file, sources, places, frees });
  const first = exploration.runs[0]!.result;
  const verdict: DriverVerdict = {
    file: input.file,
    compiled: true,
    profile: compilation.profile,
    error: null,
    allocator: session.allocator,
    device: exploration.runs[0]!.plan.device,
    runs: exploration.runs.length,
    unexplored: exploration.unexplored,
    inconclusive: exploration.runs.filter(({ result }) => !result.conclusive).length,
    findings: driver,
    allocatorFindings: allocator,
    sites: freeSites(compilation.sources, {
      frees,
      places,
      exploration,
      findings: driver,
      entered: entered(session, places),
    }),
    lifecycle: first.state.lifecycle,
    failedSteps: first.state.failedSteps,
    stopped: first.stop !== null,
    blocks: blocksOf(session),
    stubs: [...new Set(exploration.runs.flatMap(({ result }) => [...result.state.stubs]))].sort(),
    dataStubs: compilation.dataStubs.filter((name) => !providedVariables.has(name)),
    compileMs,
    runMs: performance.now() - started - compileMs,
  };
  return { verdict, exploration, places };
}

/** Variables of the kernel that the machine keeps up to date, and the module's own, of which only the address counts. */
const providedVariables: ReadonlySet<string> = new Set(['jiffies', 'mem_map', '__this_module']);

/** Names of the functions that ran, over all runs. */
function entered({ coverage }: Session, places: DriverPlaces): ReadonlySet<string> {
  return new Set(coverage.frames.flatMap((frame) => places.functionOf(frame) ?? []));
}

function blocksOf({ coverage }: Session): DriverVerdict['blocks'] {
  return { reached: coverage.reached, total: coverage.total };
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

/** The verdict on a driver that was compiled, and then could not be run. */
function unrun(input: DriverInput, { profile }: CompiledDriver, obstacle: Obstacle, compileMs: number): Verification {
  const error = { ...obstacle, file: input.file, line: 0 };
  const verdict = { ...unverified(input, error), compiled: true, profile, compileMs };
  return { verdict, exploration: null, places: null };
}
