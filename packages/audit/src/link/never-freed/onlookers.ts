import { withoutCasts, type Expression, type FunctionDefinition } from '@freehandle/c-source';
import type { FileFrame } from '../../explore/frame.ts';
import { everyExpressionIn, everyStatement } from '../../scan/statements.ts';

/**
 * Tells of functions of a file whether they neither free nor keep what they are given: they store none of their parameters,
 * return none, and call only such functions, or others that `isHarmless` holds for.
 */
export function onlookers(
  { functions }: Pick<FileFrame, 'functions'>,
  isHarmless: (name: string) => boolean,
): (name: string) => boolean {
  const known = new Map<string, boolean>();
  const looksOn = (name: string): boolean => {
    const definition = functions.get(name);
    if (!definition) return isHarmless(name);
    const before = known.get(name);
    if (before !== undefined) return before;
    // What is called again inside itself is not known yet.
    known.set(name, false);
    const result = definition.broken.length === 0 && bodyLooksOn(definition, looksOn);
    known.set(name, result);
    return result;
  };
  return (name) => functions.has(name) && looksOn(name);
}

function bodyLooksOn({ parameters, body }: FunctionDefinition, looksOn: (name: string) => boolean): boolean {
  const names = new Set(parameters.map(({ name }) => name));
  const isParameter = (value: Expression): boolean => {
    const bare = withoutCasts(value);
    return bare.kind === 'name' && names.has(bare.name);
  };
  const isFine = (expression: Expression): boolean => {
    if (expression.kind === 'call' && (expression.callee.kind !== 'name' || !looksOn(expression.callee.name)))
      return false;
    if (expression.kind === 'statements' || (expression.kind === 'assign' && isParameter(expression.right)))
      return false;
    if (expression.kind === 'address' && isParameter(expression.operand)) return false;
    return true;
  };
  for (const statement of everyStatement(body)) {
    if (statement.kind === 'return' && statement.value && isParameter(statement.value)) return false;
    if (statement.kind !== 'declaration') continue;
    if (statement.declarators.some(({ initial }) => initial && isParameter(initial))) return false;
  }
  return everyExpressionIn(body).every(isFine);
}
