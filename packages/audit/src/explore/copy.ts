import type { Term, Terms } from '../terms/term.ts';
import type { State } from './state.ts';

/** An object is copied as a whole: what parts of it hold, the same parts of the other one hold too. */
export function copyParts(terms: Terms, state: State, from: Term, to: Term): void {
  if (from === to) return;
  for (const [address, value] of [...state.memory]) {
    const part = moved(terms, address, from, to);
    if (part) state.memory.set(part, value);
  }
}

/** The address that is to `to` what `address` is to `from`; null when it is no part of it. */
function moved(terms: Terms, address: Term, from: Term, to: Term): Term | null {
  if (address.kind !== 'member' && address.kind !== 'element') return null;
  const base = address.base === from ? to : moved(terms, address.base, from, to);
  if (!base) return null;
  return address.kind === 'member'
    ? terms.member(base, address.name, address.owner)
    : terms.make({ kind: 'element', base, index: address.index });
}
