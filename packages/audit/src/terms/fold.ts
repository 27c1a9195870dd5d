import { isInverse } from '../kernel/conversions.ts';
import type { Term, Terms } from './term.ts';

/** `a operator b`, computed as far as the operands are numbers. Comparisons come out as `==` and `<`, maybe negated by `!`. */
export function fold(terms: Terms, operator: string, a: Term, b: Term): Term {
  if (a.kind === 'number' && b.kind === 'number') {
    const value = compute(operator, a.value, b.value);
    if (value !== null) return terms.number(value);
  }
  switch (operator) {
    case '+':
      if (isNumber(a, 0)) return b;
      if (isNumber(b, 0)) return a;
      return b.kind === 'number'
        ? shifted(terms, a, b.value)
        : a.kind === 'number'
          ? shifted(terms, b, a.value)
          : plain();
    case '-':
      if (a === b) return terms.number(0);
      return b.kind === 'number' ? shifted(terms, a, -b.value) : plain();
    case '*':
      if (isNumber(a, 0) || isNumber(b, 0)) return terms.number(0);
      if (isNumber(a, 1)) return b;
      if (isNumber(b, 1)) return a;
      return a.id <= b.id ? plain() : terms.operation('*', b, a);
    case '==':
      if (a === b) return terms.number(1);
      return a.id <= b.id ? plain() : terms.operation('==', b, a);
    case '!=':
      return negated(terms, fold(terms, '==', a, b));
    case '<':
      return a === b ? terms.number(0) : plain();
    case '>':
      return fold(terms, '<', b, a);
    case '>=':
      return negated(terms, fold(terms, '<', a, b));
    case '<=':
      return negated(terms, fold(terms, '<', b, a));
    case '<<':
      return b.kind === 'number' && b.value >= 0 && b.value < 31
        ? fold(terms, '*', a, terms.number(2 ** b.value))
        : plain();
    default:
      return plain();
  }
  function plain(): Term {
    return terms.operation(operator, a, b);
  }
}

/**
 * What a pure function or macro gives; from the address of a member `container_of` leads back to what it lies in, and an address
 * in another form leads back to itself.
 */
export function applied(terms: Terms, name: string, operands: readonly Term[]): Term {
  const [inner, , member] = operands;
  if (name === 'container_of' && inner?.kind === 'member' && member?.kind === 'constant' && inner.name === member.name)
    return inner.base;
  if (inner?.kind === 'pure' && isInverse(name, inner.name)) return inner.operands[0]!;
  return terms.make({ kind: 'pure', name, operands });
}

/** `!term`. */
export function negated(terms: Terms, term: Term): Term {
  if (term.kind === 'number') return terms.number(term.value === 0 ? 1 : 0);
  if (term.kind === 'operation' && term.operator === '!' && isTruth(term.operands[0]!)) return term.operands[0]!;
  return terms.operation('!', term);
}

function isTruth(term: Term): boolean {
  return term.kind === 'operation' && ['==', '<', '!'].includes(term.operator);
}

/** `term + offset`, with sums of numbers put together, so that `i + 1 - 1` is `i`. */
function shifted(terms: Terms, term: Term, offset: number): Term {
  if (term.kind === 'operation' && term.operator === '+' && term.operands[1]?.kind === 'number')
    return shifted(terms, term.operands[0]!, term.operands[1].value + offset);
  return offset === 0 ? term : terms.operation('+', term, terms.number(offset));
}

function isNumber(term: Term, value: number): boolean {
  return term.kind === 'number' && term.value === value;
}

function compute(operator: string, a: number, b: number): number | null {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? null : Math.trunc(a / b);
    case '%':
      return b === 0 ? null : a % b;
    case '<<':
      return b < 0 || b > 40 ? null : a * 2 ** b;
    case '>>':
      return b < 0 || b > 40 ? null : Math.floor(a / 2 ** b);
    case '&':
      return Number(BigInt(a) & BigInt(b));
    case '|':
      return Number(BigInt(a) | BigInt(b));
    case '^':
      return Number(BigInt(a) ^ BigInt(b));
    case '==':
      return Number(a === b);
    case '!=':
      return Number(a !== b);
    case '<':
      return Number(a < b);
    case '>':
      return Number(a > b);
    case '<=':
      return Number(a <= b);
    case '>=':
      return Number(a >= b);
    default:
      return null;
  }
}
