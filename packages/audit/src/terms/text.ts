import type { Term } from './term.ts';

/** A term as C text, for messages. */
export function textOf(term: Term): string {
  switch (term.kind) {
    case 'number':
      return String(term.value);
    case 'constant':
    case 'parameter':
    case 'fresh':
      return term.name;
    case 'variable':
    case 'global':
      return `&${term.name}`;
    case 'member':
    case 'element':
      return `&${placeText(term)}`;
    case 'load':
      return placeText(term.address);
    case 'operation': {
      const [a, b] = term.operands;
      if (a && b) return `(${textOf(a)} ${term.operator} ${textOf(b)})`;
      return `${term.operator}${a ? textOf(a) : ''}`;
    }
    case 'pure':
      return `${term.name}(${term.operands.map(textOf).join(', ')})`;
    case 'sizeof':
      return `sizeof(${term.type})`;
  }
}

/** The place at an address as C text. */
export function placeText(address: Term): string {
  switch (address.kind) {
    case 'variable':
    case 'global':
      return address.name;
    case 'member':
      return isPlace(address.base)
        ? `${placeText(address.base)}.${address.name}`
        : `${textOf(address.base)}->${address.name}`;
    case 'element':
      return `${isPlace(address.base) ? placeText(address.base) : textOf(address.base)}[${textOf(address.index)}]`;
    default:
      return `*${textOf(address)}`;
  }
}

function isPlace(address: Term): boolean {
  return ['variable', 'global', 'member', 'element'].includes(address.kind);
}
