import { isConstantIndex, rootKey, stepsAfter, stepsMatch, extend, type Path, type PathStep } from '../paths/path.ts';

/** Two paths that name the same object, one in the allocating function and one at the free. */
export interface Correspondence {
  readonly there: Path;
  readonly here: Path;
}

/** How the place an allocation's pointer is stored in and the place that is freed correspond. */
export interface Alignment {
  /** Pairs of enclosing objects, innermost first. */
  readonly objects: readonly Correspondence[];
  /** Index texts of the one and of the other. */
  readonly indices: ReadonlyMap<string, string>;
  /** Number of steps, and of members among them, that agree. */
  readonly length: number;
  readonly members: number;
  /** Both are in one function, so that its arrays are the same. */
  readonly isOneFunction: boolean;
}

/**
 * Aligns two paths from their ends. Null when they cannot be the same member: another name, another record, or
 * another member of one record further up (`adapter->tx.desc` against `adapter->rx.desc`). Variables of functions are only
 * compared with `isOneFunction`.
 */
export function align(there: Path, here: Path, isOneFunction = false): Alignment | null {
  const objects: Correspondence[] = [];
  const indices = new Map<string, string>();
  let length = 0;
  let members = 0;
  for (;;) {
    const a = there.steps[there.steps.length - 1 - length];
    const b = here.steps[here.steps.length - 1 - length];
    if (!a || !b) break;
    if (!stepsMatch(a, b)) {
      const conflict = a.kind === 'member' && b.kind === 'member' && sameRecord(a.owner, b.owner) && a.owner !== '';
      if (conflict || members === 0 || isDifferentElement(a, b)) return null;
      break;
    }
    if (a.kind === 'member' && b.kind === 'member') {
      if (!sameRecord(a.owner, b.owner)) {
        if (members === 0) return null;
        break;
      }
      members++;
    }
    if (a.kind === 'index' && b.kind === 'index') indices.set(a.text, b.text);
    length++;
    objects.push({ there: cut(there, length), here: cut(here, length) });
  }
  const canBeSame = there.root.kind === 'global' || isOneFunction;
  const isSameVariable = rootKey(there.root) === rootKey(here.root) && canBeSame;
  const whole = length === there.steps.length && length === here.steps.length;
  if (members === 0 && !(isSameVariable && whole)) return null;
  if (whole && there.root.kind === 'global' && here.root.kind === 'global' && !isSameVariable) return null;
  return { objects, indices, length, members, isOneFunction };
}

/** The path at the free that names what `path` names in the allocating function; null when there is none. */
export function reroot(alignment: Alignment, path: Path): Path | null {
  for (const { there, here } of alignment.objects) {
    const rest = stepsAfter(there, path);
    if (!rest) continue;
    const mapped = mapIndices(alignment.indices, rest);
    if (mapped) return extend(here, mapped);
  }
  const isOwnElement = alignment.isOneFunction && isElement(path);
  if (path.root.kind !== 'global' && !isOwnElement) return null;
  const steps = mapIndices(alignment.indices, path.steps);
  return steps && { root: path.root, steps };
}

/** Whether the path is an element of an array, not of what a pointer points to. */
function isElement({ steps }: Path): boolean {
  return steps.some((step) => step.kind === 'index') && !steps.some((step) => step.kind === 'dereference');
}

/** The path with its indices as at the free; null when one of them has no counterpart. */
export function withIndices(indices: ReadonlyMap<string, string>, path: Path): Path | null {
  const steps = mapIndices(indices, path.steps);
  return steps && { root: path.root, steps };
}

function mapIndices(indices: ReadonlyMap<string, string>, steps: readonly PathStep[]): PathStep[] | null {
  const mapped: PathStep[] = [];
  for (const step of steps) {
    if (step.kind !== 'index' || isConstantIndex(step.text)) mapped.push(step);
    else {
      const text = indices.get(step.text);
      if (text === undefined) return null;
      mapped.push({ kind: 'index', text, index: null });
    }
  }
  return mapped;
}

function cut(path: Path, count: number): Path {
  return { root: path.root, steps: path.steps.slice(0, path.steps.length - count) };
}

function sameRecord(a: string, b: string): boolean {
  return a === b || a === '' || b === '';
}

function isDifferentElement(a: PathStep, b: PathStep): boolean {
  return a.kind === 'index' && b.kind === 'index';
}
