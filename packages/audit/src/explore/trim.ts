import { ZERO } from '../terms/sign.ts';
import { holds, objectOf, within, type Term } from '../terms/term.ts';
import type { Distinct } from './distinct.ts';
import type { NamesAhead } from './names-ahead.ts';
import { lastName, type State } from './state.ts';

/** Forgets what no step from here on can ask for. */
export function trim(
  state: State,
  at: number,
  ahead: NamesAhead,
  { returned, freed }: Pick<Distinct, 'returned' | 'freed'>,
): void {
  const any = ahead.any[at]!;
  const tested = ahead.tested[at]!;
  state.memory.forEach((value, address) => {
    const object = objectOf(address);
    if (object.kind === 'variable' && !any.has(object.name) && !state.resources.has(value))
      state.memory.delete(address);
  });
  if (state.facts.size === 0) return;
  const alive = new Set<Term>();
  state.memory.forEach((value) => alive.add(value));
  const results = resultsOf(state, returned);
  for (const term of state.facts.keys()) {
    if (state.resources.has(term) || alive.has(term) || results.some((value) => holds(term, value))) continue;
    const parts = within(term);
    const names = parts.filter((part) => part.kind === 'member' || part.kind === 'global');
    const isAlive = parts.every((part) => part.kind !== 'fresh' || alive.has(part) || state.resources.has(part));
    // What is NULL counts as freed where ways meet.
    const isAbsent = term.kind === 'load' && state.facts.get(term) === ZERO && freed.has(lastName(term.address) ?? '');
    const isTested =
      names.length === 0 ||
      isAbsent ||
      names.some((part) => 'name' in part && tested.has(part.name)) ||
      parts.some((part) => part.kind === 'pure' && tested.has(part.name));
    if (!isAlive || !isTested) state.facts.delete(term);
  }
}

/** What may be returned: values that the caller may compare with something. */
export function resultsOf({ memory, resources, returned: value }: State, returned: ReadonlySet<string>): Term[] {
  const found: Term[] = [];
  if (returned.size > 0)
    memory.forEach((held, address) => {
      if (held.kind === 'fresh' && address.kind === 'variable' && returned.has(address.name) && !resources.has(held))
        found.push(held);
    });
  if (value?.kind === 'fresh') found.push(value);
  return found;
}
