import { freeNames } from '../binding/calls/consistent.ts';
import type { CallEvent } from '../binding/run-state.ts';
import { changedSources } from '../certificate/changed-sources.ts';
import type { ExploredRun } from '../exploration/explore.ts';
import { faultName, planName, type RunPlan } from '../exploration/run-plan.ts';
import { latin1 } from '../front/virtual-files.ts';
import { noEntryIn, openDriver, type OpenedDriver, type Workbench } from '../open-driver.ts';
import type { Onlooker, RunResult } from '../session/session.ts';
import { collectFindings } from '../verdict/collect-findings.ts';
import { describeRun } from '../verdict/describe-run.ts';
import { sourceHashes } from '../verdict/record.ts';
import { pageRecorder, type PageRecorder } from './page-history.ts';
import type { Replay, ReplayedRun, ReplayRequest, TracedAllocation, TracedCall } from './replay.ts';

/** Makes runs of a driver again, each with the place of every call. In this thread, without a time limit. */
export async function replayHere(request: ReplayRequest, workbench: Workbench): Promise<Replay> {
  const { input, options, plans, sources, withPages } = request;
  const opened = await openDriver(input, workbench, options.fuel);
  const units = 'error' in opened ? opened.units : opened.compilation.units;
  const now = sourceHashes({ units, sources: 'error' in opened ? [input] : opened.compilation.sources });
  const changes = changedSources(sources, now);
  if (changes.length > 0) return { kind: 'changed', changes };
  if ('error' in opened) return { kind: 'error', error: opened.error };
  const lives = plans.some(({ entry }) => entry === undefined);
  if (lives && !opened.session.hasEntry) return { kind: 'error', error: noEntryIn(input) };
  const runs = plans.map((plan, index) =>
    replayed(opened, input.file, plan, index < withPages ? pageRecorder() : null),
  );
  return { kind: 'replayed', toolchain: workbench.toolchain.name, runs };
}

function replayed(
  { session, places, compilation }: OpenedDriver,
  file: string,
  plan: RunPlan,
  recorder: PageRecorder | null,
): ReplayedRun {
  const made = (one: RunPlan, onlooker?: Onlooker): ExploredRun => ({
    plan: one,
    result: session.run(one, true, onlooker),
  });
  const plain = plan.entry ? plan : { ...plan, faults: [], interruptAfter: null };
  const undisturbed = planName(plan) === planName(plain) ? undefined : made(plain);
  const run = made(plan, recorder ?? undefined);
  const sources = new Map(compilation.sources.map((source) => [source.file, latin1(source.source)]));
  const { driver: findings, allocator: allocatorFindings } = collectFindings(
    { runs: plan.entry ? [] : [run] },
    { file, sources, places, frees: places.sites(freeNames(compilation.sources[0]?.calls)) },
    undisturbed,
  );
  return {
    run: describeRun(run),
    calls: run.result.state.events.map(traced),
    findings,
    allocatorFindings,
    conclusive: run.result.conclusive,
    allocations: allocated(run.result),
    pages: recorder?.history() ?? null,
  };
}

/** What the driver asked for; what the machine has for it besides is the machine's. */
function allocated({ state: { events }, allocations }: RunResult): TracedAllocation[] {
  return allocations
    .map(({ label, base, bytes, bus, since, until, live }) => ({
      ...{ label, address: base, bytes, handle: bus },
      from: since - 1,
      to: live ? null : until - 1,
    }))
    .filter(({ label, address, from }) => {
      const event = events[from];
      return event !== undefined && (event.result === address || label.startsWith(`${event.call}#`));
    });
}

function traced({ call, args, result, text, place, faults }: CallEvent): TracedCall {
  return { call, args, result, text: text ?? null, place: place ?? null, faults: (faults ?? []).map(faultName) };
}
