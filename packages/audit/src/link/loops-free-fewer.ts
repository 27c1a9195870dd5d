import {
  everyExpression,
  subexpressions,
  withoutCasts,
  type Expression,
  type FunctionDefinition,
  type Statement,
  type Unit,
} from '@freehandle/c-source';
import type { FileFrame } from '../explore/frame.ts';
import { declarationsIn, everyExpressionIn, everyStatement } from '../scan/statements.ts';
import type { Linked } from './check-frees.ts';
import { countingLoops, nameOf } from './loop-ranges.ts';
import type { Surroundings } from './surroundings.ts';

/** A loop over the elements of an array, which it allocates, or frees. */
interface Sweep {
  readonly function: string;
  /** The member, or the variable, that the elements are of. */
  readonly array: string;
  readonly least: number;
  readonly offset: number;
  readonly call: string;
}

/** Loops that free the elements of an array from a later one on than a loop of the file allocates them. */
export function loopsThatFreeFewer(file: FileFrame, unit: Unit, surroundings: Surroundings): Linked[] {
  const { allocators, frees } = file.families;
  const isTraced = (table: typeof allocators | typeof frees, name: string): boolean =>
    !file.functions.has(name) && (table.get(name)?.family.traced ?? false);
  const allocating = reaching(unit, surroundings.calls, (name) => isTraced(allocators, name));
  const freeing = reaching(unit, surroundings.calls, (name) => isTraced(frees, name));
  const made: Sweep[] = [];
  const freed: Sweep[] = [];
  const visited: Visit[] = [];
  for (const definition of unit.functions) {
    for (const { variable, least, start, body } of countingLoops(definition.body))
      for (const array of elementsOf(body, variable))
        visited.push({ function: definition.name, array, least, offset: start });
    if (!allocating.has(definition.name) && !freeing.has(definition.name)) continue;
    for (const { variable, least, start, body } of countingLoops(definition.body)) {
      const inside = elementsIn(body, variable);
      const sweeps = (into: Sweep[], calls: readonly Given[]): void => {
        for (const { call, arrays } of calls)
          for (const array of arrays) into.push({ function: definition.name, array, least, offset: start, call });
      };
      const makes = inside.calls.filter(({ call }) => isTraced(allocators, call) || isOnly(call, allocating, freeing));
      sweeps(made, makes);
      // What is allocated into a local is stored in the element afterwards.
      const [maker] = makes;
      if (maker) sweeps(made, [{ call: maker.call, arrays: inside.stored }]);
      sweeps(
        freed,
        inside.calls.filter(({ call }) => isTraced(frees, call) || isOnly(call, freeing, allocating)),
      );
    }
  }
  const single = new Set(unit.functions.flatMap((one) => elementsFreedAlone(one, freeing, frees)));
  return freed.flatMap((sweep) => {
    if (sweep.least === 0 || single.has(sweep.array)) return [];
    const maker = made.find(({ array, least }) => array === sweep.array && least < sweep.least);
    if (!maker) {
      const visitor = isTraced(frees, sweep.call) ? visitorOfFirst(sweep, freed, visited) : null;
      return visitor ? [suspicionOf(sweep, visitor)] : [];
    }
    if (made.some(({ array, least }) => array === sweep.array && least >= sweep.least)) return [];
    const next = continuesAt(unit, sweep);
    const more = freed.some(
      (one) =>
        one.function === sweep.function && one.array === sweep.array && one.least < sweep.least && one.offset >= next,
    );
    return more ? [] : [suspicionOf(sweep, maker)];
  });
}

/** Where a function goes on after a loop that a jump follows; its beginning where none does. */
function continuesAt(unit: Unit, { function: name, offset }: Sweep): number {
  const statements = everyStatement(unit.functions.find((one) => one.name === name)?.body ?? []);
  for (const outer of statements) {
    const inner = outer.kind === 'block' ? outer.body : [];
    const after = inner[inner.findIndex((one) => one.kind === 'loop' && one.start === offset) + 1];
    if (!inner.some((one) => one.kind === 'loop' && one.start === offset)) continue;
    if (after?.kind === 'return') return Infinity;
    if (after?.kind !== 'goto') return 0;
    return statements.find((one) => one.kind === 'label' && one.name === after.label)?.start ?? 0;
  }
  return 0;
}

/** A loop that comes by an element of an array. */
type Visit = Omit<Sweep, 'call'>;

/**
 * Where nothing else of the file frees an element, a loop that goes over the array from an earlier one on, and so takes that
 * for one of its elements; null where others begin later as well.
 */
function visitorOfFirst(sweep: Sweep, freed: readonly Sweep[], visited: readonly Visit[]): Visit | null {
  if (freed.some(({ array, offset }) => array === sweep.array && offset !== sweep.offset)) return null;
  const others = visited.filter(({ array, offset }) => array === sweep.array && offset !== sweep.offset);
  if (others.some(({ least }) => least >= sweep.least)) return null;
  return others[0] ?? null;
}

