import type { Term } from './term.ts';

/** What the source calls a value that has no text of its own; null when nothing names it. */
export type Naming = (value: Term) => string | null;

const nothingNamed: Naming = () => null;

/** A term as C text, for messages. */
export function textOf(term: Term, naming: Naming = nothingNamed): string {
  switch (term.kind) {
    case 'number':
      return String(term.value);
    case 'constant':
    case 'parameter':
      return term.name;
    case 'fresh':
      return naming(term) ?? term.name;
    case 'variable':
    case 'global':
      return `&${term.name}`;
    case 'member':
    case 'element':
      return `&${placeText(term, naming)}`;
    case 'load':
      return placeText(term.address, naming);
    case 'operation': {
      const [a, b] = term.operands;
      if (a && b) return `(${textOf(a, naming)} ${term.operator} ${textOf(b, naming)})`;
      return `${term.operator}${a ? textOf(a, naming) : ''}`;
    }
    case 'pure':
      // The sizeof of an expression is kept as the text it is.
      if (term.name.includes('(')) return term.name;
      return `${term.name}(${term.operands.map((operand) => textOf(operand, naming)).join(', ')})`;
    case 'sizeof':
      return `sizeof(${term.type})`;
  }
}

/** The place at an address as C text. */
export function placeText(address: Term, naming: Naming = nothingNamed): string {
  switch (address.kind) {
    case 'variable':
    case 'global':
      return address.name;
    case 'member':
      return isPlace(address.base)
        ? `${placeText(address.base, naming)}.${address.name}`
        : `${textOf(address.base, naming)}->${address.name}`;
    case 'element':
      return `${isPlace(address.base) ? placeText(address.base, naming) : textOf(address.base, naming)}[${textOf(address.index, naming)}]`;
    default:
      return `*${textOf(address, naming)}`;
  }
}

function isPlace(address: Term): boolean {
  return ['variable', 'global', 'member', 'element'].includes(address.kind);
}
