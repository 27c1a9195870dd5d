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
  const known = new Map<string, Term>();
  const make = (shape: TermShape): Term => {
    const key = keyOf(shape);
    const before = known.get(key);
    if (before) return before;
    const term: Term = { ...shape, id: known.size };
    known.set(key, term);
    return term;
  };
  return {
    make,
    number: (value) => make({ kind: 'number', value }),
    member: (base, name, owner) => make({ kind: 'member', base, name, owner }),
    operation: (operator, ...operands) => make({ kind: 'operation', operator, operands }),
  };
}

function keyOf(shape: TermShape): string {
  switch (shape.kind) {
    case 'number':
      return `#${shape.value}`;
    case 'constant':
      return `c${shape.name}`;
    case 'parameter':
      return `p${shape.position}${shape.name}:${shape.type}`;
    case 'variable':
      return `v${shape.variable}${shape.name}`;
    case 'global':
      return `g${shape.name}`;
    case 'member':
      // The owner is not a part of the identity: it is not always known.
      return `m${shape.base.id}.${shape.name}`;
    case 'element':
      return `e${shape.base.id}[${shape.index.id}`;
    case 'load':
      return `l${shape.address.id}'${shape.epoch}`;
    case 'operation':
      return `o${shape.operator}(${shape.operands.map(({ id }) => id).join()}`;
    case 'pure':
      return `f${shape.name}(${shape.operands.map(({ id }) => id).join()}`;
    case 'sizeof':
      return `s${shape.type}`;
    case 'fresh':
      return `n${shape.origin}`;
  }
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
