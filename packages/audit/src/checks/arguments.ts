import { d1, d3, r10, r11, r9 } from '@freehandle/model';
import { addressOf } from '../explore/evaluate.ts';
import type { Frame, Suspicion } from '../explore/frame.ts';
import { argumentFix, exchange } from '../fix/propose.ts';
import { lastName, variablesIn, type FreeEvent, type Resource, type State } from '../explore/state.ts';
import { keptLater } from './size-set-late.ts';
import { isDeviceOfOtherKind, keyOf } from '../link/keys.ts';
import { compareSizes, type SizeRelation } from '../terms/compare-sizes.ts';
import { isMoved } from '../terms/moved.ts';
import { within, type Term } from '../terms/term.ts';
import { textOf, type Naming } from '../terms/text.ts';

/** Compares what a free is given with what the allocation was given and stored. */
export function checkArguments(frame: Frame, state: State, own: Resource, event: FreeEvent): void {
  const pair = `${own.offset}-${event.place}`;
  const say = (
    rule: string,
    severity: 'error' | 'warning',
    part: string,
    message: string,
    waits: Pick<Suspicion, 'unless' | 'onlyWith'> = {},
  ): void =>
    frame.suspect({
      ...waits,
      fix: event.at && part,
      rule,
      severity,
      offset: event.decided,
      message,
      trail: { before: state.trail, offset: event.decided, what: message },
      from: own.trail,
      key: pair,
    });
  const isSwapped = swapped(frame, state, own, event);
  frame.fixes.say(event.place, 'exchange', isSwapped ? exchange(frame, event.at) : null);
  if (isSwapped) {
    for (const part of ['size', 'handle', 'device']) frame.fixes.say(event.place, part, null);
    const expected = (event.family.frees.find(({ name }) => name === event.call)?.arguments ?? []).map(
      (role) => role ?? 'attrs',
    );
    say(
      'R11',
      'error',
      'exchange',
      r11.message({ call: event.call, expected: expected.join(', '), found: 'size and handle exchanged' }),
    );
    return;
  }
  const relation = sizeRelation(own, event);
  const agreement = `${pair} ${own.size?.id}`;
  if (own.size && event.size && relation === 'same') frame.agreements.add(agreement);
  const isWrongHandle =
    own.handle !== null && event.handle !== null && event.handle !== own.handle && isOther(state, own, event.handle);
  const naming = variablesIn(state);
  const isWrongDevice =
    own.device !== null &&
    event.device !== null &&
    (isOtherDevice(own.device, event.device, own.family.name === 'dma_pool') ||
      isOtherPool(state, own.device, event.device));
  const right = (role: 'size' | 'handle' | 'device', isWrong: boolean): void =>
    frame.fixes.say(event.place, role, isWrong ? argumentFix(frame, state, own, event.at, role) : null);
  right('size', relation !== 'same' && relation !== 'unknown');
  right('handle', isWrongHandle);
  right('device', isWrongDevice);
  if (own.size && event.size) {
    const facts = { given: fact(event.size, naming), allocated: fact(own.size, naming) };
    if (relation === 'pages') say('R9', 'error', 'size', r9.message(facts));
    else if (relation === 'bytes') say('D1', 'warning', 'size', d1.message(facts));
    else if (relation === 'differ')
      say(
        'R9',
        'warning',
        'size',
        r9.message(facts),
        isOfAnotherObject(own.size, event.size) ? {} : { unless: agreement },
      );
    else if (relation === 'unknown' && isUnset(state, event.size))
      say('R9', 'warning', 'size', r9.message(facts), { onlyWith: keptLater(own, event.size.address) });
  }
  if (isWrongHandle)
    say(
      'R10',
      'error',
      'handle',
      r10.message({
        given: textOf(event.handle, naming),
        stored: own.handlePlace ? textOf(own.handlePlace, naming).replace(/^&/, '') : textOf(own.handle, naming),
      }),
    );
  if (isWrongDevice)
    say(
      'D3',
      'warning',
      'device',
      d3.message({
        call: event.call,
        allocatedFor: textOf(own.device, naming),
        freedFor: textOf(event.device, naming),
      }),
    );
}

function sizeRelation(own: Resource, { size }: FreeEvent): SizeRelation {
  if (!own.size || !size) return 'same';
  // Read again from where it was kept, after calls that may have changed it as they may change anything.
  if (size.kind === 'load' && own.sizePlaces.includes(size.address)) return 'same';
  return compareSizes(own.size, size, own.family.pages);
}

