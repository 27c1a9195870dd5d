import { everyExpression, type Expression, type Statement } from '@freehandle/c-source';
import type { Frame } from '../explore/frame.ts';
import type { FreeEvent } from '../explore/state.ts';
import { isHarmless } from '../kernel/harmless.ts';
import { isPure } from '../kernel/pure-calls.ts';
import { everyExpressionIn, everyStatement } from '../scan/statements.ts';
import { argumentFor } from './given-pointer.ts';

type Loop = Extract<Statement, { kind: 'loop' }>;

/**
 * A loop frees what nothing in it changes: the same in every round. Where a condition that changes decides, it may be freed in one
 * round only.
 */
export function isSameEachRound(frame: Frame, event: FreeEvent): boolean {
  const given = argumentFor(event, 'vaddr');
  if (!given || !event.at || !event.family.traced) return false;
  const { start } = event.at;
  const loop = everyStatement(frame.definition.body).findLast(
    (one): one is Loop => one.kind === 'loop' && one.start <= start && start < one.end,
  );
  if (!loop || loop.form === 'macro' || loop.form === 'do') return false;
  const changed = changedIn(frame, loop);
  const isUnmoved = (expression: Expression): boolean =>
    everyExpression(expression).every(
      (part) =>
        part.kind !== 'call' &&
        part.kind !== 'update' &&
        !(part.kind === 'name' && changed.has(part.name)) &&
        !(part.kind === 'member' && changed.has(part.member)),
    );
  return (
    isUnmoved(given) &&
    everyStatement([loop.body]).every((one) => {
      if (one.start > start || start >= one.end) return true;
      return one.kind === 'block' || one.kind === 'expression' || (one.kind === 'if' && isUnmoved(one.condition));
    })
  );
}

/** Variables and members that a round of a loop may change, by name. */
function changedIn(frame: Frame, { body, condition, update }: Loop): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (place: Expression): void => {
    for (const part of everyExpression(place)) {
      if (part.kind === 'name') names.add(part.name);
      if (part.kind === 'member') names.add(part.member);
    }
  };
  const all = [
    ...everyExpressionIn([body]),
    ...[condition, update].flatMap((one) => (one ? everyExpression(one) : [])),
  ];
  for (const one of all) {
    if (one.kind === 'assign') add(one.left);
    if (one.kind === 'update' || one.kind === 'address') add(one.operand);
    if (one.kind !== 'call') continue;
    const name = one.callee.kind === 'name' ? one.callee.name : '';
    const isOwn = frame.functions.has(name);
    if (isOwn) for (const stored of frame.storesOf(name)) names.add(stored);
    if (!isOwn && (frame.families.frees.has(name) || isHarmless(name) || isPure(name))) continue;
    one.arguments.forEach(add);
  }
  return names;
}
