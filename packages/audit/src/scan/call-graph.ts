import { withoutCasts, type Expression, type FunctionDefinition, type Unit } from '@freehandle/c-source';
import { everyExpressionIn, everyStatement } from './statements.ts';

/** What the functions of a file mention and store to. */
export interface CallGraph {
  /** The functions of the file that a function mentions in a call. */
  readonly calls: ReadonlyMap<string, ReadonlySet<string>>;
  /** The names of all that a function calls, in the file or not; '' for what it calls by a pointer. */
  readonly called: ReadonlyMap<string, ReadonlySet<string>>;
  /** The names that a function, or what it calls, stores to. */
  storesOf(name: string): ReadonlySet<string>;
  /** The functions of the file that a function calls, itself or by others. */
  reached(name: string): ReadonlySet<string>;
  /** The functions of the file, those that are called before those that call them. */
  readonly bottomUp: readonly FunctionDefinition[];
}

/** Reads the calls and stores of every function of a unit. */
export function callGraph(unit: Unit): CallGraph {
  const functions = new Map(unit.functions.map((one) => [one.name, one]));
  const called = new Map<string, Set<string>>();
  const stores = new Map<string, Set<string>>();
  for (const definition of functions.values()) {
    const names = new Set<string>();
    const stored = new Set<string>();
    const locals = localsOf(definition);
    for (const expression of everyExpressionIn(definition.body)) visit(expression, names, stored, locals);
    called.set(definition.name, names);
    stores.set(definition.name, stored);
  }
  const calls = new Map(
    [...called].map(([name, all]) => [name, new Set([...all].filter((one) => functions.has(one)))]),
  );
  const all = new Map<string, ReadonlySet<string>>();
  const reached = (name: string): Set<string> => {
    const seen = new Set([name]);
    // A set is walked on to what is added to it on the way.
    for (const at of seen) for (const next of calls.get(at) ?? []) seen.add(next);
    return seen;
  };
  return {
    calls,
    reached,
    called,
    bottomUp: order([...functions.values()], calls),
    storesOf(name) {
      const known = all.get(name);
      if (known) return known;
      const found = new Set([...reached(name)].flatMap((one) => [...(stores.get(one) ?? [])]));
      all.set(name, found);
      return found;
    },
  };
}

function visit(expression: Expression, names: Set<string>, stored: Set<string>, locals: ReadonlySet<string>): void {
  const store = (target: Expression): void => nameStored(target, stored, locals);
  if (expression.kind === 'call') names.add(expression.callee.kind === 'name' ? expression.callee.name : '');
  if (expression.kind === 'assign') store(expression.left);
  if (expression.kind === 'update') store(expression.operand);
  if (expression.kind === 'address') store(expression.operand);
  if (expression.kind === 'statements')
    for (const inner of everyExpressionIn(expression.body)) visit(inner, names, stored, locals);
}

/** The variables that only the function knows: no member of the same name changes with them. */
function localsOf({ body, parameters }: FunctionDefinition): ReadonlySet<string> {
  const found = new Set(parameters.map(({ name }) => name));
  for (const statement of everyStatement(body))
    if (statement.kind === 'declaration') for (const { name } of statement.declarators) found.add(name);
  return found;
}

function nameStored(target: Expression, stored: Set<string>, locals: ReadonlySet<string>): void {
  if (target.kind === 'name' && !locals.has(target.name)) stored.add(target.name);
  else if (target.kind === 'member') stored.add(target.member);
  else if (target.kind === 'index') nameElement(withoutCasts(target.object), stored, locals);
  else if (target.kind === 'cast' || target.kind === 'dereference') nameStored(target.operand, stored, locals);
}

/** An element of an array is stored to, or of what a pointer leads to: that pointer stays. */
function nameElement(array: Expression, stored: Set<string>, locals: ReadonlySet<string>): void {
  if (array.kind === 'name') stored.add(elementsOf(array.name));
  else if (array.kind === 'member') stored.add(elementsOf(array.member));
  else nameStored(array, stored, locals);
}

/** How the elements of an array are named among names of variables and members. */
export function elementsOf(name: string): string {
  return `${name}[]`;
}

function order(
  functions: readonly FunctionDefinition[],
  calls: ReadonlyMap<string, ReadonlySet<string>>,
): FunctionDefinition[] {
  const byName = new Map(functions.map((one) => [one.name, one]));
  const done: FunctionDefinition[] = [];
  const seen = new Set<string>();
  const visitName = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const next of calls.get(name) ?? []) visitName(next);
    done.push(byName.get(name)!);
  };
  for (const { name } of functions) visitName(name);
  return done;
}
