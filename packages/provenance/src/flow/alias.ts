import { withoutCasts, type Expression } from '@freehandle/c-source';
import { denoted, target as targetOf } from '../paths/path-of.ts';
import { extend, mayOverlap, pathKey, type Path } from '../paths/path.ts';
import { formsOf } from './canonical.ts';
import type { Frame } from './frame.ts';
import { reachingDefinitions } from './reaching.ts';
import { isAddressKept } from './steady.ts';
import type { Step } from './step.ts';

/**
 * Whether `step` assigns to the place `path` (as it is meant at step `at`) under another name, through a copy of the
 * pointer or a pointer to the place itself: surely, maybe (another index), or not at all.
 */
export function storesByAlias(frame: Frame, step: Step, path: Path, at: number): 'surely' | 'maybe' | null {
  if (step.kind !== 'define') return null;
  const target = denoted(frame, step.target);
  if (target?.kind !== 'place' || target.path.root.kind !== 'variable' || target.path.steps.length === 0) return null;
  if (!canEndAlike(target.path, path)) return null;
  const there = known(frame, step.id, target.path);
  const here = known(frame, at, path);
  if (
    there.length === 1 &&
    alternativesOf(frame, target.path, step.id).some((one) => here.some((own) => mayOverlap(one, own)))
  )
    return 'maybe';
  let found: 'maybe' | null = null;
  for (const a of there) {
    for (const b of here) {
      if (a === target.path && b === path) continue;
      if (pathKey(a) === pathKey(b)) return 'surely';
      if (mayOverlap(a, b)) found = 'maybe';
    }
  }
  return found ?? (isAddressKeptOf(frame, path) && isThroughValue(target.path) ? 'maybe' : null);
}

function isAddressKeptOf(frame: Frame, { root, steps }: Path): boolean {
  return root.kind === 'variable' && steps.length === 0 && isAddressKept(frame, root.id);
}

/** Whether the place is where a pointer points to that is kept in something: `*o.at`, `*at[0]`. */
function isThroughValue({ steps }: Path): boolean {
  return steps.length > 1 && steps.at(-1)!.kind === 'dereference';
}

/** `*p` may be anything; a member is only that member. */
function canEndAlike(a: Path, b: Path): boolean {
  const [x, y] = [a.steps[a.steps.length - 1]!, b.steps[b.steps.length - 1]];
  if (x.kind !== 'member') return true;
  const isOverlaid = (path: Path) => path.steps.some((step) => step.kind === 'member' && step.overlay);
  if (isOverlaid(a) && isOverlaid(b)) return true;
  return y?.kind === 'member' ? x.name === y.name : y !== undefined;
}

function known(frame: Frame, at: number, path: Path): readonly Path[] {
  const key = `${at}:${pathKey(path)}`;
  const before = frame.names.get(key);
  if (before) return before;
  const forms = formsOf(frame, path, at);
  // A copied value is another place; only what a copied pointer points to is the same.
  const end = forms.findIndex((form) => !isThroughPointer(frame, form));
  const found = end < 0 ? forms : forms.slice(0, end + 1);
  frame.names.set(key, found);
  return found;
}

function isThroughPointer(frame: Frame, path: Path): boolean {
  const [first] = path.steps;
  if (first?.kind === 'dereference') return true;
  const variable = path.root.kind === 'variable' ? frame.flow.variables[path.root.id] : undefined;
  return first?.kind === 'index' && variable !== undefined && variable.type.pointers > 0 && variable.type.arrays === 0;
}

/** The places that a pointer's target may be, when it was given one of several addresses. */
export function alternativesOf(frame: Frame, path: Path, at: number): readonly Path[] {
  const [first, ...rest] = path.steps;
  if (path.root.kind !== 'variable' || (first?.kind !== 'dereference' && first?.kind !== 'index')) return [];
  const pointer: Path = { root: path.root, steps: [] };
  return reachingDefinitions(frame, pointer, at).flatMap((definition) => {
    if (definition.kind !== 'value' || definition.rest.length > 0) return [];
    return choices(definition.value).flatMap((choice) => {
      const denotes = denoted(frame, choice);
      return denotes && denotes.path.root.kind !== 'call' ? [extend(targetOf(denotes), rest)] : [];
    });
  });
}

/** The values that an expression chooses from. */
function choices(value: Expression): Expression[] {
  const bare = withoutCasts(value);
  if (bare.kind === 'comma') return choices(bare.right);
  if (bare.kind !== 'conditional') return [bare];
  return [...(bare.consequence ? choices(bare.consequence) : []), ...choices(bare.alternative)];
}
