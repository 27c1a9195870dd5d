import type { RunResult } from '../session/session.ts';
import { deviceNames, type DeviceName } from './devices.ts';
import { answerName, undisturbed, type Answer, type RunPlan } from './run-plan.ts';

/** One run of an exploration. */
export interface ExploredRun {
  readonly plan: RunPlan;
  readonly result: RunResult;
}

/** Identities of a device tried: a driver's table may have hundreds, most of which differ in name only. */
const MOST_IDENTITIES = 8;
/** Devices on which the other identities are tried. */
const DEVICES_OF_OTHERS = 2;

/**
 * Undisturbed runs on every device, the plain one first, then as every identity the driver asks for on the devices on
 * which it came furthest, then with what it compares registers with; until `isEnough`, which leaves at least the first.
 * With `device`, on that alone.
 */
export function trialRuns(
  run: (plan: RunPlan) => ExploredRun,
  device: DeviceName | null,
  isEnough: () => boolean,
): ExploredRun[] {
  const plain = run(undisturbed(device ?? 'plain'));
  const trials = [plain];
  const { registerReads, identities } = plain.result.state;
  // a driver that reads no register meets the same device whatever it is called
  const readsRegisters = registerReads.size > 0;
  for (const name of deviceNames) {
    if (readsRegisters && device === null && name !== 'plain' && !isEnough()) trials.push(run(undisturbed(name)));
  }
  const best: ExploredRun[] = [];
  for (let rest = [...trials]; best.length < DEVICES_OF_OTHERS && rest.length > 0;) {
    const next = furthest(rest);
    best.push(next);
    rest = rest.filter((trial) => trial !== next);
  }
  for (let identity = 1; identity < Math.min(identities.length, MOST_IDENTITIES); identity++) {
    for (const { plan } of best) if (!isEnough()) trials.push(run(undisturbed(plan.device, identity)));
  }
  answered(furthest(trials), run, isEnough, trials);
  return trials;
}

/** Wishes of one run that are fulfilled, one at a time, before it is given up. */
const MOST_TRIED = 16;
/** Registers that are made to read what the driver wants, at most. */
const MOST_ANSWERS = 16;

/**
 * Has registers read what the driver compares them with: of the wishes of the furthest run the last that brings it
 * further, again and again. Adds the runs to `trials`.
 */
function answered(
  from: ExploredRun,
  run: (plan: RunPlan) => ExploredRun,
  isEnough: () => boolean,
  trials: ExploredRun[],
): void {
  let best = from;
  for (let round = 0; round < MOST_ANSWERS; round++) {
    const { plan, result } = best;
    let better: ExploredRun | null = null;
    for (const wish of newestFirst(result.state.wishes, plan.answers).slice(0, MOST_TRIED)) {
      if (isEnough()) return;
      const others = plan.answers.filter(({ register, nth }) => register !== wish.register || nth !== wish.nth);
      const trial = run({ ...plan, answers: [...others, wish] });
      if (progress(trial, best) <= 0) continue;
      better = trial;
      trials.push(trial);
      break;
    }
    if (better === null) return;
    best = better;
  }
}

/** Wishes without those already fulfilled, each once, the last uttered first: after it the driver gave up. */
function newestFirst(wishes: readonly Answer[], fulfilled: readonly Answer[]): Answer[] {
  const known = new Set(fulfilled.map(answerName));
  return wishes.toReversed().filter((wish) => {
    const name = answerName(wish);
    return !known.has(name) && known.add(name);
  });
}

/** The trial that frees at most places, then ends by itself, then takes most steps, calls, blocks: the plainest of equals. */
export function furthest(trials: readonly ExploredRun[]): ExploredRun {
  return trials.reduce((best, trial) => (progress(trial, best) > 0 ? trial : best));
}

/** Positive where the first run came further than the second, 0 where it cannot be told. */
function progress(run: ExploredRun, than: ExploredRun): number {
  const [a, b] = [rank(run), rank(than)];
  const position = a.findIndex((value, index) => value !== b[index]);
  return position < 0 ? 0 : a[position]! - b[position]!;
}

function rank({ result: { state, stop, blocks } }: ExploredRun): readonly number[] {
  return [
    new Set(state.frees.map(({ frames }) => frames[0])).size,
    stop === null ? 1 : 0,
    state.lifecycle.length - state.failedSteps.length,
    // looping is not getting on: different calls count
    new Set(state.events.map(({ call }) => call)).size,
    blocks,
  ];
}
