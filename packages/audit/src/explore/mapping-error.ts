import type { Expression } from '@freehandle/c-source';
import { NEGATIVE, POSITIVE, ZERO } from '../terms/sign.ts';
import type { Term } from '../terms/term.ts';
import { checkAskedByHandle } from '../checks/touches.ts';
import type { Frame } from './frame.ts';
import { fork, signsOf, type State } from './state.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/**
 * The states after a mapping of which it is asked whether it failed, where the address is the handle of allocated memory: the
 * handle of memory that is there is none that failed, while without memory it may be anything. Null for other calls.
 * [6.1 Documentation/core-api/dma-api.rst]
 */
export function askMapping(
  frame: Frame,
  state: State,
  at: Call,
  name: string,
  values: readonly Term[],
): State[] | null {
  if (!/^(?:pci_)?dma_mapping_error$/.test(name)) return null;
  const handle = values.at(-1);
  const resource = [...state.resources.values()].find((one) => one.handle !== null && one.handle === handle);
  if (!resource || resource.status !== 'live') return null;
  const { terms } = frame;
  const result = terms.make({ kind: 'fresh', origin: `${at.start}.${state.round}r`, name: `the result of ${name}` });
  const ways: State[] = [];
  if ((signsOf(state, resource.symbol) & ZERO) !== 0) {
    checkAskedByHandle(frame, state, at, name, resource);
    const failed = fork(state);
    failed.facts.set(resource.symbol, ZERO);
    failed.facts.set(result, NEGATIVE | POSITIVE);
    failed.results.set(at.start, result);
    ways.push(failed);
  }
  state.facts.set(result, ZERO);
  state.results.set(at.start, result);
  return [...ways, state];
}
