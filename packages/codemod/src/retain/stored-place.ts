import {
  endOf,
  matchingAllocations,
  pathText,
  type AllocationFact,
  type FreeFact,
  type LinkedFacts,
  type Path,
  type PointerStore,
} from '@freehandle/provenance';

/** A store of an allocation's pointer, and the place as it is written there. */
export interface KeptPointer {
  readonly allocation: AllocationFact;
  readonly store: PointerStore;
  readonly path: Path;
}

/** The member, or the file-level variable (then `record` is empty), that a freed pointer is kept in, and every store to it. */
export interface StoredPlace {
  readonly record: string;
  readonly member: string;
  readonly isVariable: boolean;
  readonly kept: readonly KeptPointer[];
}

/** Where the pointer that a call frees is kept; a sentence when that is not one place. */
export function storedPlaceOf(free: FreeFact, linked: LinkedFacts): StoredPlace | string {
  const forms = free.sources.flatMap((source) => (source.kind === 'incoming' ? source.forms : []));
  if (forms.length === 0) return `${free.place} is kept in no member or file-level variable`;
  const matches = matchingAllocations(free, forms, linked);
  const rank = Math.max(...matches.map((match) => match.rank));
  const kept = matches
    .filter((match) => match.rank === rank)
    .flatMap(({ allocation, kept: stores }) => stores.map((store) => ({ allocation, store, path: store.forms[0]! })));
  const places = new Map(
    kept.map(({ path }) => {
      const end = endOf(path);
      const isVariable = path.root.kind === 'global' && path.steps.every((step) => step.kind === 'index');
      return [end ? `${end.record}.${end.member}` : '', end && { ...end, isVariable }] as const;
    }),
  );
  const [place] = places.values();
  if (!place || places.size !== 1) return `${free.place} is not kept in one place by all that allocate it`;
  const { record, member, isVariable } = place;
  return { record, member, isVariable, kept };
}

/** The text of the place beside a stored pointer that is called `name`. */
export function besideText({ path }: KeptPointer, name: string): string {
  const last = path.steps.findLastIndex((step) => step.kind === 'member');
  if (last < 0) return pathText({ root: { kind: 'global', name }, steps: path.steps });
  const steps = path.steps.map((step, i) => (i === last && step.kind === 'member' ? { ...step, name } : step));
  return pathText({ root: path.root, steps });
}
