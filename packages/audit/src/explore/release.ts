import { everyExpression, type Expression } from '@freehandle/c-source';
import { r31 } from '@freehandle/model';
import type { FreeingCall, Family, Role } from '../families/family.ts';
import { mayFree } from '../families/index.ts';
import { conversions } from '../kernel/conversions.ts';
import { holds, objectOf, partsOf, within, type Term } from '../terms/term.ts';
import { textOf } from '../terms/text.ts';
import { callFix } from '../fix/propose.ts';
import { checkArguments } from '../checks/arguments.ts';
import { checkBlocks, checkPointer } from '../checks/given-pointer.ts';
import { checkHandle } from '../checks/handles.ts';
import { isSameEachRound } from '../checks/same-each-round.ts';
import { addressOf } from './evaluate.ts';
import { sureness } from '../checks/exclusive.ts';
import { checkFailedFree } from '../checks/failed.ts';
import { checkReserved } from '../checks/reserved.ts';
import { functionAt, type Frame } from './frame.ts';
import { pointerText } from './pointer-text.ts';
import { lastName, note, signsOf, variablesIn, type FreeEvent, type Resource, type State } from './state.ts';
import { ZERO } from '../terms/sign.ts';

/** What a call that frees is given. */
export interface Given {
  readonly family: Family;
  readonly call: FreeingCall;
  readonly at: Extract<Expression, { kind: 'call' }>;
  readonly values: readonly Term[];
}

/** The value of the argument with a role. */
export function argument(values: readonly Term[], roles: readonly Role[], role: Role): Term | null {
  const position = roles.indexOf(role);
  return position < 0 ? null : (values[position] ?? null);
}

/** What a call of a freeing function says; null where the pointer is missing. */
export function freeEventOf(frame: Frame, state: State, { family, call, at, values }: Given): FreeEvent | null {
  const offset = at.start;
  const vaddr = argument(values, call.arguments, 'vaddr');
  if (!vaddr) return null;
  return {
    call: call.name,
    family,
    offset,
    place: offset,
    decided: offset,
    at,
    vaddr,
    size: argument(values, call.arguments, 'size'),
    handle: argument(values, call.arguments, 'handle'),
    device: argument(values, call.arguments, family.name === 'dma_pool' ? 'pool' : 'device'),
    overwritten: overwrittenIn(frame, state, at.arguments[call.arguments.indexOf('size')]),
    empty: emptyBeside(state, vaddr),
    trail: state.trail,
  };
}

/** A call of a freeing function. */
export function release(frame: Frame, state: State, given: Given): void {
  const { family, call } = given;
  const event = freeEventOf(frame, state, given);
  if (!event) return;
  const { vaddr, offset } = event;
  if (!state.resources.has(vaddr)) {
    frame.onFree(event);
    checkHandle(frame, state, event);
    checkPointer(frame, state, event);
  }
  if (family.name === 'dma_pools') checkBlocks(frame, state, event);
  const pool = family.name === 'dma_pool' && event.device ? state.gone.get(event.device) : undefined;
  if (pool)
    frame.suspect({
      rule: 'R31',
      severity: 'error',
      offset,
      message: r31.message({ mistake: 'blocks-in-use', pool: textOf(event.device!, variablesIn(state)), blocks: 1 }),
      trail: { before: state.trail, offset, what: `${call.name} gives back a block of it` },
    });
  freeValue(frame, state, event);
}

/** The places that an expression reads, and that the function has given a value of its own. */
function overwrittenIn(frame: Frame, state: State, size: Expression | undefined): Term[] {
  if (!size) return [];
  return everyExpression(size).flatMap((part) => {
    const place = part.kind === 'member' ? addressOf(frame, state, part) : null;
    return place && isOverwritten(state, place) ? [place] : [];
  });
}

/** Whether a place that outlives the function holds by now what the path has stored there. */
export function isOverwritten({ memory }: State, place: Term): boolean {
  const now = memory.get(place);
  return now !== undefined && objectOf(place).kind !== 'variable' && !(now.kind === 'load' && now.address === place);
}

