import {
  FreehandleError,
  unknownType,
  type CType,
  type Expression,
  type FunctionDefinition,
} from '@freehandle/c-source';
import type { FileContext } from '../facts/file-context.ts';
import { globalType } from '../facts/file-context.ts';
import type { AllocationCall } from '../facts/allocation-call.ts';
import type { Assignment } from '../facts/assignments.ts';
import type { Path } from '../paths/path.ts';
import type { Denoted } from '../paths/path-of.ts';
import { isMacroName } from '../vocabulary.ts';
import { buildFlow } from './build.ts';
import type { Definition, Effects } from './reaching.ts';
import type { Given } from './steady.ts';
import type { CallStep, Flow, Variable } from './step.ts';

/** One function under analysis, with what has been computed for it so far. */
export interface Frame {
  readonly context: FileContext;
  readonly definition: FunctionDefinition;
  readonly flow: Flow;
  /** The steps that are calls: much is asked of these alone. */
  readonly calls: readonly CallStep[];
  readonly byName: ReadonlyMap<string, readonly Variable[]>;
  /** What each expression denotes; that does not depend on what is known of other functions. */
  readonly denotations: Map<Expression, Denoted | null>;
  readonly allocations: Map<number, AllocationCall | null>;
  /** What each step stores, by the step. */
  readonly assignments: Map<number, readonly Assignment[]>;
  readonly reaching: Map<string, readonly Definition[]>;
  /** What the steps do to a place, by the place. */
  readonly effects: Map<string, Effects>;
  readonly reachable: Map<number, ReadonlySet<number>>;
  /** What its variables are given anywhere in it; null until asked for. */
  given: Given | null;
  /** The functions by which this one may be entered again; null until asked for. */
  reentering: ReadonlySet<string> | null;
  /** The forms of a place at a step, by both. */
  readonly names: Map<string, readonly Path[]>;
}

/** Forgets what was found out with less knowledge of the functions called. */
export function forget(frame: Frame): void {
  frame.allocations.clear();
  frame.assignments.clear();
  frame.reaching.clear();
  frame.effects.clear();
  frame.names.clear();
}

/** Functions with more steps are not analysed; the largest of Linux 6.1's drivers have a few thousand. */
const MAX_STEPS = 20_000;

/** Prepares a function for analysis. @throws FreehandleError FH1005 when it is too large. */
export function frameOf(context: FileContext, definition: FunctionDefinition): Frame {
  const { macros, types } = context;
  const isHidden = (name: string): boolean => isMacroName(name) && !macros.has(name) && !types.isFunction(name);
  const flow = buildFlow(definition, macros, isHidden);
  if (flow.steps.length > MAX_STEPS) throw tooLarge(definition);
  const byName = new Map<string, Variable[]>();
  for (const variable of flow.variables) byName.set(variable.name, [...(byName.get(variable.name) ?? []), variable]);
  return {
    context,
    definition,
    flow,
    calls: flow.steps.filter((step) => step.kind === 'call'),
    byName,
    denotations: new Map(),
    allocations: new Map(),
    assignments: new Map(),
    reaching: new Map(),
    effects: new Map(),
    reachable: new Map(),
    given: null,
    reentering: null,
    names: new Map(),
  };
}

/** The local or parameter that `name` means at `offset`, or null for a file-level name. */
export function variableAt(frame: Frame, name: string, offset: number): Variable | null {
  let found: Variable | null = null;
  for (const variable of frame.byName.get(name) ?? []) {
    if (variable.visible.start > offset || offset >= variable.visible.end) continue;
    if (!found || variable.visible.start >= found.visible.start) found = variable;
  }
  return found;
}

/** The type of a name at an offset. */
export function nameTypeAt(frame: Frame, name: string, offset: number): CType {
  return variableAt(frame, name, offset)?.type ?? globalType(frame.context, name) ?? unknownType;
}

/** Counts one look at a step. @throws FreehandleError FH1005 when the file's budget is spent. */
export function look(frame: Frame): void {
  if (--frame.context.budget.left >= 0) return;
  throw tooLarge(frame.definition);
}

function tooLarge(definition: FunctionDefinition): FreehandleError {
  return new FreehandleError(`${definition.name} is too large to be analysed`, {
    code: 'FH1005',
    title: 'Function too large',
    hint: 'Migrate it by hand, or exclude the file.',
  });
}
