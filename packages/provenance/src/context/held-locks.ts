import { plainText, type FileFlows, type FunctionFlow } from './file-flows.ts';
import { lockCall } from './locks.ts';

/** Something that may be held, and where it was taken. */
export interface Held {
  readonly what: string;
  readonly offset: number;
  /** It is held on every way, and what took it is known to forbid sleeping. */
  readonly certain: boolean;
}

/** What may be held in the functions of a file. */
export interface HeldLocks {
  /** Just before a step of a function: what was taken on a way there and not given back; null when nothing was. */
  before(owner: FunctionFlow, step: number): Held | null;
}

type State = ReadonlyMap<string, Held>;

/**
 * Follows locks over each function of a file: what a way may have taken stays held until the same lock is given back.
 * Functions and macros of the file that return with something held count as taking it.
 */
export function heldLocks(file: FileFlows): HeldLocks {
  const keeping = new Map<string, Held>();
  let states = new Map<FunctionFlow, State[]>();
  // Each round can only add functions that keep something.
  for (let known = -1; known < keeping.size;) {
    known = keeping.size;
    states = new Map(file.functions.map((owner) => [owner, statesOf(file, owner, keeping)]));
    for (const [owner, all] of states) {
      const [first] = all[1]?.values() ?? [];
      const { name, start } = owner.definition;
      if (first && !keeping.has(name))
        keeping.set(name, { what: `what ${name} took held`, offset: start, certain: false });
    }
  }
  return {
    before: (owner, step) => {
      const held = [...(states.get(owner)?.[step]?.values() ?? [])];
      return held.find((one) => one.certain) ?? held[0] ?? null;
    },
  };
}

/** What may be held just before each step; undefined where control does not come. */
function statesOf(file: FileFlows, owner: FunctionFlow, keeping: ReadonlyMap<string, Held>): State[] {
  const { steps } = owner.flow;
  const before: State[] = [];
  before[0] = new Map();
  const pending = [0];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const after = afterStep(file, owner, id, before[id]!, keeping);
    for (const { to } of steps[id]!.next) {
      const joined = before[to] ? join(before[to], after) : after;
      if (joined === before[to]) continue;
      before[to] = joined;
      pending.push(to);
    }
  }
  return before;
}

function join(a: State, b: State): State {
  const all = new Map(a);
  let changed = false;
  for (const [key, held] of b) {
    if (all.has(key)) continue;
    all.set(key, { ...held, certain: false });
    changed = true;
  }
  for (const [key, held] of all) {
    if (!held.certain || b.has(key)) continue;
    all.set(key, { ...held, certain: false });
    changed = true;
  }
  return changed ? all : a;
}

function afterStep(
  file: FileFlows,
  { flow }: FunctionFlow,
  id: number,
  state: State,
  keeping: ReadonlyMap<string, Held>,
): State {
  const step = flow.steps[id]!;
  if (step.kind !== 'call' || step.call.callee.kind !== 'name') return state;
  const { name } = step.call.callee;
  const kept = keeping.get(name);
  if (kept) return new Map([...state, [name, { ...kept, offset: step.call.start }]]);
  if (file.unit.functions.some((one) => one.name === name)) return state;
  const macro = file.macros.get(name)?.some((one) => takesLock(one.text)) ?? false;
  const lock = lockCall(name);
  if (!lock) {
    if (!macro) return state;
    return new Map([
      ...state,
      [name, { what: `what the macro ${name} took held`, offset: step.call.start, certain: false }],
    ]);
  }
  const [first] = step.call.arguments;
  const subject = lock.key === 'irq' || !first ? '' : plainText(file, first);
  const key = `${lock.key}:${subject}`;
  const after = new Map(state);
  if (lock.takes) after.set(key, { what: lock.what, offset: step.call.start, certain: lock.certain && !macro });
  else after.delete(key);
  return after;
}

function takesLock(body: string): boolean {
  return [...body.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)].some(([, name]) => lockCall(name!)?.takes ?? false);
}
