import { addressOf, valueOf } from './evaluate.ts';
import { allocate } from './allocate.ts';
import type { Frame } from './frame.ts';
import { freeEventOf } from './release.ts';
import { entryState, isLocal, type FreeEvent, type State } from './state.ts';

/** What is told of each allocation that is stored where others know it, and of each free. */
export interface Reader {
  readonly onKeep: (state: State) => void;
  readonly onFree: (event: FreeEvent) => void;
}

/**
 * Reads a function with too many paths for all to be followed: its allocations and frees as they are written, whatever decides
 * whether they are come to. A variable that is given more than one value has none that is known.
 */
export function readAsWritten(frame: Frame, { onKeep, onFree }: Reader): void {
  const { flow, terms, families, functions } = frame;
  const given = new Map<string, number>();
  for (const step of flow.steps)
    if (step.kind === 'define' && step.target.kind === 'name')
      given.set(step.target.name, (given.get(step.target.name) ?? 0) + 1);
  const state = entryState();
  for (const variable of flow.variables) {
    if (variable.kind !== 'parameter' || given.has(variable.name)) continue;
    const { id, name, position, type } = variable;
    const address = terms.make({ kind: 'variable', variable: id, name });
    state.memory.set(address, terms.make({ kind: 'parameter', position, name, type: type.base }));
  }
  for (const step of flow.steps) {
    if (step.kind === 'call' && step.call.callee.kind === 'name' && !functions.has(step.call.callee.name)) {
      const { name } = step.call.callee;
      const [allocator, freeing] = [families.allocators.get(name), families.frees.get(name)];
      if (!allocator && !freeing) continue;
      const values = step.call.arguments.map((one) => valueOf(frame, state, one));
      if (allocator)
        state.results.set(step.call.start, allocate(frame, state, { ...allocator, at: step.call, values }));
      const event = freeing ? freeEventOf(frame, state, { ...freeing, at: step.call, values }) : null;
      if (event) onFree(event);
    } else if (step.kind === 'define' && step.operator === '=' && step.value) {
      const address = addressOf(frame, state, step.target);
      if (!address) continue;
      const value = valueOf(frame, state, step.value);
      if (!isLocal(address) && state.resources.has(value)) {
        state.memory.set(address, value);
        onKeep(state);
        // What frees it is read by the name of the place.
        for (const place of [...state.memory.keys()]) if (!isLocal(place)) state.memory.delete(place);
      } else if (address.kind === 'variable' && given.get(address.name) === 1) state.memory.set(address, value);
    }
  }
}
