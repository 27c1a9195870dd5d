import { withoutCasts, type Expression, type Unit } from '@freehandle/c-source';
import type { FileFrame } from '../explore/frame.ts';
import { everyExpressionIn } from '../scan/statements.ts';
import type { Linked } from './check-frees.ts';
import { arrayOf } from './loops-free-fewer.ts';
import { countingLoops, nameOf } from './loop-ranges.ts';

/** A loop over an array in which the elements are allocated, or freed, up to a bound. */
interface Filled {
  readonly function: string;
  readonly array: string;
  readonly bound: string;
  readonly offset: number;
  readonly call: string;
}

/**
 * Loops that free the elements of an array up to another bound than all loops that allocate them go up to: one less, or the one of
 * another array of the file.
 */
export function boundsOfOtherArrays(file: FileFrame, unit: Unit): Linked[] {
  const { allocators, frees } = file.families;
  const made: Filled[] = [];
  const freed: Filled[] = [];
  for (const { name, body } of unit.functions)
    for (const loop of countingLoops(body)) {
      const bound = loop.most && boundOf(file, loop.most);
      if (!bound) continue;
      for (const one of everyExpressionIn([loop.body])) {
        const place = one.kind === 'assign' ? one.left : null;
        const call = withoutCasts(one.kind === 'assign' ? one.right : one);
        if (call.kind !== 'call' || call.callee.kind !== 'name' || file.functions.has(call.callee.name)) continue;
        const known = { function: name, bound, offset: loop.start, call: call.callee.name };
        if (place && allocators.get(known.call)?.family.traced)
          for (const array of arraysIn(place, loop.variable)) made.push({ ...known, array });
        const freeing = frees.get(known.call);
        const given = freeing?.family.traced && call.arguments[freeing.call.arguments.indexOf('vaddr')];
        if (given) for (const array of arraysIn(given, loop.variable)) freed.push({ ...known, array });
      }
    }
  return freed.flatMap((one) => {
    const makers = made.filter(({ array }) => array === one.array);
    const [maker] = makers;
    if (!maker || makers.some(({ bound }) => bound !== maker.bound) || maker.bound === one.bound) return [];
    if (freed.some(({ array, bound }) => array === one.array && bound === maker.bound)) return [];
    const isOfOther = made.some(({ array, bound }) => array !== one.array && bound === one.bound);
    return isOneLess(one.bound, maker.bound) || isOfOther ? [suspicionOf(one, maker)] : [];
  });
}

/** What a loop's variable stays below, in words that mean the same in every function: a number, a macro, a member by its name. */
function boundOf(file: FileFrame, bound: Expression): string | null {
  const bare = withoutCasts(bound);
  if (bare.kind === 'member') return `.${bare.member}`;
  if (bare.kind === 'number') return bare.text;
  if (bare.kind === 'name') {
    const term = /^[A-Z]\w*$/.test(bare.name) ? file.constantOf(bare.name) : null;
    return term?.kind === 'number' ? `${term.value}` : term ? bare.name : null;
  }
  if (bare.kind !== 'binary' || bare.operator !== '-') return null;
  const [left, right] = [boundOf(file, bare.left), boundOf(file, bare.right)];
  return left === null || right === null ? null : `${left}-${right}`;
}

function isOneLess(bound: string, than: string): boolean {
  return bound === `${than}-1` || (/^\d+$/.test(bound) && Number(bound) + 1 === Number(than));
}

/** The arrays whose element of the round an expression names. */
function arraysIn(expression: Expression, variable: string): string[] {
  const bare = withoutCasts(expression);
  if (bare.kind === 'member') return arraysIn(bare.object, variable);
  if (bare.kind !== 'index') return [];
  const array = arrayOf(bare.object);
  const inner = arraysIn(bare.object, variable);
  return array !== null && nameOf(bare.index) === variable ? [array, ...inner] : inner;
}

function suspicionOf({ function: name, array, bound, offset, call }: Filled, maker: Filled): Linked {
  return {
    function: name,
    rule: 'R7',
    severity: 'warning',
    offset,
    message: `the loop frees \`${array}\` up to \`${textOf(bound)}\`; ${maker.function} allocates its elements up to \`${textOf(maker.bound)}\``,
    trail: {
      before: { before: null, offset: maker.offset, what: `${maker.call} allocates the elements in ${maker.function}` },
      offset,
      what: `${call} is called up to another bound`,
    },
  };
}

function textOf(bound: string): string {
  return bound.replace(/^\./, '');
}