/** Whether two sizes are the same expression of the same members, of different objects. */
function isOfAnotherObject(a: Term, b: Term): boolean {
  return shapeOf(a) === shapeOf(b);
}

/** A size without what its members are members of. */
function shapeOf(size: Term): string {
  switch (size.kind) {
    case 'number':
      return `${size.value}`;
    case 'load':
      return `.${lastName(size.address)}`;
    case 'operation':
      return `${size.operator}(${size.operands.map(shapeOf).sort().join()})`;
    default:
      return `#${size.id}`;
  }
}

/** A member that the path has not stored to. */
function isUnset({ memory }: State, size: Term): size is Extract<Term, { kind: 'load' }> {
  return size.kind === 'load' && size.epoch === 0 && size.address.kind === 'member' && !memory.has(size.address);
}

function fact(size: Term, naming: Naming): string | number {
  return size.kind === 'number' ? size.value : textOf(size, naming);
}

/** By value; or by place, as what a place holds is not known any more once its address was given away. */
function swapped(frame: Frame, state: State, own: Resource, event: FreeEvent): boolean {
  if (!own.size || !own.handle || !event.size || !event.handle) return false;
  if (event.size === own.handle && event.handle === own.size) return true;
  const roles = event.family.frees.find(({ name }) => name === event.call)?.arguments ?? [];
  const given = event.at?.arguments[roles.indexOf('size')];
  return own.handlePlace !== null && given !== undefined && addressOf(frame, state, given) === own.handlePlace;
}

/** Whether a value is surely not the handle: that of another allocation, a pointer, or a number. */
function isOther(state: State, own: Resource, value: Term): boolean {
  if (value.kind === 'number' || isMoved(value, own.handle!)) return true;
  for (const other of state.resources.values()) {
    if (other === own || other.symbol === own.symbol) continue;
    if (other.handle === value || other.symbol === value) return true;
  }
  if (value === own.symbol) return true;
  // A place that nothing wrote to, where the place of the handle is another member of the same object.
  return (
    value.kind === 'load' &&
    value.epoch === 0 &&
    value.address.kind === 'member' &&
    own.handlePlace?.kind === 'member' &&
    value.address.base === own.handlePlace.base &&
    value.address.name !== own.handlePlace.name &&
    ![...state.memory.values()].some((one) => one !== value && one.kind === 'load' && one.address === value.address)
  );
}

/** Devices are compared only where both are plainly named. */
function isOtherDevice(a: Term, b: Term, isPool: boolean): boolean {
  if (a === b) return false;
  const plain = (term: Term): boolean =>
    [...within(term)].every((part) => part.kind !== 'fresh' && part.kind !== 'operation' && part.kind !== 'pure');
  // NULL is another device than any; a device is not its own parent; an object keeps another pool in each member.
  if (isNull(a) !== isNull(b)) return plain(a) && plain(b);
  return isParent(a, b) || isParent(b, a) || areOfOtherKinds(a, b) || (isPool && areSiblings(a, b));
}

function isParent(a: Term, b: Term): boolean {
  if (a.kind !== 'load' || a.address.kind !== 'member' || a.address.name !== 'parent') return false;
  const { base } = a.address;
  // A place is read again after calls: the device that it holds is the same.
  return base === b || (base.kind === 'load' && b.kind === 'load' && base.address === b.address);
}

/** Whether both are devices that lie in structures, of different kinds. */
function areOfOtherKinds(a: Term, b: Term): boolean {
  const [own, other] = [a, b].map((one) => (one.kind === 'member' ? keyOf(one) : null));
  return !!own && !!other && isDeviceOfOtherKind(own, other);
}

/** Whether both are pools that this path has made. */
function isOtherPool({ resources }: State, a: Term, b: Term): boolean {
  return a !== b && [a, b].every((one) => resources.get(one)?.family.name === 'dma_pools');
}

/** Whether both are what members of one object hold, by other names. */
function areSiblings(a: Term, b: Term): boolean {
  if (a.kind !== 'load' || b.kind !== 'load') return false;
  const [x, y] = [a.address, b.address];
  return x.kind === 'member' && y.kind === 'member' && x.base === y.base && x.name !== y.name;
}

function isNull(term: Term): boolean {
  return term.kind === 'number' && term.value === 0;
}
