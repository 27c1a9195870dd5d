import type { Expression } from '@freehandle/c-source';
import type { AllocatingCall, Family } from '../families/family.ts';
import { fold } from '../terms/fold.ts';
import { ANY, ownSigns, POSITIVE, NEGATIVE, ZERO } from '../terms/sign.ts';
import type { Term } from '../terms/term.ts';
import { sourceText, type Frame } from './frame.ts';
import { argument } from './release.ts';
import { holdersOf, lastName, note, signsOf, type State } from './state.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** A call of an allocating function: its result, and the handle where it stores it. */
export function allocate(
  frame: Frame,
  state: State,
  { family, call, at, values }: { family: Family; call: AllocatingCall; at: Call; values: readonly Term[] },
): Term {
  const { terms } = frame;
  const origin = `${frame.definition.start}:${at.start}.${state.round}`;
  const symbol = terms.make({ kind: 'fresh', origin, name: `the result of ${call.name}` });
  const roles = call.arguments;
  const handlePlace = argument(values, roles, 'handle');
  let handle: Term | null = null;
  if (handlePlace) {
    const name = sourceText(frame, at.arguments[roles.indexOf('handle')]!).replace(/^&/, '');
    handle = terms.make({ kind: 'fresh', origin: `${origin}h`, name });
    state.memory.set(handlePlace, handle);
    // A handle of 0 is taken for none.
    state.facts.set(handle, NEGATIVE | POSITIVE);
  }
  const count = argument(values, roles, 'count');
  const size = argument(values, roles, 'size');
  // Nobody asks for nothing.
  if (size && ownSigns(size) === ANY) state.facts.set(size, signsOf(state, size) & (NEGATIVE | POSITIVE) || POSITIVE);
  state.facts.set(symbol, ZERO | POSITIVE);
  if (call.failure === 'error-pointer') state.facts.set(symbol, NEGATIVE | POSITIVE);
  note(state, at.start, `${call.name} allocates`);
  state.resources.set(symbol, {
    symbol,
    family,
    call: call.name,
    site: `${at.start}`,
    offset: at.start,
    at,
    size: count && size ? fold(terms, '*', count, size) : size,
    sizePlaces: size ? placesOfSize(state, size) : [],
    device: argument(values, roles, family.name === 'dma_pool' ? 'pool' : 'device'),
    handlePlace,
    handle,
    zeroed: call.zeroed ?? false,
    status: 'live',
    escapes: new Set(),
    trail: state.trail,
  });
  return symbol;
}

/** The places that hold the size: of those that hold a number, those that are named like one. */
function placesOfSize(state: State, size: Term): Term[] {
  return holdersOf(state, size).filter(
    (place) => size.kind !== 'number' || /size|len|bytes|sz/i.test(lastName(place) ?? ''),
  );
}
