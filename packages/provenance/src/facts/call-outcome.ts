import { withoutCasts, type Expression, type FunctionDefinition, type Statement } from '@freehandle/c-source';
import type { Frame } from '../flow/frame.ts';
import { isNull, reachingDefinitions } from '../flow/reaching.ts';
import { denoted } from '../paths/path-of.ts';

/** What the result of the call at offset `call` is known to be. */
export interface Outcome {
  readonly call: number;
  readonly isZero: boolean;
}

/** What the outcome `when` of a branch says about the results of calls that the condition tests. */
export function outcomesOf(frame: Frame, condition: Expression, at: number, when: boolean): Outcome[] {
  const bare = withoutCasts(condition);
  let tested: Expression = bare;
  let trueIsZero = false;
  if (bare.kind === 'binary') {
    if (!isNull(bare.right)) return [];
    tested = bare.left;
    // A negative number is the usual failure: `err < 0` and `err >= 0` tell it from zero.
    if (bare.operator === '==' || bare.operator === '>=') trueIsZero = true;
    else if (bare.operator !== '!=' && bare.operator !== '<') return [];
  }
  return callsIn(frame, tested, at).map((call) => ({ call, isZero: when === trueIsZero }));
}

/** The calls whose result `expression` is. */
function callsIn(frame: Frame, expression: Expression, at: number): number[] {
  const bare = withoutCasts(expression);
  if (bare.kind === 'call') return [bare.start];
  if (bare.kind === 'assign') return callsIn(frame, bare.right, at);
  const place = bare.kind === 'name' ? denoted(frame, bare) : null;
  if (place?.kind !== 'place') return [];
  return reachingDefinitions(frame, place.path, at).flatMap((definition) => {
    const value = definition.kind === 'value' && definition.rest.length === 0 ? withoutCasts(definition.value) : null;
    return value?.kind === 'call' ? [value.start] : [];
  });
}

/** Whether the outcome means that the function failed: zero for a pointer or a truth value, else what is not zero. */
export function isFailure(callee: FunctionDefinition, outcome: Outcome): boolean {
  const { returns, body } = callee;
  const values = returned(body);
  const isTruth =
    /^(?:bool|_Bool|boolean_t)$/.test(returns.base) || values.some((value) => value === 'TRUE' || value === 'true');
  const isPositive = values.includes('1') && !values.some((value) => value === 'negative' || value === 'other');
  return returns.pointers > 0 || isTruth || isPositive ? outcome.isZero : !outcome.isZero;
}

function returned(body: readonly Statement[]): string[] {
  return body.flatMap((statement): string[] => {
    switch (statement.kind) {
      case 'return': {
        const value = statement.value && withoutCasts(statement.value);
        if (value?.kind === 'number') return [value.text];
        if (value?.kind === 'unary' && value.operator === '-') return ['negative'];
        return value?.kind === 'name' && /^(?:true|TRUE)$/.test(value.name) ? [value.name] : ['other'];
      }
      case 'block':
      case 'case':
        return returned(statement.body);
      case 'if':
        return returned([statement.then, ...(statement.otherwise ? [statement.otherwise] : [])]);
      case 'loop':
      case 'switch':
        return returned([statement.body]);
      case 'label':
        return statement.body ? returned([statement.body]) : [];
      case 'config':
        return statement.branches.flatMap((branch) => returned(branch.body));
      default:
        return [];
    }
  });
}
