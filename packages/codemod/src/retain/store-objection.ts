import { withoutCasts, type Expression } from '@freehandle/c-source';
import { visitExpressions } from './expressions.ts';
import type { OpenFile } from './workspace.ts';

/**
 * Why a file may put something into a member unseen: it takes the member's address outside the calls at `known`, or, when
 * its stores were not looked at otherwise (`isAnalysed` false), stores to it. Null when it does neither.
 */
export function objectionToStores(
  { unit, file }: OpenFile,
  member: string,
  isAnalysed: boolean,
  known: ReadonlySet<number>,
): string | null {
  let found: string | null = null;
  for (const definition of unit.functions) {
    visitExpressions(definition, (expression, parent) => {
      if (expression.kind === 'address' && endsIn(expression.operand, member)) {
        if (!(parent?.kind === 'call' && known.has(parent.start)))
          found ??= `${definition.name} (${file}) takes the address of ${member}`;
      }
      if (isAnalysed) return;
      const target =
        expression.kind === 'assign' ? expression.left : expression.kind === 'update' ? expression.operand : null;
      if (target && endsIn(target, member)) found ??= `${definition.name} (${file}) stores to a member ${member}`;
    });
  }
  return found;
}

function endsIn(expression: Expression, member: string): boolean {
  const bare = withoutCasts(expression);
  if (bare.kind === 'index') return endsIn(bare.object, member);
  return bare.kind === 'member' && bare.member === member;
}
