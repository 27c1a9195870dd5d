import type { Family } from '../families/family.ts';
import type { Frame } from '../explore/frame.ts';
import { holdersOf, type FreeEvent, type Resource, type State } from '../explore/state.ts';
import { objectOf, type Term } from '../terms/term.ts';
import { relativeTo } from './relative.ts';

/** A way to name a place: from the outermost object that is known, or from the structure it is a member of. */
export interface Named {
  /** Equal for one member of one structure. */
  readonly key: string;
  readonly object: Term;
}

/** Memory that a function allocates and keeps in an object that outlives it. */
export interface KeptAllocation {
  readonly function: string;
  readonly offset: number;
  readonly call: string;
  readonly family: Family;
  readonly names: readonly KeptName[];
}

/** An allocation's values as told from one object. */
export interface KeptName {
  readonly key: string;
  readonly member: string;
  readonly record: string;
  /** Values that are the size, the size as given first. */
  readonly sizes: readonly Term[];
  /** Values that are the handle. */
  readonly handles: readonly Term[];
}

/** A free of what an object holds. */
export interface KeptFree {
  readonly function: string;
  readonly event: FreeEvent;
  readonly names: readonly {
    readonly key: string;
    readonly member: string;
    readonly record: string;
    readonly size: Term | null;
    readonly handle: Term | null;
  }[];
}

/** The names of a place in memory that outlives the function; none when nothing is known of the object's type. */
export function namesOf(frame: Frame, address: Term): Named[] {
  const found: Named[] = [];
  const object = objectOf(address);
  const record = frame.records.get(object) ?? '';
  if (object.kind !== 'variable' && record !== '') found.push({ key: `${record}${pathOf(address, object)}`, object });
  let inner = address;
  while (inner.kind === 'element') inner = inner.base;
  if (inner.kind === 'member' && inner.owner !== '' && inner.base !== object && object.kind !== 'variable')
    found.push({ key: `${inner.owner}.${inner.name}${inner === address ? '' : '[]'}`, object: inner.base });
  return found;
}

function pathOf(address: Term, object: Term): string {
  if (address === object) return '';
  if (address.kind === 'member') return `${pathOf(address.base, object)}.${address.name}`;
  return address.kind === 'element' ? `${pathOf(address.base, object)}[]` : '';
}

/** What a path's end says of an allocation that is kept. */
export function keptAllocation(frame: Frame, state: State, resource: Resource): KeptAllocation | null {
  const names = holdersOf(state, resource.symbol).flatMap((address) =>
    namesOf(frame, address).map(({ key, object }): KeptName => {
      const places = (value: Term | null): Term[] =>
        value === null
          ? []
          : [
              relativeTo(frame.terms, value, object),
              ...(value.kind === 'number' ? [] : holdersOf(state, value)).map((place) =>
                relativeTo(frame.terms, frame.terms.make({ kind: 'load', address: place, epoch: 0 }), object),
              ),
            ].filter((one) => one !== null);
      const stored =
        resource.handlePlace &&
        relativeTo(frame.terms, frame.terms.make({ kind: 'load', address: resource.handlePlace, epoch: 0 }), object);
      return {
        key,
        member: memberOf(key),
        record: recordOf(key),
        sizes: [
          ...places(resource.size),
          ...resource.sizePlaces
            .map((place) =>
              relativeTo(frame.terms, frame.terms.make({ kind: 'load', address: place, epoch: 0 }), object),
            )
            .filter((one) => one !== null),
        ],
        handles: [...(stored ? [stored] : []), ...places(resource.handle)],
      };
    }),
  );
  if (names.length === 0) return null;
  const { offset, call, family } = resource;
  return { function: frame.definition.name, offset, call, family, names };
}

/** What a free of an object's member is given. */
export function keptFree(frame: Frame, event: FreeEvent): KeptFree | null {
  const { vaddr } = event;
  if (vaddr.kind !== 'load') return null;
  const names = namesOf(frame, vaddr.address).map(({ key, object }) => ({
    key,
    member: memberOf(key),
    record: recordOf(key),
    size: event.size && relativeTo(frame.terms, event.size, object),
    handle: event.handle && relativeTo(frame.terms, event.handle, object),
  }));
  return names.length === 0 ? null : { function: frame.definition.name, event, names };
}

function memberOf(key: string): string {
  return /([\w]+)(?:\[\])*$/.exec(key)?.[1] ?? '';
}

function recordOf(key: string): string {
  return key.split('.')[0] ?? '';
}
