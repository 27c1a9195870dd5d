import { isPage } from '../kernel/conversions.ts';
import type { Term } from './term.ts';

/** What a value may be: a set of signs. Error pointers are negative, other pointers but NULL positive. */
export type Signs = number;

/** Less than zero, or an error pointer. */
export const NEGATIVE = 1;
/** Zero, or NULL. */
export const ZERO = 2;
/** More than zero, or a pointer to something. */
export const POSITIVE = 4;
/** Any of them. */
export const ANY = NEGATIVE | ZERO | POSITIVE;

/** The signs with `<` turned into `>`. */
export function flipped(signs: Signs): Signs {
  return (signs & ZERO) | (signs & NEGATIVE ? POSITIVE : 0) | (signs & POSITIVE ? NEGATIVE : 0);
}

/** The signs that a term may have by itself, without what a path knows of it. */
export function ownSigns(term: Term): Signs {
  switch (term.kind) {
    case 'number':
      return term.value < 0 ? NEGATIVE : term.value === 0 ? ZERO : POSITIVE;
    case 'constant':
      return isErrno(term.name) ? POSITIVE : ANY;
    case 'variable':
    case 'global':
    case 'member':
    case 'element':
    case 'sizeof':
      return POSITIVE;
    case 'operation':
      if (['==', '<', '!'].includes(term.operator)) return ZERO | POSITIVE;
      if (term.operator === '-' && isZero(term.operands[0])) return flipped(ownSigns(term.operands[1]!));
      if (term.operator === '?:') return ownSigns(term.operands[1]!) | ownSigns(term.operands[2]!);
      return ANY;
    case 'pure':
      return isPage(term.name) ? POSITIVE : ANY;
    default:
      return ANY;
  }
}

function isZero(term: Term | undefined): boolean {
  return term?.kind === 'number' && term.value === 0;
}

/** Whether this is how errors are named. [6.1 include/uapi/asm-generic/errno-base.h] */
export function isErrno(name: string): boolean {
  return /^E(?!O[FL]$|ND|XT|N_|NABLE|NUM|TH_|RR)[A-Z0-9]+$/.test(name);
}
