import { freeNames } from './binding/calls/consistent.ts';
import type { DriverInput, VerifyOptions } from './driver-input.ts';
import { openDriver, type Workbench } from './open-driver.ts';
import { explore, type Exploration } from './exploration/explore.ts';
import { latin1 } from './front/virtual-files.ts';
import type { DriverPlaces } from './session/driver-places.ts';
import type { Session } from './session/session.ts';
import { collectFindings } from './verdict/collect-findings.ts';
import { freeSites } from './verdict/free-sites.ts';
import { unverified } from './verdict/unverified.ts';
import { sha256, sourceHashes, watched } from './verdict/record.ts';
import type { DriverVerdict } from './verdict/verdict.ts';

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
  const overlay = watched(input.overlay);
  const opened = await openDriver({ ...input, overlay: overlay.contents }, workbench, options.fuel);
  const compileMs = performance.now() - started;
  if ('error' in opened) {
    const { error, compiled, profile } = opened;
    const verdict = { ...unverified(input, error), compiled, profile, compileMs };
    return { verdict, exploration: null, places: null };
  }
  const { compilation, places, session } = opened;
  const exploration = explore(session, options);
  const frees = places.sites(freeNames(input.calls));
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
    record: {
      toolchain: workbench.toolchain.name,
      sources: sourceHashes(compilation),
      standIns: overlay.used(),
      module: sha256(compilation.module),
      runs: exploration.runs.map(({ plan, result }) => ({ plan, conclusive: result.conclusive })),
    },
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
