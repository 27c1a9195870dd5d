import { engineFor, parseUnit, sourceFromBytes } from '@freehandle/c-source';
import { describe, expect, it } from 'vitest';
import { macroTable, mayAct } from '../src/flow/macro-words.ts';

const engine = await engineFor('wasm');

/** Whether a use of `M` may do something, where these are the definitions. */
function acts(...definitions: string[]): boolean {
  const text = definitions.map((one) => `#define ${one}\n`).join('');
  const parsed = parseUnit(engine, sourceFromBytes('a.c', Buffer.from(text)), 'a.c');
  if ('problem' in parsed) throw new Error(parsed.problem.message);
  return mayAct(macroTable(parsed.unit.macros), 'M');
}

describe('whether a macro does anything to the function that uses it', () => {
  it.each([
    ['a value does not', ['M 1 << 4'], false],
    ['a comparison does not', ['M(a) ((a) <= 4 && (a) != 2)'], false],
    ['an assignment does', ['M(a) ((a)->n |= 4)'], true],
    ['a count does', ['M(a) a++'], true],
    ['a jump does', ['M goto out'], true],
    ['what leaves a loop does', ['M(a) if (!(a)) break'], true],
    ['one that it expands to does', ['N(a) M2(a)', 'M2(a) return a', 'M(a) N(a)'], true],
    ['one that it does not expand to is nothing to it', ['N(a) a = 1', 'M(a) n(a)'], false],
    ['one of several definitions does', ['M(a) (a)', 'M(a) (a) = 0'], true],
    ['what is pasted may', ['M(a) a ## urn 1'], true],
    ['two that expand to each other end', ['N(a) M(a)', 'M(a) N(a)'], false],
  ])('%s', (_what, definitions, expected) => expect(acts(...definitions)).toBe(expected));
});
