import { objectOf, within, type Term } from '../terms/term.ts';
import type { Frame } from './frame.ts';
import type { State } from './state.ts';

/**
 * The handle of a block is stored in another one of its kind: the device goes from one to the next by it, and so does who frees
 * them. What is linked so is not lost with its pointer.
 */
export function linkByHandle(frame: Frame, state: State, address: Term, value: Term): void {
  const object = objectOf(address);
  if (object === address) return;
  const parts = within(value);
  for (const [symbol, resource] of state.resources) {
    const { handle, status } = resource;
    if (status !== 'live' || handle === null || object === symbol || !parts.includes(handle)) continue;
    const record = frame.records.get(symbol);
    const other = state.resources.get(object);
    if ((record !== undefined && frame.records.get(object) === record) || other?.call === resource.call)
      state.resources.set(symbol, { ...resource, status: 'unknown' });
  }
}
