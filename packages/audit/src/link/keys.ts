import type { Term, Terms } from '../terms/term.ts';
import { fold } from '../terms/fold.ts';

/** Stands for a structure whose name is not known: its header is not there. */
const UNKNOWN = '?';

/** The keys of places, as far as they were asked for: every end of a path asks for those of all that it holds. */
const keys = new WeakMap<Term, string | null>();

/**
 * The name of a place that is the same in every function of the file: a member by the path from the structure that a pointer
 * leads to, elements of arrays alike; a global by its name. Null for places that only one function knows.
 */
export function keyOf(address: Term): string | null {
  const known = keys.get(address);
  if (known !== undefined) return known;
  const key = keyFrom(address);
  keys.set(address, key);
  return key;
}

function keyFrom(address: Term): string | null {
  const path: string[] = [];
  let owner = '';
  let at = address;
  for (; at.kind === 'member' || at.kind === 'element'; at = at.base) {
    path.unshift(at.kind === 'member' ? at.name : '[]');
    if (at.kind === 'member') owner = at.owner;
  }
  if (at.kind === 'variable') return null;
  if (at.kind !== 'global') while (path[0] === '[]') path.shift();
  const text = path.join('.').replaceAll('.[]', '[]');
  if (at.kind === 'global') return text === '' ? at.name : `${at.name}.${text}`;
  return text === '' ? null : `${owner || UNKNOWN}.${text}`;
}

/** The path of members in a key; the whole key of a variable. */
export function pathOf(key: string): string {
  return key.slice(key.indexOf('.') + 1).replaceAll('[]', '');
}

/** Whether two keys may be of one place: the same, or alike as far as the structures are known. */
export function mayBeSamePlace(a: string, b: string): boolean {
  if (a === b) return true;
  const [x, y] = [ownerOfKey(a), ownerOfKey(b)];
  if (x === y) return false;
  const [p, q] = [pathOf(a), pathOf(b)];
  return p === q ? x === UNKNOWN || y === UNKNOWN : p.endsWith(`.${q}`) || q.endsWith(`.${p}`);
}

/** Gives structures that are not known the name of the only one that keeps an allocation under such a path. */
export function resolver(keys: Iterable<string>): (key: string) => string {
  const known = new Map<string, string | null>();
  for (const key of new Set(keys)) {
    if (ownerOfKey(key) === UNKNOWN) continue;
    const path = pathOf(key);
    known.set(path, known.has(path) ? null : key);
  }
  return (key) => (ownerOfKey(key) === UNKNOWN ? (known.get(pathOf(key)) ?? key) : key);
}

/** The structure that a key begins with, or the global. */
export function ownerOfKey(key: string): string {
  return key.slice(0, key.indexOf('.') < 0 ? key.length : key.indexOf('.'));
}

/** A key as a person would name the place. */
export function nameOfKey(key: string): string {
  return key.replace(/^(?:struct \w+|\?)\./, '');
}

/** Whether two keys are of devices that lie in structures of different kinds, and so are two. */
export function isDeviceOfOtherKind(a: string, b: string): boolean {
  const isPlain = (key: string): boolean => /^struct \w+\.dev$/.test(key) && !/^struct of_device/.test(key);
  return isPlain(a) && isPlain(b) && ownerOfKey(a) !== ownerOfKey(b);
}

/** The place whose value a term of another function is, by key; what else it can be called comes from `known`. */
export type Called = (term: Term) => readonly Term[];

/** The term that stands for what a keyed place holds. */
export function placeTerm(terms: Terms, key: string): Term {
  return terms.make({ kind: 'constant', name: `§${key}` });
}

/** The term that stands for the address of a keyed place. */
export function addressTerm(terms: Terms, key: string): Term {
  return terms.make({ kind: 'constant', name: `§&${key}` });
}

/** The key of a term made by `placeTerm`. */
export function keyOfPlaceTerm(term: Term): string | null {
  return term.kind === 'constant' && term.name.startsWith('§') ? term.name.slice(1) : null;
}

/**
 * A value in words that mean the same in every function: numbers, constants, sizes of types, keyed places. `called` gives
 * other words for a value that has none of its own. Null when no words are found.
 */
export function shared(terms: Terms, term: Term, called: Called): Term | null {
  const [word] = called(term);
  switch (term.kind) {
    case 'number':
    case 'constant':
    case 'sizeof':
      return term;
    case 'load': {
      const key = keyOf(term.address);
      return key === null ? (word ?? null) : placeTerm(terms, key);
    }
    case 'operation': {
      if (word) return word;
      const parts = term.operands.map((one) => shared(terms, one, called));
      if (parts.includes(null)) return null;
      const [a, b] = parts as Term[];
      return a && b && parts.length === 2 ? fold(terms, term.operator, a, b) : null;
    }
    case 'pure': {
      if (word) return word;
      const parts = term.operands.map((one) => shared(terms, one, called));
      return parts.includes(null) ? null : terms.make({ kind: 'pure', name: term.name, operands: parts as Term[] });
    }
    default:
      return word ?? null;
  }
}

/** A device in such words: `&pdev->dev` by the kind of structure that it lies in, however one gets there. */
export function sharedDevice(terms: Terms, term: Term): Term | null {
  if (term.kind === 'number') return term;
  if (term.kind === 'member') {
    const key = keyOf(term);
    return key === null ? null : addressTerm(terms, key);
  }
  if (term.kind !== 'load') return null;
  if (term.address.kind === 'member' && term.address.name === 'parent') {
    const child = sharedDevice(terms, term.address.base);
    return child?.kind === 'constant' ? terms.make({ kind: 'constant', name: `${child.name}->parent` }) : null;
  }
  return shared(terms, term, () => []);
}