/** Places of the object that a pointer was read from that are known to hold 0. */
function emptyBeside(state: State, vaddr: Term): Term[] {
  if (vaddr.kind !== 'load') return [];
  const object = objectOf(vaddr.address);
  return [...state.facts].flatMap(([term, signs]) =>
    signs === ZERO && term.kind === 'load' && objectOf(term.address) === object ? [term.address] : [],
  );
}

/** Takes the memory that an event frees for freed, and says what is wrong with that. */
export function freeValue(frame: Frame, state: State, event: FreeEvent): void {
  const { vaddr, offset, call, family } = event;
  if (signsOf(state, vaddr) === ZERO) checkFailedFree(frame, state, event);
  if (signsOf(state, vaddr) === ZERO || isBehindNull(vaddr) || vaddr.kind === 'constant') return;
  const own = state.resources.get(vaddr);
  const before = state.gone.get(vaddr);
  if (own?.status === 'freed' || (!own && before && vaddr.kind !== 'fresh')) {
    // The same call, the next time round: what it frees has been moved on in a way that was not understood.
    const isNextRound = (before ?? state.gone.get(vaddr))?.offset === offset && state.round > 0;
    const isSame = isNextRound && isSameEachRound(frame, event);
    if (isNextRound && !isSame) return;
    frame.suspect({
      rule: family.traced || own?.family.traced ? 'R7' : 'K4',
      severity: sureness(frame, state, vaddr, before ?? null),
      offset,
      about: vaddr,
      message: `${pointerText(state, vaddr)} is freed ${isSame ? 'in every round of a loop that does not change it' : 'a second time'}`,
      trail: { before: state.trail, offset, what: `${call} frees it again` },
      from: own?.trail ?? before ?? null,
    });
    return;
  }
  if (own && own.status === 'live') {
    const fits = mayFree({ name: call }, own.family, frame.families.list);
    if (fits) {
      frame.fixes.say(event.place, 'call', null);
      frame.agreements.add(fittingKey(event));
    } else wrongFamily(frame, state, own, event);
    if (fits || own.family.alike?.includes(family.name)) checkArguments(frame, state, own, event);
    checkReserved(frame, state, own, event);
    noteFree(frame, state, event);
    state.resources.set(vaddr, { ...own, status: 'freed' });
  } else {
    frame.fixes.say(event.place, '*', null);
    forgetAliases(state, vaddr);
    noteFree(frame, state, event);
    if (!own) state.frees.set(vaddr, event);
  }
  state.gone.set(vaddr, state.trail!);
}

function noteFree(frame: Frame, state: State, { call, vaddr, offset, place }: FreeEvent): void {
  const where = functionAt(frame, place);
  const inside =
    place === offset || where === null ? undefined : { offset: place, what: `${call} is called in ${where}` };
  note(state, offset, `${call} frees ${pointerText(state, vaddr)}`, inside);
}

/** What is read through NULL is of an object that this path has not seen being made: it says nothing about another. */
export function isBehindNull(value: Term): boolean {
  if (value.kind !== 'load') return false;
  const object = objectOf(value.address);
  return object.kind === 'number' || isBehindNull(object);
}

function wrongFamily(frame: Frame, state: State, own: Resource, event: FreeEvent): void {
  if (!own.family.traced && !event.family.traced) return;
  const right = own.family.frees[0]?.name ?? '';
  frame.fixes.say(event.place, 'call', callFix(frame, state, own, event.at));
  frame.suspect({
    rule: own.family.traced ? 'D2' : 'R14',
    severity: own.family.alike?.includes(event.family.name) ? 'warning' : 'error',
    about: event.vaddr,
    fix: event.at && 'call',
    offset: event.decided,
    message: own.family.managed
      ? `${event.call} frees memory from ${own.call}, which the driver core frees as well`
      : `memory from ${own.call} is freed with ${event.call}; it takes ${right}`,
    trail: { before: state.trail, offset: event.decided, what: `${event.call} frees it` },
    from: own.trail,
    key: `${own.offset}-${event.place}`,
    ...(isChosen(state, own, event) ? { unless: fittingKey(event) } : {}),
  });
}

