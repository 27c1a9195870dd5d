import { subexpressions, withoutCasts, type Expression } from '@freehandle/c-source';
import { denoted } from '../paths/path-of.ts';
import { extend, pathKey, type Path } from '../paths/path.ts';
import type { Frame } from './frame.ts';
import type { Step, Variable } from './step.ts';

const MAX_COPIES = 8;

/**
 * The forms of a path whatever the flow of control: as written, then with each local that is only ever given one value
 * replaced by what it copies.
 */
export function steadyForms(frame: Frame, path: Path): readonly Path[] {
  const forms = [path];
  for (let current: Path | null = withoutCopy(frame, path); current; current = withoutCopy(frame, current)) {
    const key = pathKey(current);
    if (forms.length > MAX_COPIES || forms.some((form) => pathKey(form) === key)) break;
    forms.push(current);
  }
  return forms;
}

function withoutCopy(frame: Frame, { root, steps }: Path): Path | null {
  const variable = root.kind === 'variable' ? frame.flow.variables[root.id] : undefined;
  const value = variable && onlyValue(frame, variable);
  const source = value ? denoted(frame, value) : null;
  if (!source || source.path.root.kind === 'call') return null;
  if (source.kind === 'place') return extend(source.path, steps);
  return steps[0]?.kind === 'dereference' ? extend(source.path, steps.slice(1)) : null;
}

/** The one value that a local is ever given; null when it is given several, or something else may give it one. */
function onlyValue(frame: Frame, { id, kind }: Variable): Expression | null {
  if (kind !== 'local') return null;
  const values = valuesOf(frame, id);
  return values.length === 1 ? values[0]! : null;
}

/** What the variables of a function are given anywhere in it. */
export interface Given {
  /** The values of each; null for what is not a plain assignment, and where its address is taken. */
  readonly values: ReadonlyMap<number, readonly (Expression | null)[]>;
  /** Those whose address is kept in something else than a local pointer. */
  readonly kept: ReadonlySet<number>;
}

/** What a variable is given anywhere in the function; null for what is not a plain assignment, and where its address is taken. */
export function valuesOf(frame: Frame, variable: number): readonly (Expression | null)[] {
  return givenIn(frame).values.get(variable) ?? [];
}

/** Whether the address of a variable is kept in something else than a local pointer, which can be followed. */
export function isAddressKept(frame: Frame, variable: number): boolean {
  return givenIn(frame).kept.has(variable);
}

function givenIn(frame: Frame): Given {
  if (frame.given) return frame.given;
  const values = new Map<number, (Expression | null)[]>();
  const kept = new Set<number>();
  const give = (place: Expression, value: Expression | null): number => {
    const path = denoted(frame, place)?.path;
    if (path?.root.kind !== 'variable' || path.steps.length > 0) return -1;
    const known = values.get(path.root.id);
    if (known) known.push(value);
    else values.set(path.root.id, [value]);
    return path.root.id;
  };
  const giveAway = (expression: Expression, isKept: boolean): void => {
    if (expression.kind === 'address') {
      const variable = give(expression.operand, null);
      if (isKept && variable >= 0) kept.add(variable);
    }
    for (const part of subexpressions(expression)) giveAway(part, isKept);
  };
  for (const step of frame.flow.steps) {
    if (step.kind !== 'define') for (const expression of evaluatedBy(step)) giveAway(expression, false);
    else {
      const isPlain = give(step.target, step.operator === '=' ? step.value : null) >= 0;
      if (step.value) giveAway(step.value, !isPlain || withoutCasts(step.value).kind === 'initializer');
      giveAway(step.target, false);
    }
  }
  return (frame.given = { values, kept });
}

function evaluatedBy(step: Step): readonly Expression[] {
  switch (step.kind) {
    case 'call':
      return step.call.arguments;
    case 'branch':
      return [step.condition];
    case 'return':
      return step.value ? [step.value] : [];
    default:
      return [];
  }
}
