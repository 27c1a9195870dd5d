import { freeNames } from '../binding/calls/consistent.ts';
import type { CallEvent } from '../binding/run-state.ts';
import { changedSources } from '../certificate/changed-sources.ts';
import type { ExploredRun } from '../exploration/explore.ts';
import { faultName, planName, type RunPlan } from '../exploration/run-plan.ts';
import { latin1 } from '../front/virtual-files.ts';
import { openDriver, type OpenedDriver, type Workbench } from '../open-driver.ts';
import { collectFindings } from '../verdict/collect-findings.ts';
import { describeRun } from '../verdict/describe-run.ts';
import { sourceHashes } from '../verdict/record.ts';
import type { Replay, ReplayedRun, ReplayRequest, TracedCall } from './replay.ts';

/** Makes runs of a driver again, each with the place of every call. In this thread, without a time limit. */
export async function replayHere(request: ReplayRequest, workbench: Workbench): Promise<Replay> {
  const { input, options, plans, sources } = request;
  const opened = await openDriver(input, workbench, options.fuel);
  const units = 'error' in opened ? opened.units : opened.compilation.units;
  const now = sourceHashes({ units, sources: 'error' in opened ? [input] : opened.compilation.sources });
  const changes = changedSources(sources, now);
  if (changes.length > 0) return { kind: 'changed', changes };
  if ('error' in opened) return { kind: 'error', error: opened.error };
  const runs = plans.map((plan) => replayed(opened, input.file, plan));
  return { kind: 'replayed', toolchain: workbench.toolchain.name, runs };
}

function replayed({ session, places, compilation }: OpenedDriver, file: string, plan: RunPlan): ReplayedRun {
  const made = (one: RunPlan): ExploredRun => ({ plan: one, result: session.run(one, true) });
  // what a run shows may be told by what the undisturbed one does: it comes first, as in an exploration
  const plain = { ...plan, faults: [], interruptAfter: null };
  const first = planName(plan) === planName(plain) ? [] : [made(plain)];
  const run = made(plan);
  const sources = new Map(compilation.sources.map((source) => [source.file, latin1(source.source)]));
  const { driver: findings } = collectFindings(
    { runs: [...first, run], plans: [plan], unexplored: 0 },
    { file, sources, places, frees: places.sites(freeNames(compilation.sources[0]?.calls)) },
  );
  return {
    run: describeRun(run),
    calls: run.result.state.events.map(traced),
    findings,
    conclusive: run.result.conclusive,
  };
}

function traced({ call, args, result, text, place, faults }: CallEvent): TracedCall {
  return { call, args, result, text: text ?? null, place: place ?? null, faults: (faults ?? []).map(faultName) };
}
