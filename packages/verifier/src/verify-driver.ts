import { allocationNames, freeNames } from './binding/calls/consistent.ts';
import type { DriverInput, VerifyOptions } from './driver-input.ts';
import { noEntryIn, openDriver, type Workbench } from './open-driver.ts';
import { explore, nothingExplored, type Exploration } from './exploration/explore.ts';
import { latin1 } from './front/virtual-files.ts';
import type { DriverPlaces } from './session/driver-places.ts';
import type { Session } from './session/session.ts';
import { collectFindings } from './verdict/collect-findings.ts';
import { freeSites } from './verdict/free-sites.ts';
import { unreachedPlans } from './under-constrained/unreached-plans.ts';
import type { TranslationUnit } from './toolchain/toolchain.ts';
import { callersOf } from './wasm/callers.ts';
import { unverified } from './verdict/unverified.ts';
import { sha256, sourceHashes, watched } from './verdict/record.ts';
import type { DriverVerdict } from './verdict/verdict.ts';

/** A verdict, and the runs it rests on: null when there were none. */
export interface Verification {
  readonly verdict: DriverVerdict;
  readonly exploration: Exploration | null;
  /** Places of the driver's code: null without an exploration. */
  readonly places: DriverPlaces | null;
  /** What the compiler saw. */
  readonly units: readonly TranslationUnit[];
}

/** Compiles a driver, runs its life under every single fault (with `pairs`, every pair), and says what was seen. In this thread, without a time limit. */
export async function verifyHere(
  input: DriverInput,
  workbench: Workbench,
  options: VerifyOptions,
): Promise<Verification> {
  const started = performance.now();
  const overlay = watched(input.overlay);
  const opened = await openDriver({ ...input, overlay: overlay.contents }, workbench, options.fuel);
  const compileMs = performance.now() - started;
  if ('error' in opened) {
    const { error, compiled, profile } = opened;
    const verdict = { ...unverified(input, error), compiled, profile, compileMs };
    return { verdict, exploration: null, places: null, units: opened.units };
  }
  const { compilation, places, session } = opened;
  const frees = places.sites(freeNames(input.calls));
  const sources = new Map(compilation.sources.map(({ file, source }) => [file, latin1(source)]));
  const lived = session.hasEntry ? explore(session, options) : nothingExplored;
  const inLife = { entered: entered(session, places), blocks: blocksOf(session) };
  const makers = callersOf(compilation.objects, allocationNames(input.calls));
  const allocators = new Set([...makers, ...callersOf(compilation.objects, makers)]);
  const { totalFuel } = options;
  const { plans, fruitless } = options.underConstrained
    ? { plans: options.underConstrained, fruitless: new Map<string, string>() }
    : unreachedPlans(session, lived, { frees, places, sources, allocators, totalFuel });
  const underConstrained = plans.map((plan) => ({ plan, result: session.run(plan, true) }));
  const exploration: Exploration = { ...lived, underConstrained };
  const { driver, allocator } = collectFindings(exploration, { file: input.file, sources, places, frees });
  const [first] = exploration.runs;
  const verdict: DriverVerdict = {
    ...unverified(input, noEntryIn(input)),
    ...(first ? { error: null, allocator: session.allocator, device: first.plan.device } : {}),
    compiled: true,
    profile: compilation.profile,
    runs: exploration.runs.length,
    underConstrainedRuns: underConstrained.length,
    unexplored: exploration.unexplored,
    inconclusive: exploration.runs.filter(({ result }) => !result.conclusive).length,
    findings: driver,
    allocatorFindings: allocator,
    sites: freeSites(compilation.sources, {
      frees,
      places,
      exploration,
      findings: driver,
      entered: inLife.entered,
      fruitless,
    }),
    lifecycle: first?.result.state.lifecycle ?? [],
    failedSteps: first?.result.state.failedSteps ?? [],
    stopped: (first?.result.stop ?? null) !== null,
    blocks: inLife.blocks,
    stubs: [...new Set(exploration.runs.flatMap(({ result }) => [...result.state.stubs]))].sort(),
    dataStubs: compilation.dataStubs.filter((name) => !providedVariables.has(name)),
    record: {
      toolchain: workbench.toolchain.name,
      sources: sourceHashes(compilation),
      standIns: overlay.used(),
      module: sha256(compilation.module),
      runs: [...exploration.runs, ...underConstrained].map(({ plan, result }) => ({
        ...{ plan, conclusive: result.conclusive },
      })),
    },
    compileMs,
    runMs: performance.now() - started - compileMs,
  };
  return { verdict, exploration, places, units: compilation.units };
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
