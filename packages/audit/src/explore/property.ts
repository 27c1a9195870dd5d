import { holds } from '../terms/term.ts';
import type { Distinct } from './distinct.ts';
import { lastName, mayTake, signsOf, type Resource, type State } from './state.ts';
import { resultsOf } from './trim.ts';

/**
 * By what states are told apart, the second less than the first: by what was freed for others and who may have taken over what is
 * allocated, too; by all that is allocated.
 */
export type Grade = 'everything' | 'allocations';

/** What states at one step must agree in to be put together, as a text. */
export function property(state: State, distinct: Distinct, grade: Grade): string {
  const { memory, facts, resources, rounds, held, returned } = state;
  const kept: string[] = [];
  memory.forEach((value, address) => {
    const isVariable = address.kind === 'variable';
    const own = resources.get(value);
    if (own || (isVariable && value.kind === 'load' && distinct.freed.has(address.name)))
      kept.push(`${address.id}=${value.id}`);
    else if (isVariable && distinct.returned.has(address.name))
      kept.push(`${address.id}:${value.kind === 'number' ? value.value : ''}${signsOf(state, value)}`);
  });
  const worked: string[] = [];
  const results = resultsOf(state, distinct.returned);
  facts.forEach((signs, term) => {
    if (term.kind === 'load' && distinct.replaced.has(lastName(term.address) ?? '')) kept.push(`${term.id}!${signs}`);
    for (const value of results)
      if (value !== term && holds(term, value)) {
        worked.push(`${term.id}:${signs}`);
        break;
      }
  });
  const allocated: string[] = [];
  resources.forEach((own, symbol) => {
    allocated.push(`${symbol.id}${own.status}${signsOf(state, symbol)}`);
    if (grade === 'everything') allocated.push(...takersOf(own));
  });
  const turns: string[] = [];
  rounds.forEach((turn, head) => turns.push(`${head}x${turn}`));
  return [
    inOrder(kept),
    inOrder(worked),
    inOrder(allocated),
    inOrder(turns),
    held.length === 0 ? '' : held.map((one) => one.offset).join(),
    returned ? `${returned.id}:${signsOf(state, returned)}` : '',
  ].join('|');
}

function inOrder(parts: string[]): string {
  return parts.length > 1 ? parts.sort().join() : (parts[0] ?? '');
}

/** Who may have taken over what is allocated: where one path gave it away, another may still have lost it. */
function takersOf({ symbol, status, family, escapes }: Resource): string[] {
  if (status !== 'live' || !family.traced) return [];
  return [...escapes].filter(mayTake).map((one) => `${symbol.id}@${one}`);
}
