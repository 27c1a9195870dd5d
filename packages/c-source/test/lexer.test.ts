import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HASH, lex, NAME, nameOf, tokensOf } from '../src/index.ts';

const words = (text: string) => tokensOf(text).map((token) => text.slice(token.start, token.end));

describe('text is split as the compiler splits it before the preprocessor', () => {
  it.each([
    ['operators', 'a->b<<=c>>d...e.f&&!g!=h', 'a -> b <<= c >> d ... e . f && ! g != h'],
    ['numbers', '0x1fUL 1.5e-3 .5 1..2', '0x1fUL 1.5e-3 .5 1..2'],
    ['literals', `L"a\\"b" 'c' "d\\\\"`, `L"a\\"b" 'c' "d\\\\"`],
    ['comments', 'a/* b */c// d\\\ne\nf', 'a c f'],
    ['a string that its line ends', '"ab\ncd', '"ab cd'],
    ['pasting', '#define a b##c', '# define a b ## c'],
    ['letters beyond ASCII', 'na\u00efve$', 'na\u00efve$'],
  ])('%s', (_what, text, expected) => expect(words(text).join(' ')).toBe(expected));
});

it('numbers names in order of appearance, each once', () => {
  const lexemes = lex('b = a + b->a;');
  expect([...lexemes.ids.subarray(0, lexemes.count)]).toEqual([0, -1, 1, -1, 0, -1, 1, -1]);
  expect([nameOf(lexemes, 0), nameOf(lexemes, 1)]).toEqual(['b', 'a']);
});

it('marks the tokens of directives, with the lines they go on in', () => {
  const text = '#define a \\\n  b\nc # d\n  #  if e\nf';
  const lexemes = lex(text);
  const marked = words(text).filter((_word, i) => lexemes.directives[i]);
  expect(marked).toEqual(['#', 'define', 'a', 'b', '#', 'if', 'e']);
  expect(lexemes.kinds[0]).toBe(HASH);
});

it('covers every character that is neither white space nor comment, in order, for any text', () => {
  const piece = fc.oneof(
    fc.constantFrom('/*', '*/', '//', '"', "'", '\\', '\n', '\r\n', '#', 'L', '.', '1e+', '<', '=', '->', 'a', ' '),
    fc.string({ maxLength: 4 }).filter((s) => [...s].every((c) => c.charCodeAt(0) < 256)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const { count, kinds, starts, ends, ids } = lex(text);
      let position = 0;
      for (let i = 0; i < count; i++) {
        expect(starts[i]).toBeGreaterThanOrEqual(position);
        expect(ends[i]).toBeGreaterThan(starts[i]!);
        expect(text.slice(position, starts[i])).toMatch(
          /^(?:\s|[\0-\x20]|\/\*[^]*?\*\/|\/\/(?:\\\r?\n|[^\n])*|\\\r?\n)*$/,
        );
        expect(ids[i]! >= 0).toBe(kinds[i] === NAME);
        position = ends[i]!;
      }
    }),
    { numRuns: 2000, seed: 2002 },
  );
});
