import { fold } from '../terms/fold.ts';
import type { Term, Terms } from '../terms/term.ts';

/** What stands for the object that something is told relative to. */
export const SELF = '$';

/**
 * A value told relative to an object, so that functions that know the object by other names can be compared: the object
 * becomes `$`, every index the same. Null when it depends on anything else.
 */
export function relativeTo(terms: Terms, term: Term, object: Term): Term | null {
  const self = terms.make({ kind: 'constant', name: SELF });
  const of = (one: Term): Term | null => {
    if (one === object) return self;
    switch (one.kind) {
      case 'number':
      case 'constant':
      case 'sizeof':
      case 'global':
        return one;
      case 'member': {
        const base = of(one.base);
        return base && terms.member(base, one.name, one.owner);
      }
      case 'element': {
        const base = of(one.base);
        return base && terms.make({ kind: 'element', base, index: terms.make({ kind: 'constant', name: '…' }) });
      }
      case 'load': {
        const address = of(one.address);
        return address && terms.make({ kind: 'load', address, epoch: 0 });
      }
      case 'operation': {
        const operands = one.operands.map(of);
        if (operands.some((part) => part === null)) return null;
        const [a, b] = operands as Term[];
        return a && b && operands.length === 2
          ? fold(terms, one.operator, a, b)
          : terms.operation(one.operator, ...(operands as Term[]));
      }
      case 'pure': {
        const operands = one.operands.map(of);
        return operands.some((part) => part === null)
          ? null
          : terms.make({ kind: 'pure', name: one.name, operands: operands as Term[] });
      }
      default:
        return null;
    }
  };
  return of(term);
}

/** Whether a relative value reads nothing: it is the same for every object. */
export function isConstant(term: Term): boolean {
  switch (term.kind) {
    case 'number':
    case 'constant':
    case 'sizeof':
      return true;
    case 'operation':
      return term.operands.every(isConstant);
    default:
      return false;
  }
}
