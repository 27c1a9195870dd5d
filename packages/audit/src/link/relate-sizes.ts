import { compareSizes, polynomial, type SizeRelation } from '../terms/compare-sizes.ts';
import { fold } from '../terms/fold.ts';
import { within, type Term, type Terms } from '../terms/term.ts';
import type { KeptAllocation, KeyedFree, LinkFacts } from './facts.ts';
import { keyOfPlaceTerm, placeTerm } from './keys.ts';

/** How the size that a free is given relates to that of an allocation in another function. */
export function relateSizes(terms: Terms, facts: LinkFacts, allocation: KeptAllocation, free: KeyedFree): SizeRelation {
  if (!free.size) return 'unknown';
  const key = keyOfPlaceTerm(free.size);
  if (key !== null && allocation.sizeKeys.has(key)) return 'same';
  if (!allocation.size) return [...allocation.sizeKeys].some((one) => isTimes(terms, one, free)) ? 'differ' : 'unknown';
  const { pages } = allocation.family;
  const plain = compareSizes(allocation.size, free.size, pages);
  if (plain === 'same') return plain;
  const expand = expander(terms, facts);
  const [a, b] = [expand(allocation.size), expand(free.size)];
  const relation = compareSizes(a, b, pages);
  if (relation !== 'differ') return relation;
  const count = expander(terms, facts, 'numbers');
  if (compareSizes(count(allocation.size), count(free.size), pages) === 'same') return 'same';
  const [ofA, ofB] = [placesIn(a), placesIn(b)];
  const strange = [...ofA].some((one) => !ofB.has(one)) || [...ofB].some((one) => !ofA.has(one));
  // Other places may hold equal values for a reason that is not in this file; a factor that is missing may not.
  if (!strange || isMultiple(a, b) || isMultiple(b, a)) return 'differ';
  return isSizeOfAnother(facts, allocation, free.size) ? 'differ' : 'unknown';
}

/** Whether the size of a free is several times what the place holds that holds the size of the allocation. */
function isTimes(terms: Terms, key: string, { size }: KeyedFree): boolean {
  const sum = [...polynomial(size!)];
  return sum.length === 1 && sum[0]![1] > 1 && sum[0]![0] === String(placeTerm(terms, key).id);
}

/**
 * Puts for a place what is stored there, where every store of the file is of one value: of a number only with `numbers`, as other
 * files may store another; 0 is what is left when there is nothing.
 */
function expander(terms: Terms, facts: LinkFacts, numbers?: 'numbers'): (term: Term) => Term {
  const values = new Map<string, Term | null>();
  for (const { key, value } of facts.stores) {
    if (numbers && value?.kind === 'number' && value.value === 0) continue;
    const before = values.get(key);
    values.set(key, before === undefined || before === value ? value : null);
  }
  const expand = (term: Term, seen: ReadonlySet<string>): Term => {
    const key = keyOfPlaceTerm(term);
    if (key !== null) {
      const value = values.get(key);
      const isLeft = !value || seen.has(key) || (value.kind === 'number' && !numbers);
      return isLeft ? term : expand(value, new Set([...seen, key]));
    }
    if (term.kind !== 'operation') return term;
    const [a, b] = term.operands.map((one) => expand(one, seen));
    return a && b && term.operands.length === 2 ? fold(terms, term.operator, a, b) : term;
  };
  return (term) => expand(term, new Set());
}

function placesIn(term: Term): Set<string> {
  return new Set([...within(term)].map(keyOfPlaceTerm).filter((key) => key !== null));
}

/** Whether `a` is one product that has all factors of the one product `b` and more. */
function isMultiple(a: Term, b: Term): boolean {
  const [x, y] = [[...polynomial(a)], [...polynomial(b)]];
  if (x.length !== 1 || y.length !== 1) return false;
  const left = x[0]![0].split('*').filter(Boolean);
  for (const factor of y[0]![0].split('*').filter(Boolean)) {
    const at = left.indexOf(factor);
    if (at < 0) return false;
    left.splice(at, 1);
  }
  return left.length > 0 && x[0]![1] === y[0]![1];
}

/** Whether exactly that is the size of other memory that the file allocates. */
function isSizeOfAnother(facts: LinkFacts, allocation: KeptAllocation, size: Term): boolean {
  return facts.allocations.some((one) => one.key !== allocation.key && one.size === size && one.family.traced);
}
