import type { ExploredRun } from '../exploration/trials.ts';
import { planName, singleFaults, undisturbed, type RunPlan } from '../exploration/run-plan.ts';
import type { DriverPlaces } from '../session/driver-places.ts';
import type { Session } from '../session/session.ts';
import { placeName } from '../verdict/free-sites.ts';
import type { Assumption, Entry, EntryCall } from './entry.ts';

/** What is looked for: lines of one function that free consistent memory. */
export interface Target {
  readonly function: string;
  /** Names of the places, each with its line. */
  readonly lines: ReadonlyMap<string, number>;
  /** Whether only a free of what the run itself has allocated counts. */
  readonly allocated: boolean;
}

/** A run that came to something new, and the runs to be made after it, each with one thing more assumed. */
interface Candidate {
  readonly run: ExploredRun;
  /** Lines short of the nearest line looked for, negative. */
  readonly closeness: number;
  readonly next: Iterator<RunPlan, void>;
  tried: number;
}

/** Where a search begins, and how many runs it may make. */
export interface SearchLimits {
  readonly budget: number;
  /** Basic blocks that these may execute together. */
  readonly fuel: number;
  /** The first runs: what every word is, but those that something is assumed of. */
  readonly seeds: readonly Pick<Entry, 'fill' | 'assumed'>[];
}

/** A driver that is loaded, and where its code lies. */
export interface SearchedDriver {
  readonly session: Session;
  readonly places: DriverPlaces;
  readonly spotOf: (frame: number) => Spot;
}

/** What a search came to: the runs that came to a line for the first time, and what set its end. */
export interface SearchResult {
  readonly found: readonly ExploredRun[];
  /** Runs made. */
  readonly runs: number;
  /** All runs or blocks allowed were used up, or there was nothing left to change; of no interest where all was found. */
  readonly ended: 'runs' | 'blocks' | 'nothing-left';
}

/** Words are objects, or numbers that are taken for true, or for false. */
export const plainSeeds: SearchLimits['seeds'] = (['object', 1, 0] as const).map((fill) => ({ fill, assumed: [] }));

/** Runs made after one candidate before the others have their turn. */
const TURN = 24;

/**
 * Calls functions by themselves again and again until every line looked for was run, or all runs allowed were made: with words
 * as the driver compares them, as numbers, as objects, with steps failing.
 */
export function search(
  { session, places, spotOf }: SearchedDriver,
  calls: readonly EntryCall[],
  target: Target,
  { budget, fuel, seeds }: SearchLimits,
): SearchResult {
  const missing = new Map(target.lines);
  const covered = new Set<number>();
  const known = new Set<string>();
  const candidates: Candidate[] = [];
  const found: ExploredRun[] = [];
  let left = budget;
  let burnt = 0;
  const attempt = (plan: RunPlan): void => {
    const name = planName(plan);
    if (known.has(name)) return;
    known.add(name);
    left--;
    const run: ExploredRun = { plan, result: session.run(plan, false) };
    burnt += run.result.state.blocks;
    if (!run.result.conclusive) return;
    const reached = placesOf(run, places, target.allocated).filter((place) => missing.delete(place));
    if (reached.length > 0) found.push(run);
    let isNew = reached.length > 0;
    let closeness = -Infinity;
    for (const block of session.coverage.blocksReached()) {
      if (!covered.has(block)) isNew = true;
      covered.add(block);
      closeness = Math.max(closeness, nearness(spotOf(session.coverage.frameOf(block)), target.function, missing));
    }
    if (isNew) candidates.push({ run, closeness, next: successors(session, run), tried: 0 });
  };
  for (const seed of seeds) attempt({ ...undisturbed('plain'), entry: { calls, ...seed } });
  while (left > 0 && burnt < fuel && missing.size > 0) {
    const best = candidates.reduce<Candidate | null>((a, b) => (a === null || isBefore(b, a) ? b : a), null);
    if (best === null) break;
    best.tried++;
    const next = best.next.next();
    if (next.done === true) candidates.splice(candidates.indexOf(best), 1);
    else attempt(next.value);
  }
  const ended = left <= 0 ? 'runs' : burnt >= fuel ? 'blocks' : 'nothing-left';
  return { found, runs: budget - left, ended };
}