/** The arrays that a loop's body uses the element of the round of. */
function elementsOf(body: Statement, variable: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const expression of everyExpressionIn(body.kind === 'block' ? body.body : [body])) {
    const array =
      expression.kind === 'index' && nameOf(expression.index) === variable ? arrayOf(expression.object) : null;
    if (array !== null) found.add(array);
  }
  return found;
}

function suspicionOf({ function: name, array, least, offset, call }: Sweep, maker: Sweep | Visit): Linked {
  const isMaker = 'call' in maker;
  const begins = `${maker.function} ${isMaker ? 'allocates it' : 'goes over it'} from element ${maker.least} on`;
  return {
    function: name,
    rule: 'R7',
    isLast: true,
    severity: 'warning',
    offset,
    message: `the loop frees \`${array}\` from element ${least} on; ${begins}, so that ${call} is missing for the first`,
    trail: {
      before: {
        before: null,
        offset: maker.offset,
        what: isMaker ? `${maker.call} allocates the elements in ${maker.function}` : begins,
      },
      offset,
      what: `the loop ends at element ${least}`,
    },
  };
}

/** The functions of a file that call one for which `is` holds, directly or not. */
function reaching(unit: Unit, calls: Surroundings['calls'], is: (name: string) => boolean): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { name, body } of unit.functions)
    for (const one of everyExpressionIn(body))
      if (one.kind === 'call' && one.callee.kind === 'name' && is(one.callee.name)) found.add(name);
  for (let grown = true; grown;) {
    grown = false;
    for (const [name, names] of calls)
      if (!found.has(name) && [...names].some((one) => found.has(one))) {
        found.add(name);
        grown = true;
      }
  }
  return found;
}

/** A function of the file that does the one and not the other as well, which would be to set something up again. */
function isOnly(name: string, does: ReadonlySet<string>, not: ReadonlySet<string>): boolean {
  return does.has(name) && !not.has(name);
}

interface Given {
  readonly call: string;
  /** The arrays whose element the call is given, or its result is stored to. */
  readonly arrays: readonly string[];
}

/** What a loop's body does with the elements of the round. */
function elementsIn(
  body: Statement,
  variable: string,
): { readonly calls: readonly Given[]; readonly stored: readonly string[] } {
  const calls: Given[] = [];
  const stored: string[] = [];
  const aliases = new Map<string, readonly string[]>();
  const arraysIn = (expression: Expression): string[] => {
    if (expression.kind === 'name') return [...(aliases.get(expression.name) ?? [])];
    const own =
      expression.kind === 'index' && nameOf(expression.index) === variable ? [arrayOf(expression.object)] : [];
    return [...own.filter((one) => one !== null), ...subexpressions(expression).flatMap(arraysIn)];
  };
  const statements = body.kind === 'block' ? body.body : [body];
  for (const { name, initial } of declarationsIn(statements)) if (initial) aliases.set(name, arraysIn(initial));
  for (const expression of everyExpressionIn(statements)) {
    if (expression.kind === 'assign') {
      if (expression.left.kind === 'name') aliases.set(expression.left.name, arraysIn(expression.right));
      else {
        const right = withoutCasts(expression.right);
        stored.push(...arraysIn(expression.left));
        if (right.kind === 'call' && right.callee.kind === 'name')
          calls.push({ call: right.callee.name, arrays: arraysIn(expression.left) });
      }
    }
    if (expression.kind === 'call' && expression.callee.kind === 'name')
      calls.push({ call: expression.callee.name, arrays: [...new Set(expression.arguments.flatMap(arraysIn))] });
  }
  return { calls, stored };
}

/** Arrays of which an element that is written as a number is freed. */
function elementsFreedAlone(
  { body }: FunctionDefinition,
  freeing: ReadonlySet<string>,
  frees: FileFrame['families']['frees'],
): string[] {
  const found: string[] = [];
  for (const expression of everyExpressionIn(body)) {
    if (expression.kind !== 'call' || expression.callee.kind !== 'name') continue;
    if (!frees.has(expression.callee.name) && !freeing.has(expression.callee.name)) continue;
    for (const given of expression.arguments)
      for (const part of everyExpression(given)) {
        const array = part.kind === 'index' && part.index.kind === 'number' ? arrayOf(part.object) : null;
        if (array !== null) found.push(array);
      }
  }
  return found;
}

/** The array that an index is put to, by its own name. */
export function arrayOf(object: Expression): string | null {
  const bare = withoutCasts(object);
  return bare.kind === 'member' ? bare.member : bare.kind === 'name' ? bare.name : null;
}
