import type { Exploration } from '../exploration/explore.ts';
import type { RunPlan } from '../exploration/run-plan.ts';
import type { ExploredRun } from '../exploration/trials.ts';
import type { CallLine, DriverPlaces } from '../session/driver-places.ts';
import type { Session } from '../session/session.ts';
import { placeName } from '../verdict/free-sites.ts';
import type { EntryCall } from './entry.ts';
import { argumentNames } from './parameters-of.ts';
import { placesOf, plainSeeds, search, spotsOf, type SearchedDriver, type SearchResult } from './search.ts';

/** Runs made for one function at most, and for one with another that allocates before it. */
const RUNS_OF_FUNCTION = 400;
const RUNS_OF_PAIR = 60;
/** Functions that allocate tried before one. */
const MOST_PAIRS = 8;

/** What is known of a driver besides its runs. */
export interface DriverContext {
  readonly frees: readonly CallLine[];
  /** Names of the functions that allocate consistent memory, and of those that call them. */
  readonly allocators: ReadonlySet<string>;
  readonly places: DriverPlaces;
  readonly sources: ReadonlyMap<string, string>;
  /** Basic blocks that all these runs may execute together. */
  readonly totalFuel: number;
}

/** The runs to make of functions by themselves, and what the search for the others came to. */
export interface UnreachedPlans {
  readonly plans: readonly RunPlan[];
  /** Of the functions whose sites were not all come to, why not, in one clause. */
  readonly fruitless: ReadonlyMap<string, string>;
}

/**
 * Calls the functions by themselves that hold free sites which no run of the driver's life came to, and gives the plans of the
 * runs that came to one: after a function that allocates what is freed, where there is one.
 */
export function unreachedPlans(session: Session, lived: Exploration, context: DriverContext): UnreachedPlans {
  const { places } = context;
  const driver: SearchedDriver = { session, places, spotOf: spotsOf(places) };
  const found: ExploredRun[] = [];
  const fruitless = new Map<string, string>();
  const functions = unreachedLines(lived, context);
  const fuel = context.totalFuel / 2 / Math.max(functions.size, 1);
  for (const [name, lines] of functions) {
    const call = callOf(session, name, context);
    if (call === null) {
      fruitless.set(name, 'it cannot be called by itself');
      continue;
    }
    const searched = search(
      driver,
      [call],
      { function: name, lines, allocated: false },
      { budget: RUNS_OF_FUNCTION, fuel, seeds: plainSeeds },
    );
    fruitless.set(name, inWords(searched));
    const alone = searched.found;
    found.push(...alone, ...withAllocation(driver, call, { alone, lines, fuel: fuel / MOST_PAIRS }, context));
  }
  return { plans: found.map(({ plan }) => plan), fruitless };
}

function inWords({ runs, ended }: SearchResult): string {
  const end = {
    runs: 'all that were allowed',
    blocks: 'until the blocks allowed were used up',
    'nothing-left': 'until nothing was left to change',
  }[ended];
  return `called by itself ${runs} ${runs === 1 ? 'time' : 'times'}, ${end}, it did not come to it either`;
}

/** The free sites that no run came to, by name and line, by the function that holds them. */
function unreachedLines(lived: Exploration, { frees, places }: DriverContext): Map<string, Map<string, number>> {
  const reached = new Set(lived.runs.flatMap((run) => (run.result.conclusive ? placesOf(run, places, false) : [])));
  const functions = new Map<string, Map<string, number>>();
  for (const { place, function: name } of frees) {
    if (name === null || reached.has(placeName(place)!)) continue;
    functions.set(name, (functions.get(name) ?? new Map<string, number>()).set(placeName(place)!, place.line));
  }
  return functions;
}

function callOf(session: Session, name: string, { sources }: DriverContext): EntryCall | null {
  const parameters = session.parametersOf(name);
  return parameters === null ? null : { function: name, arguments: argumentNames(sources.values(), name, parameters) };
}

/** What a function did by itself: the runs that came to lines looked for; and what its pairs may execute, in basic blocks. */
interface ReachedAlone {
  readonly alone: readonly ExploredRun[];
  readonly lines: ReadonlyMap<string, number>;
  readonly fuel: number;
}

/** Runs in which what is freed at lines that were reached was allocated before, by a function that is given the same object. */
function withAllocation(
  driver: SearchedDriver,
  call: EntryCall,
  { alone, lines, fuel }: ReachedAlone,
  context: DriverContext,
): ExploredRun[] {
  const { places, allocators } = context;
  const reached = new Set(alone.flatMap((run) => placesOf(run, places, false)));
  for (const place of alone.flatMap((run) => placesOf(run, places, true))) reached.delete(place);
  const missing = new Map([...lines].filter(([place]) => reached.has(place)));
  const seeds = [...plainSeeds, ...alone.map(({ plan }) => plan.entry!)].map(({ fill, assumed }) => ({
    fill,
    assumed,
  }));
  const found: ExploredRun[] = [];
  let pairs = 0;
  for (const name of allocators) {
    const before = name === call.function ? null : callOf(driver.session, name, context);
    if (before === null || !before.arguments.some((one) => call.arguments.includes(one))) continue;
    if (missing.size === 0 || pairs++ >= MOST_PAIRS) break;
    const target = { function: call.function, lines: missing, allocated: true };
    const runs = search(driver, [before, call], target, { budget: RUNS_OF_PAIR, fuel, seeds }).found;
    for (const run of runs) for (const place of placesOf(run, places, true)) missing.delete(place);
    found.push(...runs);
  }
  return found;
}