function isBefore(a: Candidate, b: Candidate): boolean {
  const [turnA, turnB] = [Math.floor(a.tried / TURN), Math.floor(b.tried / TURN)];
  if (turnA !== turnB) return turnA < turnB;
  return a.closeness >= b.closeness;
}

/** Places at which a run freed consistent memory. */
export function placesOf({ result }: ExploredRun, places: DriverPlaces, allocated: boolean): string[] {
  return result.state.frees.flatMap((free) =>
    allocated && !free.allocated ? [] : (placeName(places.place(free.frames)) ?? []),
  );
}

/** Where a frame lies: its function, and its place in the driver's own source. */
export interface Spot {
  readonly function: string | null;
  readonly place: { readonly file: string; readonly line: number } | null;
}

/** Looks up the spot of a frame; one is asked for again and again, and remembered. */
export function spotsOf(places: DriverPlaces): (frame: number) => Spot {
  const known = new Map<number, Spot>();
  return (frame) => {
    const spot = known.get(frame) ?? { function: places.functionOf(frame), place: places.place([frame]) };
    known.set(frame, spot);
    return spot;
  };
}

/** Lines that a spot lies before the nearest of the lines missing, negative; the farthest where it lies before none. */
function nearness({ function: name, place }: Spot, wanted: string, missing: ReadonlyMap<string, number>): number {
  if (name !== wanted || place === null) return -Infinity;
  let best = -Infinity;
  for (const line of missing.values()) if (place.line <= line) best = Math.max(best, place.line - line);
  return best;
}

/** Plans with one thing changed: by turns what a comparison asks for, what a word looked at might be, what might fail. */
function* successors(session: Session, { plan, result }: ExploredRun): Generator<RunPlan> {
  const { lazy } = result.state;
  if (lazy === null || plan.entry === undefined) return;
  const { entry } = plan;
  const assuming = ({ word, value }: Assumption): RunPlan => {
    const others = entry.assumed.filter((one) => one.word !== word);
    return { ...plan, entry: { ...entry, assumed: [...others, { word, value }] } };
  };
  const sources = [suspects(lazy.lookedAt, result.stop !== null), wishes(lazy.wishes), alternatives(lazy.made)].map(
    (assumptions) => mapped(assumptions, assuming),
  );
  yield* byTurns([...sources, failing(session, plan), onDevices(plan)]);
}

function* mapped<A, B>(values: Iterable<A>, change: (value: A) => B): Generator<B> {
  for (const value of values) yield change(value);
}

/** Where a run was stopped, the words it looked at last may be something else. */
function* suspects(
  words: readonly { readonly name: string; readonly value: number }[],
  stopped: boolean,
): Generator<Assumption> {
  if (!stopped) return;
  for (const { name, value } of words.slice(0, 3)) {
    yield { word: name, value: value < 0x1000 ? 'object' : 0 };
    yield { word: name, value: value < 0x1000 ? 'self' : 1 };
  }
}

function* wishes(all: readonly Assumption[]): Generator<Assumption> {
  for (const { word, value } of all.toReversed()) {
    if (typeof value !== 'number') continue;
    yield { word, value };
    yield { word, value: (value + 1) >>> 0 };
    if (value > 0) yield { word, value: value - 1 };
  }
}

function* alternatives(words: readonly { readonly name: string; readonly value: number }[]): Generator<Assumption> {
  for (const other of [0, 'object', 1, 'self', 0xffff_ffff] as const) {
    for (const { name, value } of words.toReversed()) {
      if (value === other || (value >= 0x1000 && other === 'object')) continue;
      yield { word: name, value: other };
    }
  }
}

function* failing(session: Session, plan: RunPlan): Generator<RunPlan> {
  if (plan.faults.length > 0) return;
  // steps are known of a located run only
  const { steps } = session.run(plan, true);
  yield* singleFaults(plan, steps.toReversed());
}

function* onDevices(plan: RunPlan): Generator<RunPlan> {
  if (plan.device === 'plain') yield* (['ready', 'toggling'] as const).map((device) => ({ ...plan, device }));
}

function* byTurns<T>(sources: readonly Iterator<T, void>[]): Generator<T> {
  let open = [...sources];
  while (open.length > 0) {
    const still: Iterator<T, void>[] = [];
    for (const source of open) {
      const next = source.next();
      if (next.done === true) continue;
      still.push(source);
      yield next.value;
    }
    open = still;
  }
}
