import { describe, expect, it } from 'vitest';
import { engineFor, identifierOffsets, parseUnit, sourceFromBytes } from '../src/index.ts';

const engine = await engineFor('wasm');
const parse = (text: string) => parseUnit(engine, sourceFromBytes('a.c', Buffer.from(text, 'latin1')), 'a.c');

describe('a file that would exhaust the parser is a problem, in bounded time', () => {
  it.each([
    ['parentheses', '('.repeat(8_000_000)],
    ['nested braces', `void f(void) ${'{'.repeat(100_000)}`],
    ['nested brackets', `int a${'['.repeat(5000)}`],
  ])('%s', (_what, text) => {
    const result = parse(text);
    expect('problem' in result && result.problem.code).toBe('FH1005');
  });
});

describe('odd text is parsed as far as it goes', () => {
  it.each([
    ['an unterminated comment', 'int a; /* and so on'],
    ['an unterminated string', 'char *s = "and so on;\nint b;'],
    ['a lone quote', "int c = ';"],
    ['a run of words', 'int a; ' + 'word '.repeat(100_000)],
    ['a word of a megabyte', `int ${'a'.repeat(1_000_000)};`],
    ['nothing', ''],
    ['only a byte order mark', '\u00ef\u00bb\u00bf'],
    ['a long chain of operators', `int x = ${'1+'.repeat(3000)}1;`],
    ['a long else-if chain', `void f(int a) { ${'if (a) g(); else '.repeat(500)} h(); }`],
    ['a line of a megabyte', `int a[] = { ${'1,'.repeat(500_000)} };`],
  ])('%s', (_what, text) => {
    const result = parse(text);
    if ('problem' in result) expect(result.problem.code).toBe('FH1005');
    else expect(result.unit.path).toBe('a.c');
  });
});

describe('a macro has parameters only where its list is names between commas', () => {
  it.each([
    ['(a, b)', ['a', 'b']],
    ['()', []],
    ['( a /* first */, \\\n b )', ['a', 'b']],
    ['(a, ...)', ['a']],
    ['(a, more...)', ['a', 'more']],
    ['(...)', []],
    ['(,, size, dma_handle arch(v)', null],
    ['(a, size( handle)', null],
    ['(a b)', null],
    ['(a,)', null],
  ])('%s', (list, expected) => {
    const result = parse(`#define f${list} g(a)\nint x;\n`);
    expect('unit' in result && result.unit.macros.map((macro) => macro.parameters)).toEqual([expected]);
  });
});

it('finds identifiers in code only', () => {
  const text = '/* f */ "f" \'f\' f // f\n#define g f\n"\\"f" ff f';
  expect(identifierOffsets(text, 'f')).toEqual([16, text.indexOf('f', 30), text.length - 1]);
});

it('gives the same tree with the native parser, where it is installed', async (context) => {
  const native = await engineFor('auto');
  if (native.name !== 'native') context.skip('the optional native parser is not installed');
  const text = 'struct s { int a[3]; };\nint f(struct s *p) { for (;;) if (p->a[0]++) break; return sizeof(*p); }\n';
  expect(native.parse(text, 1000)).toEqual(engine.parse(text, 1000));
});