/** Another way through the function comes to this free with memory that it fits. */
function fittingKey({ place }: FreeEvent): string {
  return `fits ${place}`;
}

/** Whether a member asked for right before the free, which is not the pointer's place, chooses what is freed how. */
function isChosen(state: State, own: Resource, { trail }: FreeEvent): boolean {
  const last = trail ?? state.trail;
  if (!last?.condition || last === own.trail || last.condition.kind !== 'member') return false;
  return state.decided !== null && !holds(state.decided, own.symbol);
}

/** What is freed under another name may be any of the resources that are kept under such a name. */
function forgetAliases(state: State, vaddr: Term): void {
  // The same address in another form.
  if (vaddr.kind === 'pure' && conversions.has(vaddr.name))
    for (const part of within(vaddr)) if (part.kind === 'load') forgetAt(state, part.address);
  if (vaddr.kind !== 'load') {
    if (vaddr.kind !== 'parameter') return;
    for (const [symbol, resource] of state.resources)
      if (resource.status === 'live' && resource.escapes.size > 0)
        state.resources.set(symbol, { ...resource, status: 'unknown' });
    return;
  }
  forgetAt(state, vaddr.address);
}

/** What is kept at an address that may be this one is not certain to be allocated any more. */
export function forgetAt(state: State, place: Term): void {
  const name = lastName(place);
  for (const [address, value] of state.memory) {
    if (lastName(address) !== name || !mayBeSame(address, place)) continue;
    for (const part of within(value)) {
      const resource = state.resources.get(part);
      if (resource?.status === 'live')
        state.resources.set(part, { ...resource, status: 'unknown', perhapsFreed: true });
    }
  }
}

/** Whether two addresses may be the same: not when they only differ in numbers, or in members of one object. */
export function mayBeSame(a: Term, b: Term): boolean {
  if (a === b) return true;
  if (a.kind === 'element' && b.kind === 'element') {
    if (a.index.kind === 'number' && b.index.kind === 'number' && a.index !== b.index) return false;
    return mayBeSame(a.base, b.base);
  }
  if (a.kind === 'member' && b.kind === 'member') return a.name === b.name && mayBeSame(a.base, b.base);
  const [x, y] = [objectOf(a), objectOf(b)];
  if (x === y) return a.kind === 'element' || b.kind === 'element';
  return x.kind !== 'variable' && y.kind !== 'variable';
}

/** The object that a value points to is gone; `call` says by what. */
export function letGo(frame: Frame, state: State, value: Term, offset: number, call: string): void {
  // A name that the file does not declare may be given another value without that being seen.
  if (signsOf(state, value) === ZERO || value.kind === 'number' || value.kind === 'constant') return;
  note(state, offset, `${call} frees ${pointerText(state, value)}`);
  state.gone.set(value, state.trail!);
  const { address } = value.kind === 'load' ? value : { address: null };
  if (address?.kind === 'member' && frame.backPointers.has(address.name))
    state.gone.set(objectOf(address), state.trail!);
}

/** The object that an expression follows, when it is gone. */
export function goneObject(
  state: State,
  address: Term,
): { readonly object: Term; readonly trail: State['trail'] } | null {
  if (state.gone.size === 0) return null;
  const object = objectOf(address);
  for (const [gone, trail] of state.gone) {
    if (gone === object) return { object: gone, trail };
    // Data that is allocated together with the object.
    if (object.kind === 'pure' && /priv$|_get_devdata$/.test(object.name) && object.operands[0] === gone)
      return { object: gone, trail };
  }
  return null;
}

/** Whether a value is made of another one, or is it. */
export function carries(value: Term, symbol: Term): boolean {
  if (value === symbol) return true;
  if (value.kind === 'load' || (value.kind === 'pure' && !conversions.has(value.name))) return false;
  return partsOf(value).some((part) => carries(part, symbol));
}
