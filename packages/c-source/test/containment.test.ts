import { describe, expect, it } from 'vitest';
import { engineFor, parseUnit, sourceFromBytes } from '../src/index.ts';

const engine = await engineFor('wasm');

/** What is broken and what is contained in the first function, as text. */
function harm(body: string, before = '') {
  const text = `${before}void f(void)\n{\n${body}\n\tlast();\n}\n`;
  const parsed = parseUnit(engine, sourceFromBytes('a.c', Buffer.from(text, 'latin1')), 'a.c');
  if ('problem' in parsed) throw new Error(parsed.problem.message);
  const [f] = parsed.unit.functions;
  return {
    broken: f!.broken.length > 0,
    contained: f!.contained.map((span) => text.slice(span.start, span.end)),
    kinds: f!.body.map((one) => one.kind),
  };
}

describe('a statement that did not parse is contained where its tokens leave no doubt', () => {
  it.each([
    ['a call', '\ta();\n\tb(c @ d, e);', ['b(c @ d, e);']],
    ['an assignment', '\tc = d @ e;', ['c = d @ e;']],
    ['under a condition', '\tif (a)\n\t\tb(c @ d);', ['b(c @ d);']],
    ['an alternative', '\tif (a) {\n\t\tb();\n\t} else\n\t\tb(c @ d);', ['b(c @ d);']],
    ['two of them', '\tb(c @ d);\n\ta();\n\tb(e @ f);', ['b(c @ d);', 'b(e @ f);']],
  ])('%s', (_what, body, contained) => expect(harm(body)).toMatchObject({ broken: false, contained }));
});

describe('else the function is broken', () => {
  it.each([
    ['a condition', '\tif (a @ b)\n\t\tc();'],
    ['a return', '\treturn a @ b;'],
    ['a jump in it', '\tMAYBE(a @ b, goto out);\nout:'],
    ['a brace in it', '\ta @ { b; };'],
    ['a parenthesis that is not closed', '\ta((b @ c);\n\td();'],
    ['no semicolon before a brace', '\tif (a) {\n\t\tb @ c\n\t}'],
    ['a directive in it', '\ta(b @\n#pragma once\n\t  c);\n#error d\n\tb @\n#ifdef X\n\tc);'],
    ['a label', 'here: a(b @ c);\n\tgoto here;'],
  ])('%s', (_what, body) => expect(harm(body)).toMatchObject({ broken: true }));

  it('a macro that opens a block in it', () =>
    expect(harm('\ta(b @ c) BEGIN(d);\n\t}', '#define BEGIN(x) if (x) {\n')).toMatchObject({ broken: true }));
});

it('leaves the statements around in their places', () => {
  expect(harm('\tif (a)\n\t\tb(c @ d);\n\tg();').kinds).toEqual(['if', 'expression', 'expression']);
});
