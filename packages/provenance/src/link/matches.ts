import { endOf } from '../facts/store-facts.ts';
import type { AllocationFact, FreeFact, PointerStore } from '../facts/facts.ts';
import { isAccessor, pathText, type Path } from '../paths/path.ts';
import { align, type Alignment } from './align.ts';
import { canShare, memberKey, type LinkedFacts } from './index-facts.ts';
import type { FiledStore } from './stores-near.ts';

/** An allocation whose pointer is stored where the freed one is taken from. */
export interface Match {
  readonly allocation: AllocationFact;
  readonly alignments: readonly Alignment[];
  /** How many members lead to the pointer in the same way on both sides. */
  readonly rank: number;
  readonly line: number;
  readonly stored: string;
  /** The stores by which it gets there. */
  readonly kept: readonly PointerStore[];
  /** Positions of the handle templates that go with these stores. */
  readonly handles: ReadonlySet<number>;
}

/** The allocations that a freed place may hold: those of the same file where there are any. */
export function matchingAllocations(free: FreeFact, forms: readonly Path[], linked: LinkedFacts): Match[] {
  const names = new Set(forms.map(memberKey));
  const candidates = [...new Set([...names].flatMap((name) => linked.byMember.get(name) ?? []))];
  const matches = candidates.flatMap((allocation): Match[] => {
    const isNear = allocation.file === free.file;
    const record = forms.map((form) => endOf(form)?.record ?? '').find((one) => one !== '') ?? '';
    if (!canShare(linked, record, allocation.file, free.file)) return [];
    // Every driver has its own objects of what an accessor macro names a part of.
    if (!isNear && forms.some(isAccessed)) return [];
    const found = allocation.stores.flatMap((store) => {
      // What a function stores for its caller it may store for callers of other files too.
      if (!isNear && store.by !== null) return [];
      // Which of the places dealt out hold a block, only a mark tells.
      if (store.marks !== null && (store.marks.length === 0 || free.tested.length === 0)) return [];
      const alignments = store.forms
        .flatMap((there) =>
          forms.map((here) =>
            isLocal(there)
              ? sameStatic(allocation, free, there, here) && there.steps.length > 0
                ? align(there, here, true)
                : null
              : align(there, here),
          ),
        )
        .filter((one) => one !== null)
        .filter((one) => !store.isPart || one.indices.get('0') === '0');
      // Where one way of writing the two places shows them different, they are different.
      const refuted = store.forms.some((there) =>
        forms.some((here) => memberKey(there) === memberKey(here) && contradicts(there, here)),
      );

      return refuted || alignments.length === 0
        ? []
        : [{ alignments, line: store.line, stored: pathText(store.forms[0]!), handles: store.handles, store }];
    });
    const [first] = found;
    if (!first) return [];
    if (
      !isNear &&
      !found.some((one) =>
        one.alignments.some((alignment) => alignment.length > 0 && recordKnown(allocation, forms)),
      ) &&
      !isSharedVariable(allocation, forms, linked)
    )
      return [];
    return [
      {
        allocation,
        alignments: found.flatMap((one) => one.alignments),
        rank: Math.max(...found.flatMap((one) => one.alignments.map((alignment) => alignment.members))),
        line: first.line,
        stored: first.stored,
        kept: found.map((one) => one.store),
        handles: new Set(found.flatMap((one) => one.handles)),
      },
    ];
  });
  const near = matches.filter((match) => match.allocation.file === free.file);
  const found = near.length > 0 ? near : matches;
  // What another call is meant to free is looked at only where there is nothing else.
  const own = found.filter((match) => !match.allocation.isRelative);
  return own.length > 0 ? own : found;
}

/** Whether the place is named by an accessor macro of the kernel. */
export function isAccessed(path: Path): boolean {
  const last = path.steps.findLast((step) => step.kind === 'member');
  return last !== undefined && isAccessor(last);
}

/** A place that is a local of the allocating function: no other function can free what it holds. */
function isLocal(path: Path): boolean {
  return path.root.kind === 'variable' && !path.steps.some((step) => step.kind !== 'index');
}

function sameStatic(allocation: AllocationFact, free: FreeFact, there: Path, here: Path): boolean {
  return allocation.file === free.file && allocation.function === free.function && there.root.name === here.root.name;
}

function contradicts(there: Path, here: Path): boolean {
  return (
    align(there, here) === null &&
    there.steps.some((s) => s.kind === 'member') &&
    here.steps.some((s) => s.kind === 'member')
  );
}

/** Whether the place is a file-level variable that both files name. */
function isSharedVariable(allocation: AllocationFact, forms: readonly Path[], linked: LinkedFacts): boolean {
  const isIt = (path: Path, name: string) =>
    path.root.kind === 'global' && path.root.name === name && path.steps.length === 0;
  return forms.some(
    (form) =>
      isIt(form, form.root.name) &&
      linked.shared.has(form.root.name) &&
      allocation.stores.some((store) => store.forms.some((one) => isIt(one, form.root.name))),
  );
}

function recordKnown(allocation: AllocationFact, forms: readonly Path[]): boolean {
  const records = new Set(
    forms.map((form) => endOf(form)?.record).filter((record) => record !== undefined && record !== ''),
  );
  return allocation.stores.some((store) => store.forms.some((form) => records.has(endOf(form)?.record ?? '')));
}

/** A store of a pointer that was kept elsewhere into the same member, in a function that does not move its handle too. */
export function movedWithout(
  free: FreeFact,
  forms: readonly Path[],
  handle: string,
  linked: LinkedFacts,
): FiledStore | null {
  const name = /(\w+)(?:\[[^\]]*\])*$/.exec(handle)?.[1];
  for (const store of sameMember(free, forms, linked)) {
    if (store.value !== 'copy') continue;
    const moved = linked.stores
      .near(name ?? '', store.record, store.file)
      .some(
        (one) =>
          one.file === store.file &&
          one.function === store.function &&
          (one.record === store.record || one.record === '' || store.record === ''),
      );
    if (!moved) return store;
  }
  return null;
}

/** A store of something that is neither such an allocation nor NULL into the same member. */
export function foreignStore(
  free: FreeFact,
  forms: readonly Path[],
  matches: readonly Match[],
  linked: LinkedFacts,
): FiledStore | null {
  const foreign = ['other', 'changed', 'constant', 'handle'];
  return (
    sameMember(free, forms, linked).find(
      (store) => foreign.includes(store.value) && !isPartOf(matches, store) && !isLentBefore(matches, store),
    ) ?? null
  );
}

/** Whether the store is one of those that deal a block out. */
function isPartOf(matches: readonly Match[], { file, line }: FiledStore): boolean {
  return matches.some(
    ({ allocation, kept }) => allocation.file === file && kept.some((store) => store.isPart && store.line === line),
  );
}

/** Whether the function that allocates gives the address away: what it then does with what came of it is followed. */
function isLentBefore(matches: readonly Match[], { file, function: name, what, isOpen }: FiledStore): boolean {
  if (what === undefined || isOpen) return false;
  return matches.some(({ allocation }) => allocation.file === file && allocation.function === name);
}

/** The stores to the members that `forms` end in. */
function sameMember(free: FreeFact, forms: readonly Path[], linked: LinkedFacts): FiledStore[] {
  return forms.flatMap((form) => {
    const end = endOf(form);
    return (end ? linked.stores.near(end.member, end.record, free.file) : []).filter((store) => {
      if (store.depth !== end!.depth || !canShare(linked, end!.record, store.file, free.file)) return false;
      if (store.record === '' || end!.record === '') return store.file === free.file;
      return store.record === end!.record;
    });
  });
}
