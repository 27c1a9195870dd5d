import { d1, d2, r10, r11, r9 } from '@freehandle/model';
import type { Family } from '../families/family.ts';
import { mayFree } from '../families/index.ts';
import type { Suspicion } from '../explore/frame.ts';
import { compareSizes, type SizeRelation } from '../terms/compare-sizes.ts';
import type { Term } from '../terms/term.ts';
import { textOf } from '../terms/text.ts';
import type { KeptAllocation, KeptFree, KeptName } from './kept-facts.ts';
import { isConstant, SELF } from './relative.ts';

/** A suspicion and the function it is told of. */
export type Told = Suspicion & { readonly function: string };

/**
 * Compares the frees of what objects hold with the allocations that are kept there, over the functions of a file.
 * `otherStores` are members that something else is stored in as well.
 */
export function compareKept(
  allocations: readonly KeptAllocation[],
  frees: readonly KeptFree[],
  families: readonly Family[],
  otherStores: ReadonlySet<string>,
): Told[] {
  const byKey = new Map<string, { allocation: KeptAllocation; name: KeptName }[]>();
  for (const allocation of allocations)
    for (const name of allocation.names) byKey.set(name.key, [...(byKey.get(name.key) ?? []), { allocation, name }]);
  const told: Told[] = [];
  for (const { function: freeing, event, names } of frees) {
    const given = names.find(({ key }) => byKey.has(key));
    if (!given) continue;
    const own = byKey.get(given.key)!;
    const mine = new Set(own.map(({ allocation }) => allocation.offset));
    const others = [...byKey].flatMap(([, list]) => list).filter(({ allocation }) => !mine.has(allocation.offset));
    const [first] = own;
    const say = (rule: string, severity: 'error' | 'warning', message: string): void => {
      told.push({
        rule,
        severity,
        offset: event.offset,
        message: message.replaceAll(`${SELF}->`, ''),
        function: freeing,
        trail: {
          before: {
            before: null,
            offset: first!.allocation.offset,
            what: `${first!.allocation.call} allocates what is kept in \`${given.member}\`, in ${first!.allocation.function}`,
          },
          offset: event.offset,
          what: `${event.call} frees it`,
        },
      });
    };
    if (!own.some(({ allocation }) => mayFree({ name: event.call }, allocation.family, families))) {
      if (!otherStores.has(given.member) && (event.family.traced || first!.allocation.family.traced))
        say('D2', 'error', d2.message({ allocatedBy: first!.allocation.call, freedBy: event.call }));
      continue;
    }
    if (isSwapped(given, own)) {
      say(
        'R11',
        'error',
        r11.message({ call: event.call, expected: 'size, vaddr, handle', found: 'handle and size exchanged' }),
      );
      continue;
    }
    sizes(given.size, own, others, event.family.pages, say);
    handles(given.handle, own, others, say);
  }
  return told;
}

type Own = readonly { readonly allocation: KeptAllocation; readonly name: KeptName }[];
type Say = (rule: string, severity: 'error' | 'warning', message: string) => void;

function isSwapped(given: { readonly size: Term | null; readonly handle: Term | null }, own: Own): boolean {
  const { size, handle } = given;
  return (
    size !== null &&
    handle !== null &&
    own.every(({ name }) => name.handles.includes(size) && name.sizes.includes(handle))
  );
}

function sizes(given: Term | null, own: Own, others: Own, pagewise: boolean, say: Say): void {
  if (!given) return;
  const relations = own.map(({ name }): SizeRelation => {
    if (name.sizes.length === 0) return 'unknown';
    const all = name.sizes.map((size) => compareSizes(size, given, pagewise));
    for (const best of ['same', 'unknown', 'bytes', 'pages'] as const) if (all.includes(best)) return best;
    return 'differ';
  });
  if (relations.some((one) => one === 'same' || one === 'unknown')) return;
  const right = own[0]!.name.sizes[0]!;
  const facts = { given: fact(given), allocated: fact(right) };
  if (relations.every((one) => one === 'pages')) say('R9', 'error', r9.message(facts));
  else if (relations.every((one) => one === 'bytes')) say('D1', 'warning', d1.message(facts));
  else {
    const constant = isConstant(given) && own.every(({ name }) => name.sizes.every(isConstant));
    // It is the size of something else that the file allocates.
    const foreign = others.some(({ name }) =>
      name.sizes.some((size) => !isConstant(size) && compareSizes(size, given, false) === 'same'),
    );
    if (constant || foreign) say('R9', 'warning', r9.message(facts));
  }
}

function handles(given: Term | null, own: Own, others: Own, say: Say): void {
  if (given?.kind !== 'load') return;
  if (own.some(({ name }) => name.handles.length === 0 || name.handles.includes(given))) return;
  const foreign = others.find(({ name }) => name.handles.includes(given));
  if (!foreign) return;
  const stored = own[0]!.name.handles[0]!;
  say('R10', 'error', r10.message({ given: textOf(given), stored: textOf(stored) }));
}

function fact(size: Term): string | number {
  return size.kind === 'number' ? size.value : textOf(size);
}
