/**
 * A symbolic value or address of C, interned: equal terms of one table are the same object. An address is the value of a
 * pointer to the place.
 */
export type Term = TermShape & { readonly id: number };

/** What a term is. */
export type TermShape =
  | { readonly kind: 'number'; readonly value: number }
  /** A macro or an enumerator whose value is not known; a function's name. */
  | { readonly kind: 'constant'; readonly name: string }
  /** With its type: functions may give one name to parameters of different ones. */
  | { readonly kind: 'parameter'; readonly position: number; readonly name: string; readonly type: string }
  /** The address of a local variable. */
  | { readonly kind: 'variable'; readonly variable: number; readonly name: string }
  | { readonly kind: 'global'; readonly name: string }
  | { readonly kind: 'member'; readonly base: Term; readonly name: string; readonly owner: string }
  | { readonly kind: 'element'; readonly base: Term; readonly index: Term }
  /** What an address held when it was last unknown what it holds. */
  | { readonly kind: 'load'; readonly address: Term; readonly epoch: number }
  | { readonly kind: 'operation'; readonly operator: string; readonly operands: readonly Term[] }
  /** A function or macro whose result depends on its arguments only. */
  | { readonly kind: 'pure'; readonly name: string; readonly operands: readonly Term[] }
  | { readonly kind: 'sizeof'; readonly type: string }
  /** A value of its own: what the step gave on its n-th visit. */
  | { readonly kind: 'fresh'; readonly origin: string; readonly name: string };

/** Makes terms. */
export interface Terms {
  make(shape: TermShape): Term;
  number(value: number): Term;
  member(base: Term, name: string, owner: string): Term;
  operation(operator: string, ...operands: readonly Term[]): Term;
}

/** An empty table of terms. */
export function termTable(): Terms {
  let count = 0;
  const numbers = new Map<number, Term>();
  const [constants, parameters, globals, sizes, fresh] = [named(), named(), named(), named(), named()];
  const variables = new Map<number, Map<string, Term>>();
  const members = new Map<Term, Map<string, Term>>();
  const elements = new Map<Term, Map<Term, Term>>();
  const loads = new Map<Term, Map<number, Term>>();
  const operations = new Map<string, Map<string, Term>>();
  const pure = new Map<string, Map<string, Term>>();
  const make = (shape: TermShape): Term => {
    switch (shape.kind) {
      case 'number':
        return intern(numbers, shape.value, shape);
      case 'constant':
        return intern(constants, shape.name, shape);
      case 'parameter':
        return intern(parameters, `${shape.position}${shape.name}:${shape.type}`, shape);
      case 'variable':
        return intern(under(variables, shape.variable), shape.name, shape);
      case 'global':
        return intern(globals, shape.name, shape);
      case 'member':
        // The owner is not a part of the identity: it is not always known.
        return intern(under(members, shape.base), shape.name, shape);
      case 'element':
        return intern(under(elements, shape.base), shape.index, shape);
      case 'load':
        return intern(under(loads, shape.address), shape.epoch, shape);
      case 'operation':
        return intern(under(operations, shape.operator), idsOf(shape.operands), shape);
      case 'pure':
        return intern(under(pure, shape.name), idsOf(shape.operands), shape);
      case 'sizeof':
        return intern(sizes, shape.type, shape);
      case 'fresh':
        return intern(fresh, shape.origin, shape);
    }
  };
  return {
    make,
    number: (value) => make({ kind: 'number', value }),
    member: (base, name, owner) => make({ kind: 'member', base, name, owner }),
    operation: (operator, ...operands) => make({ kind: 'operation', operator, operands }),
  };

  function intern<K>(known: Map<K, Term>, key: K, shape: TermShape): Term {
    const before = known.get(key);
    if (before) return before;
    const term: Term = { ...shape, id: count++ };
    known.set(key, term);
    return term;
  }
}

function named(): Map<string, Term> {
  return new Map();
}

function under<K, L>(maps: Map<K, Map<L, Term>>, key: K): Map<L, Term> {
  const known = maps.get(key);
  if (known) return known;
  const made = new Map<L, Term>();
  maps.set(key, made);
  return made;
}

function idsOf(terms: readonly Term[]): string {
  return terms.map(({ id }) => id).join();
}

/** The terms that a term is made of. */
export function partsOf(term: Term): readonly Term[] {
  switch (term.kind) {
    case 'member':
      return [term.base];
    case 'element':
      return [term.base, term.index];
    case 'load':
      return [term.address];
    case 'operation':
    case 'pure':
      return term.operands;
    default:
      return [];
  }
}

/** Whether `inner` is `term` or a part of it. */
export function holds(term: Term, inner: Term): boolean {
  return term === inner || within(term).includes(inner);
}

/** What terms are made of, as far as it was asked for: paths ask for the same ones again and again. */
const madeOf = new WeakMap<Term, readonly Term[]>();

/** Every term that `term` is made of, itself first. */
export function within(term: Term): readonly Term[] {
  const known = madeOf.get(term);
  if (known) return known;
  const all = [term, ...partsOf(term).flatMap(within)];
  madeOf.set(term, all);
  return all;
}

/** The object that an address lies in: what is left without members and elements. */
export function objectOf(address: Term): Term {
  let at = address;
  while (at.kind === 'member' || at.kind === 'element') at = at.base;
  return at;
}
