import { withoutCasts, type Expression, type Statement, type Unit } from '@freehandle/c-source';
import type { FileFrame } from '../explore/frame.ts';
import { releasingCalls } from '../kernel/releases.ts';
import { everyStatement } from '../scan/statements.ts';
import type { Linked } from './check-frees.ts';
import { nameOf } from './loop-ranges.ts';

/** Macros that read the element of a round to get to the next one. [6.1 include/linux/list.h] */
const walking = /^h?list_for_each_entry(?:_reverse|_continue|_continue_reverse|_from|_from_reverse)?$/;

/** Characters of a macro's name. */
const LONGEST_NAME = 64;

/** Loops over a list that free the element they stand on, and read from it where the next one is. */
export function listsWalkedThroughFreed(file: FileFrame, unit: Unit): Linked[] {
  const found: Linked[] = [];
  for (const definition of unit.functions)
    for (const loop of everyStatement(definition.body)) {
      if (loop.kind !== 'loop' || loop.form !== 'macro' || loop.condition?.kind !== 'comma') continue;
      const [name = ''] = /^\w*/.exec(file.source.text.slice(loop.start, loop.start + LONGEST_NAME)) ?? [];
      const element = nameOf(loop.condition.left);
      if (!walking.test(name) || !element) continue;
      const freeing = freeIn(file, loop.body, element);
      if (!freeing) continue;
      found.push({
        function: definition.name,
        rule: 'S2',
        severity: 'error',
        offset: freeing.call.start,
        message: `\`${element}\` is freed, and ${name} reads the next element from it; ${name.replace('_entry', '_entry_safe')} reads it before`,
        trail: {
          before: { before: null, offset: freeing.call.start, what: `${freeing.name} frees \`${element}\`` },
          offset: loop.condition.start,
          what: `${name} goes on to the next from it`,
        },
      });
    }
  return found;
}

interface Freeing {
  readonly call: Expression;
  readonly name: string;
}

/** A free of the element after which the loop goes on; null where it is left, or is given another element. */
function freeIn(file: FileFrame, body: Statement, element: string): Freeing | null {
  const blocks = everyStatement([body]).map((one) => (one.kind === 'block' || one.kind === 'case' ? one.body : [one]));
  for (const statements of blocks) {
    const at = statements.findIndex((one) => one.kind === 'expression' && freeOf(file, one.expression, element));
    const statement = statements[at];
    if (statement?.kind !== 'expression') continue;
    const after = [...statements.slice(at + 1), ...followingIn(blocks, statements)];
    if (after.some((one) => leaves(one, element))) continue;
    return freeOf(file, statement.expression, element);
  }
  return null;
}

/** What follows the statement that these are the body of, in the blocks around it. */
function followingIn(blocks: readonly (readonly Statement[])[], inner: readonly Statement[]): Statement[] {
  const [first] = inner;
  return blocks.flatMap((outer) => {
    const at = outer.findIndex((one) => outer !== inner && first && one.start <= first.start && first.end <= one.end);
    return at < 0 ? [] : outer.slice(at + 1);
  });
}

function leaves(statement: Statement, element: string): boolean {
  if (/^(?:break|return|goto|continue)$/.test(statement.kind)) return statement.kind !== 'continue';
  return (
    statement.kind === 'expression' &&
    statement.expression.kind === 'assign' &&
    nameOf(statement.expression.left) === element
  );
}

function freeOf({ functions, families }: FileFrame, expression: Expression, element: string): Freeing | null {
  const call = withoutCasts(expression);
  if (call.kind !== 'call' || call.callee.kind !== 'name' || functions.has(call.callee.name)) return null;
  const { name } = call.callee;
  const position = families.frees.get(name)?.call.arguments.indexOf('vaddr') ?? releasingCalls.get(name);
  const given = position === undefined ? undefined : call.arguments[position];
  return given && nameOf(given) === element ? { call, name } : null;
}
