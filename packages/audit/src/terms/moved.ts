import { holds, type Term } from './term.ts';

/** Whether a value is an address some way on from another: aligned, or with a number added. */
export function isMoved(value: Term, from: Term): boolean {
  if (value === from || !holds(value, from)) return false;
  if (value.kind === 'pure')
    return /^(?:PTR_ALIGN|ALIGN|\w*ALIGN\w*|round_?up)$/.test(value.name) && value.operands[0] === from;
  if (value.kind !== 'operation') return false;
  const [a, b] = value.operands;
  if (value.operator === '&') return !!a && !!b && [a, b].some((one) => isMoved(one, from));
  return value.operator === '+' && ((a === from && isNumber(b)) || (b === from && isNumber(a)));
}

function isNumber(term: Term | undefined): boolean {
  return term?.kind === 'number' ? term.value > 0 : term?.kind === 'constant' || term?.kind === 'sizeof';
}
