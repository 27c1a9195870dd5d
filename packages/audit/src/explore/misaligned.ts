import { within, type Term } from '../terms/term.ts';
import type { State } from './state.ts';

/** Whether a condition holds only for memory that is not aligned, which memory in whole pages always is, to its size. */
export function isMisaligned(state: State, condition: Term): boolean {
  const [address, mask] = condition.kind === 'operation' && condition.operator === '&' ? condition.operands : [];
  if (!address || !mask) return false;
  const parts = within(address);
  if (parts.some((part) => part.kind === 'operation')) return false;
  for (const { symbol, handle, size, family } of state.resources.values())
    if (family.pages && (parts.includes(symbol) || (handle && parts.includes(handle)))) return isLowBits(mask, size);
  return false;
}

/** Whether a mask is one of low bits: a number, what is left of a mask of high ones, or `size - 1`. */
function isLowBits(mask: Term, size: Term | null): boolean {
  if (mask.kind !== 'operation') return mask.kind === 'number';
  const [a, b] = mask.operands;
  if (mask.operator === '~') return true;
  return mask.operator === '+' && a === size && b?.kind === 'number' && b.value === -1;
}
