import { withoutCasts, type Expression } from '@freehandle/c-source';
import { formsOf } from '../flow/canonical.ts';
import { variableAt, type Frame } from '../flow/frame.ts';
import { reachesAvoiding } from '../flow/reach.ts';
import { isNull, reachableFrom, reachingDefinitions } from '../flow/reaching.ts';
import type { Variable } from '../flow/step.ts';
import { denoted } from '../paths/path-of.ts';
import type { Path, PathStep } from '../paths/path.ts';
import type { Assignment } from './assignments.ts';

/**
 * A block dealt out in parts, `part[i] = base + i * size` or `part[i] = base` with `base += size` after it: the first
 * part is the block itself. Null when the assignment is no such thing.
 */
export function firstPartOf(
  frame: Frame,
  { value, step, target }: Assignment,
): { readonly whole: Expression; readonly at: number; readonly forms: readonly Path[] } | null {
  const bare = withoutCasts(value);
  const indexed = formsOf(frame, target, step).filter((form) => form.steps.some((one) => one.kind === 'index'));
  for (const counter of countersOf(frame, indexed)) {
    const forms = indexed.flatMap((form) => withZero(form, counter.name) ?? []);
    const started = startOf(frame, counter, step);
    if (started === null || forms.length === 0) continue;
    if (bare.kind === 'binary' && bare.operator === '+' && isZeroFor(bare.right, counter.name))
      return { whole: bare.left, at: step, forms };
    if (bare.kind === 'name' && isAdvancedAfter(frame, bare, counter, started, step))
      return { whole: bare, at: started, forms };
  }
  return null;
}

function countersOf(frame: Frame, forms: readonly Path[]): Variable[] {
  const found = new Set<Variable>();
  for (const { steps } of forms) {
    for (const one of steps) {
      if (one.kind !== 'index' || one.index?.kind !== 'name') continue;
      const variable = variableAt(frame, one.index.name, one.index.start);
      if (variable) found.add(variable);
    }
  }
  return [...found];
}

function withZero(path: Path, counter: string): Path | null {
  const isIt = (step: PathStep) => step.kind === 'index' && step.text === counter;
  if (path.steps.filter(isIt).length !== 1) return null;
  return {
    root: path.root,
    steps: path.steps.map((one) => (isIt(one) ? { kind: 'index', text: '0', index: null } : one)),
  };
}

/** The step that sets the counter to zero before the assignment, the only one besides its counting. */
function startOf(frame: Frame, { name, id }: Variable, at: number): number | null {
  const definitions = reachingDefinitions(frame, { root: { kind: 'variable', name, id, record: '' }, steps: [] }, at);
  const zero = definitions.filter((one) => one.kind === 'value' && one.rest.length === 0 && isNull(one.value));
  const counted = definitions.filter((one) => one.kind === 'changed' && (one.what === '++' || one.what === '+='));
  return zero.length === 1 && definitions.length === zero.length + counted.length ? zero[0]!.step : null;
}

/** Whether the expression is zero when the counter is. */
function isZeroFor(expression: Expression, counter: string): boolean {
  const bare = withoutCasts(expression);
  if (bare.kind === 'name') return bare.name === counter;
  if (bare.kind !== 'binary') return isNull(bare);
  const [left, right] = [isZeroFor(bare.left, counter), isZeroFor(bare.right, counter)];
  if (bare.operator === '*') return left || right;
  if (bare.operator === '<<') return left;
  return bare.operator === '+' && left && right;
}

/** Whether `name` still has at the first round what it has when the counter is set, and is moved on only at the end of a round. */
function isAdvancedAfter(frame: Frame, name: Expression, counter: Variable, started: number, at: number): boolean {
  const place = denoted(frame, name);
  if (place?.kind !== 'place' || place.path.steps.length > 0) return false;
  const definitions = reachingDefinitions(frame, place.path, at);
  const moves = definitions.filter((one) => one.kind === 'changed');
  const before = reachingDefinitions(frame, place.path, started).map((one) => one.step);
  if (moves.length === 0 || definitions.some((one) => one.kind !== 'changed' && !before.includes(one.step)))
    return false;
  const own: Path = { root: { kind: 'variable', name: counter.name, id: counter.id, record: '' }, steps: [] };
  const counting = reachingDefinitions(frame, own, at).filter((one) => one.kind === 'changed');
  return moves.every(
    (move) =>
      reachableFrom(frame, at).has(move.step) &&
      !before.includes(move.step) &&
      counting.some((count) => !reachesAvoiding(frame, move.step, at, count.step)),
  );
}
