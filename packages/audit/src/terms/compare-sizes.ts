import { partsOf, within, type Term } from './term.ts';

/**
 * How two sizes relate. `pages`: the page counts differ; `bytes`: only the bytes do; `differ`: they are other expressions of
 * values that nothing shows to be equal; `unknown`: they may well be the same.
 */
export type SizeRelation = 'same' | 'pages' | 'bytes' | 'differ' | 'unknown';

const PAGE = 4096;
/** A sum of products: the factors, by the ids of their terms put together with `*`, and how often each is there. */
export type Polynomial = ReadonlyMap<string, number>;

/** Compares two sizes in bytes as sums of products. */
export function compareSizes(a: Term, b: Term, pagewise: boolean): SizeRelation {
  if (a === b) return 'same';
  if (a.kind === 'number' && b.kind === 'number') {
    const same = pagewise && Math.ceil(a.value / PAGE) === Math.ceil(b.value / PAGE);
    return same ? 'bytes' : 'pages';
  }
  const [x, y] = [polynomial(a), polynomial(b)];
  if (equal(x, y)) return 'same';
  if (pagewise && (isAligned(a, b) || isAligned(b, a))) return 'unknown';
  const [left, right] = [unknowns(a), unknowns(b)];
  return left.size === right.size && [...left].every((one) => right.has(one)) ? 'differ' : 'unknown';
}

/** Whether `a` is `b` rounded up to pages. */
function isAligned(a: Term, b: Term): boolean {
  return a.kind === 'pure' && a.name === 'PAGE_ALIGN' && a.operands[0] === b;
}

const arithmetic = new Set([
  'PAGE_ALIGN',
  'ALIGN',
  'roundup',
  'DIV_ROUND_UP',
  'round_up',
  'array_size',
  'array3_size',
  'BIT',
  'L1_CACHE_ALIGN',
]);

/** Whether a name is the size of an array of a type, and not of an expression, whose type may not be known. */
function isSizeOfType(name: string): boolean {
  return /^sizeof\((?:(?:struct|union|enum) \w+|(?:__)?[us](?:8|16|32|64)|__[lb]e(?:16|32|64)|dma_addr_t)\[\w+\]\)$/.test(
    name,
  );
}

/** What a value depends on that the source does not tell: calls, and what calls may have changed. */
function unknowns(term: Term): Set<Term> {
  const found = new Set<Term>();
  const visit = (part: Term): void => {
    const told =
      part.kind === 'operation'
        ? ['+', '-', '*', '<<'].includes(part.operator)
        : part.kind === 'pure'
          ? arithmetic.has(part.name) || isSizeOfType(part.name)
          : part.kind !== 'fresh' && !(part.kind === 'load' && part.epoch !== 0);
    if (!told) found.add(part);
    else if (part.kind === 'load')
      [...within(part)].filter((one) => one.kind === 'fresh').forEach((one) => found.add(one));
    else partsOf(part).forEach(visit);
  };
  visit(term);
  return found;
}

function equal(a: Polynomial, b: Polynomial): boolean {
  return a.size === b.size && [...a].every(([key, factor]) => b.get(key) === factor);
}

/** A size as a sum of products. */
export function polynomial(term: Term): Polynomial {
  if (term.kind === 'number') return new Map(term.value === 0 ? [] : [['', term.value]]);
  if (term.kind === 'operation' && term.operands.length === 2) {
    const [a, b] = term.operands.map(polynomial) as [Polynomial, Polynomial];
    if (term.operator === '+') return sum(a, b, 1);
    if (term.operator === '-') return sum(a, b, -1);
    if (term.operator === '*') return product(a, b);
    // The two to the power of what is not known is a factor like another.
    if (term.operator === '<<') return product(a, new Map([[`2^${term.operands[1]!.id}`, 1]]));
  }
  return new Map([[String(term.id), 1]]);
}

function sum(a: Polynomial, b: Polynomial, sign: number): Polynomial {
  const result = new Map(a);
  for (const [key, factor] of b) {
    const total = (result.get(key) ?? 0) + sign * factor;
    if (total === 0) result.delete(key);
    else result.set(key, total);
  }
  return result;
}

function product(a: Polynomial, b: Polynomial): Polynomial {
  let result: Polynomial = new Map();
  for (const [x, m] of a)
    for (const [y, n] of b) {
      const key = [...x.split('*'), ...y.split('*')].filter(Boolean).sort().join('*');
      result = sum(result, new Map([[key, m * n]]), 1);
    }
  return result;
}
