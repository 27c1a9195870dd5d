import type { Expression } from '@freehandle/c-source';
import type { Step } from '@freehandle/provenance';
import { checkFailedStore } from '../checks/failed.ts';
import { checkReplaced } from '../checks/replaced.ts';
import { fold } from '../terms/fold.ts';
import { ZERO } from '../terms/sign.ts';
import { objectOf, within, type Term } from '../terms/term.ts';
import { linkByHandle } from './chain.ts';
import { copyParts } from './copy.ts';
import { addressOf, valueOf } from './evaluate.ts';
import { sourceText, type Frame } from './frame.ts';
import { holdersOf, isKept, isLocal, note, signsOf, type State } from './state.ts';

/** Gives a place its value; false where the store is through NULL. */
export function store(frame: Frame, state: State, step: Extract<Step, { kind: 'define' }>): boolean {
  const { terms } = frame;
  const address = addressOf(frame, state, step.target) ?? unnamedPlace(frame, step.span.start, step.target);
  if (objectOf(address).kind === 'number') return false;
  const before = valueOf(frame, state, step.target);
  // What an iterator macro is given first is not always what it sets.
  const allocated = step.operator === '=' && !step.value ? state.resources.get(before) : undefined;
  if (allocated?.status === 'live') state.resources.set(before, { ...allocated, status: 'unknown' });
  const value = step.value ? valueOf(frame, state, step.value) : null;
  const fresh = (): ReturnType<typeof valueOf> =>
    terms.make({
      kind: 'fresh',
      origin: `${step.span.start}.${state.round}d${address.id}`,
      name: sourceText(frame, step.target),
    });
  const assigned =
    step.operator === '=' && value
      ? value
      : step.operator === '++'
        ? fold(terms, '+', before, terms.number(1))
        : step.operator === '--'
          ? fold(terms, '-', before, terms.number(1))
          : value && /^[-+*/%&|^]=$|^<<=$|^>>=$/.test(step.operator)
            ? fold(terms, step.operator.slice(0, -1), before, value)
            : fresh();
  if (address.kind === 'element' && address.index.kind !== 'number') forgetElements(state, address);
  state.memory.set(address, assigned);
  if (step.value && !isLocal(address)) checkFailedStore(frame, state, step.value, assigned);
  linkByHandle(frame, state, address, assigned);
  const from = step.operator === '=' && step.value ? addressOf(frame, state, step.value) : null;
  if (from) copyParts(terms, state, from, address);
  for (const part of within(assigned)) {
    if (part.kind !== 'load') continue;
    const variable = objectOf(part.address);
    // What was never written is read: in a union it is what was stored by another name.
    if (variable.kind === 'variable' && part.address !== variable) keptByAnotherName(state, variable);
  }
  const kept = state.resources.get(assigned);
  if (kept && !isLocal(address)) {
    if (before.kind === 'load' && signsOf(state, before) === ZERO)
      state.resources.set(assigned, { ...kept, isMadeOnce: true });
    frame.onKeep(state);
    checkReplaced(frame, state, { address, before, by: kept, offset: step.span.start });
  }
  if (state.resources.has(before) && before !== assigned && state.resources.get(before)!.status === 'live')
    note(state, step.span.start, `\`${sourceText(frame, step.target)}\` is given another value`);
  return true;
}

/** `accessor(x) = value;`: some place outside. */
function unnamedPlace(frame: Frame, offset: number, target: Expression): Term {
  return frame.terms.make({ kind: 'fresh', origin: `${offset}p`, name: sourceText(frame, target) });
}

function keptByAnotherName(state: State, variable: Term): void {
  for (const [symbol, resource] of state.resources)
    if (resource.status === 'live' && holdersOf(state, symbol).some((one) => objectOf(one) === variable))
      state.resources.set(symbol, { ...resource, status: 'unknown' });
}

/** A store to an element that is not known may be to any of them; what is allocated is not forgotten. */
function forgetElements(state: State, address: Extract<ReturnType<typeof valueOf>, { kind: 'element' }>): void {
  for (const [other, value] of [...state.memory])
    if (other.kind === 'element' && other.base === address.base && !isKept(state, value)) state.memory.delete(other);
}
