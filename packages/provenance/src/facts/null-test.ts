import { withoutCasts, type Expression } from '@freehandle/c-source';
import { isNull } from '../flow/reaching.ts';

/** The outcome of `condition` that means that what `isTested` knows is not NULL; null when it does not test it. */
export function nullTest(condition: Expression, isTested: (expression: Expression) => boolean): boolean | null {
  const bare = withoutCasts(condition);
  if (bare.kind === 'binary' && (bare.operator === '==' || bare.operator === '!=')) {
    const tested = isNull(bare.right) ? bare.left : isNull(bare.left) ? bare.right : null;
    return tested && isTested(tested) ? bare.operator === '!=' : null;
  }
  return isTested(bare) ? true : null;
}
