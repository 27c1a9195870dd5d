import { withoutCasts, type Expression } from '@freehandle/c-source';
import { changedBetween } from '../flow/changed.ts';
import type { Frame } from '../flow/frame.ts';
import { placesIn } from '../flow/reach.ts';
import { reachingDefinitions } from '../flow/reaching.ts';
import { denoted, textOf, typeAt } from '../paths/path-of.ts';
import { withoutBlanks } from '../paths/spelling.ts';
import type { Template } from './template.ts';

/** `whole / factor` where `whole` was made by multiplying with that factor. */
export interface Divided {
  readonly whole: Expression;
  readonly factor: Expression;
  /** The product cannot have wrapped around: it is of a signed type, where that is not defined. */
  readonly isExact: boolean;
}

/** What `value`, evaluated at `at`, divides without a remainder; null when it is no such value. */
export function dividedIn(frame: Frame, value: Expression, at: number): Divided | null {
  const bare = withoutCasts(value);
  if (bare.kind !== 'binary' || bare.operator !== '/') return null;
  const place = denoted(frame, bare.left);
  if (place?.kind !== 'place') return null;
  const [definition, ...others] = reachingDefinitions(frame, place.path, at);
  if (others.length > 0 || definition?.kind !== 'value' || definition.rest.length > 0) return null;
  const text = withoutBlanks(textOf(frame, withoutCasts(bare.right)));
  if (!factorsOf(definition.value).some((one) => withoutBlanks(textOf(frame, one)) === text)) return null;
  const isKept = placesIn(frame, bare.right).every((path) => changedBetween(frame, path, definition.step, at) === null);
  const type = frame.context.types.resolve(typeAt(frame, bare.left));
  const isExact = type.pointers + type.arrays === 0 && /^(?:signed )?(?:int|long)$/.test(type.base);
  return isKept ? { whole: bare.left, factor: bare.right, isExact } : null;
}

/** What the place that holds the quotient and the factor give when multiplied. */
export function multiplied(place: Template, factor: Template, isExact: boolean): Template {
  const inner = factor.composite ? `(${factor.text})` : factor.text;
  const from = place.text.length + 3 + (factor.composite ? 1 : 0);
  return {
    ...place,
    text: `${place.text} * ${inner}`,
    leaves: [
      ...place.leaves,
      ...factor.leaves.map((leaf) => ({ ...leaf, start: leaf.start + from, end: leaf.end + from })),
    ],
    composite: true,
    impure: place.impure || factor.impure,
    doubt: place.doubt ?? factor.doubt ?? (isExact ? null : `the size is kept divided by ${factor.text}`),
  };
}

function factorsOf(expression: Expression): Expression[] {
  const bare = withoutCasts(expression);
  if (bare.kind !== 'binary' || bare.operator !== '*') return [bare];
  return [...factorsOf(bare.left), ...factorsOf(bare.right)];
}
