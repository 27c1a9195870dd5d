import type { Term } from '../terms/term.ts';
import { placeText, textOf } from '../terms/text.ts';
import { holdersOf, variablesIn, type State } from './state.ts';

/** A pointer by the variable or the place that holds it, as it stands in a message. */
export function pointerText(state: State, pointer: Term): string {
  const naming = variablesIn(state);
  const [holder] = pointer.kind === 'fresh' && naming(pointer) === null ? holdersOf(state, pointer) : [];
  if (holder) return `\`${placeText(holder, naming)}\``;
  return pointer.kind === 'fresh' && naming(pointer) === null ? pointer.name : `\`${textOf(pointer, naming)}\``;
}
