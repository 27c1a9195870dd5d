import { everyExpression, type Expression, type Statement, type Unit } from '@freehandle/c-source';
import type { FileFrame } from '../explore/frame.ts';
import { everyStatement } from '../scan/statements.ts';
import type { Linked } from './check-frees.ts';
import { countingLoops, nameOf } from './loop-ranges.ts';

/** A loop asks for an element of its round, and frees an element that another loop's variable chooses. */
export function indicesOfOtherLoops(file: FileFrame, unit: Unit): Linked[] {
  const found: Linked[] = [];
  for (const definition of unit.functions) {
    const loops = [...countingLoops(definition.body)];
    for (const inner of loops) {
      const outer = loops.filter(({ body }) => body.start < inner.body.start && inner.body.end <= body.end);
      if (outer.length === 0) continue;
      for (const statement of everyStatement([inner.body])) {
        if (statement.kind !== 'if' || !indicesIn(statement.condition).has(inner.variable)) continue;
        for (const call of freesIn(file, statement.then)) {
          const used = call.arguments.flatMap((one) => everyExpression(one));
          const other = outer.find(({ variable }) => call.arguments.some((one) => indicesIn(one).has(variable)));
          if (
            !other ||
            used.some((one) => one.kind === 'name' && one.name === inner.variable) ||
            other.variable === inner.variable
          )
            continue;
          found.push({
            function: definition.name,
            rule: 'R7',
            severity: 'warning',
            offset: call.start,
            message: `the loop over \`${inner.variable}\` asks for its element and frees element \`${other.variable}\`, the same in every round; the others are not freed`,
            trail: {
              before: {
                before: null,
                offset: statement.condition.start,
                what: `element \`${inner.variable}\` is asked for`,
              },
              offset: call.start,
              what: `element \`${other.variable}\` is freed`,
            },
          });
        }
      }
    }
  }
  return found;
}

type Call = Extract<Expression, { kind: 'call' }>;

function freesIn(file: FileFrame, then: Statement): Call[] {
  const statements = then.kind === 'block' ? then.body : [then];
  return statements.flatMap((one) => {
    const call = one.kind === 'expression' ? one.expression : null;
    if (call?.kind !== 'call' || call.callee.kind !== 'name' || file.functions.has(call.callee.name)) return [];
    return file.families.frees.get(call.callee.name)?.family.traced ? [call] : [];
  });
}

/** The variables that choose elements in an expression. */
function indicesIn(expression: Expression): Set<string> {
  const indices = everyExpression(expression).flatMap((one) => (one.kind === 'index' ? [nameOf(one.index)] : []));
  return new Set(indices.filter((name) => name !== null));
}
