import { ANY, flipped, isErrno, NEGATIVE, ownSigns, POSITIVE, ZERO, type Signs } from '../terms/sign.ts';
import { within, type Term } from '../terms/term.ts';
import type { State } from './state.ts';

/** Takes a condition for true or false on a path. False when the path cannot be. */
export function assume(state: State, condition: Term, truth: boolean): boolean {
  if (condition.kind === 'operation') {
    const [a, b] = condition.operands;
    if (condition.operator === '!' && a) {
      if (!narrow(state, condition, truth ? POSITIVE : ZERO)) return false;
      return assume(state, a, !truth);
    }
    if (condition.operator === '==' && a && b) {
      if (!narrow(state, condition, truth ? POSITIVE : ZERO)) return false;
      if (truth && ((isConstant(a) && isConstant(b)) || isTaken(state, condition))) return false;
      if (truth && (isErrorNumber(state, a, b) || isErrorNumber(state, b, a))) return false;
      return equal(state, a, b, truth) && equal(state, b, a, truth);
    }
    if (condition.operator === '<' && a && b) {
      if (!narrow(state, condition, truth ? POSITIVE : ZERO)) return false;
      return less(state, a, b, truth);
    }
    if (condition.operator === '&' && truth && a && b) {
      // A bit is set: the whole is not zero.
      return narrow(state, condition, NEGATIVE | POSITIVE) && narrow(state, a, NEGATIVE | POSITIVE);
    }
  }
  return narrow(state, condition, truth ? NEGATIVE | POSITIVE : ZERO);
}

/** Whether one of the operands is known to equal another constant. */
function isTaken(state: State, condition: Term): boolean {
  const [a, b] = condition.kind === 'operation' ? condition.operands : [];
  for (const [other, signs] of state.facts) {
    if (signs !== POSITIVE || other === condition || other.kind !== 'operation' || other.operator !== '==') continue;
    const [x, y] = other.operands;
    for (const [value, constant] of [
      [a, b],
      [b, a],
    ])
      for (const [known, equalTo] of [
        [x, y],
        [y, x],
      ])
        if (value === known && constant !== equalTo && isConstant(constant) && isConstant(equalTo)) return true;
  }
  return false;
}

/** Names of a case, and errors, each stand for another value. */
export function isConstant(term: Term | undefined): boolean {
  if (term?.kind === 'operation' && term.operator === '-') {
    const [zero, error] = term.operands;
    return zero?.kind === 'number' && error?.kind === 'constant' && isErrno(error.name);
  }
  return term?.kind === 'number' || term?.kind === 'constant';
}

/** Whether a number other than 0 is compared with what was worked out from memory that is there. */
function isErrorNumber(state: State, number: Term, value: Term): boolean {
  if (number.kind !== 'number' || number.value === 0 || value.kind === 'load') return false;
  return [...within(value)].some((part) => state.resources.has(part) && (signsOf(state, part) & ZERO) === 0);
}

function equal(state: State, a: Term, b: Term, truth: boolean): boolean {
  const of = signsOf(state, b);
  if (truth) return narrow(state, a, of);
  return b.kind === 'number' && b.value === 0 ? narrow(state, a, NEGATIVE | POSITIVE) : true;
}

/** `a < b`, or with `truth` false `a >= b`. */
function less(state: State, a: Term, b: Term, truth: boolean): boolean {
  const [x, y] = [signsOf(state, a), signsOf(state, b)];
  // Integers: less than 1 is at most 0.
  const atMostZero = b.kind === 'number' && b.value === 1;
  const atLeastZero = a.kind === 'number' && a.value === -1;
  if (truth)
    return (
      narrow(state, a, atMostZero ? NEGATIVE | ZERO : below(y)) &&
      narrow(state, b, atLeastZero ? ZERO | POSITIVE : flipped(below(flipped(x))))
    );
  return (
    narrow(state, a, atMostZero ? POSITIVE : notBelow(y)) &&
    narrow(state, b, atLeastZero ? NEGATIVE : flipped(notBelow(flipped(x))))
  );
}

function below(signs: Signs): Signs {
  if (signs & POSITIVE) return ANY;
  return NEGATIVE;
}

function notBelow(signs: Signs): Signs {
  if (signs & NEGATIVE) return ANY;
  return signs & ZERO ? ZERO | POSITIVE : POSITIVE;
}

function signsOf(state: State, term: Term): Signs {
  return ownSigns(term) & (state.facts.get(term) ?? ANY);
}

/** What is known of a term, made narrower; what follows for the terms it is made of, too. */
function narrow(state: State, term: Term, to: Signs): boolean {
  const signs = signsOf(state, term) & to;
  if (signs === 0) return false;
  if (term.kind === 'number' || signs === ownSigns(term)) return true;
  state.facts.set(term, signs);
  if (
    term.kind === 'operation' &&
    term.operator === '-' &&
    term.operands[0]?.kind === 'number' &&
    term.operands[0].value === 0
  )
    return narrow(state, term.operands[1]!, flipped(signs));
  return true;
}
