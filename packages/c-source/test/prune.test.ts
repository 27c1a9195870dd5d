import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engineFor, lex, outlineOf, parseUnit, prune, sourceFromBytes, type Outline } from '../src/index.ts';

const engine = await engineFor('wasm');
const nothing = new Set<number>();
const storesOnly = (outline: Outline) => ({
  functions: outline.functions.map(
    () =>
      ({
        kind: 'stores',
        calls: nothing,
        lent: new Set<number>(),
        overwriting: new Set<number>(),
        arrays: new Set<number>(),
        steady: false,
      }) as const,
  ),
  values: outline.values.map(() => false),
});
const pruned = (text: string) => {
  const outline = outlineOf(lex(text));
  return prune(outline, storesOnly(outline));
};
const shown = (body: string) =>
  pruned(`int g;\nvoid f(struct s *p, int n)\n{\n${body}\n}\n`)
    .split('\n')
    .slice(3, -2)
    .join('\n')
    .replace(/\s+/g, ' ')
    .trim();

describe('of a function that only its stores matter of, there is shown', () => {
  it.each([
    ['a store to a member', 'p->a = n;', 'p->a = n;'],
    ['a store to a file-level variable', 'g = n;', 'g = n;'],
    ['a count of a member', 'if (n) p->a++; else --p->b;', 'p->a++; --p->b;'],
    ['no store to a variable of its own', 'int i; i = n; n++; ++i;', ''],
    ['a declaration that a store needs', 'struct t *q = p->t; int i; q->a = 1;', 'struct t *q = p->t; q->a = 1;'],
    [
      'every value of a pointer that is stored through',
      'struct s *q, *r; int i; i = 1; r = p->next; q = r; if (n) q = p; q->a = i;',
      'struct s *q, *r; int i; r = p->next; q = r; q = p; q->a = i;',
    ],
    [
      'a store through a pointer that is cast',
      'char *q; q = p; if (n) k(p); else *(int *)q += n;',
      'char *q; q = p; *(int *)q += n;',
    ],
    ['who else may set such a pointer', 'struct s *q = p; k(&q); q->a = 1;', 'struct s *q = p; k(&q); q->a = 1;'],
    ['no call, no jump, no label', 'out: k(p); if (n) goto out; return;', ''],
    ['a store in a condition, with a body', 'if ((p->a = k(n)) < 0) return;', 'if ((p->a = k(n)) < 0) ;'],
    ['a store in a loop head', 'for (p->i = 0; p->i < n; p->i++) k(p);', 'for (p->i = 0; p->i < n; p->i++) ;'],
    ['a store in a block, in its block', 'if (n) { int m = 1; p->a = m; }', '{ int m = 1; p->a = m; }'],
    ['no block without a store', 'if (n) { k(p); } else { while (n) { n--; } }', ''],
    ['the stores of each branch', '#ifdef A\np->a = 1;\n#else\np->a = 2;\n#endif', 'p->a = 1; p->a = 2;'],
    ['an iterator that sets a member', 'list_for_each(p->at, p->h) k(p);', 'list_for_each(p->at, p->h) ;'],
    ['no iterator that sets a variable', 'struct s *q; list_for_each(q, p->h) k(q);', ''],
    ['an outer variable of the name of an inner one', '{ int g; g = 1; } g = 2;', '{ int g; } g = 2;'],
  ])('%s', (_what, body, expected) => expect(shown(body)).toBe(expected));
});

describe('a function is shown whole when its statements cannot be told apart', () => {
  it.each([
    ['half an if in a conditional', '#ifdef A\nif (n) {\n#else\n{\n#endif\nk(p); }'],
    ['a statement that a conditional splits', 'p->a =\n#ifdef A\n1;\n#else\n2;\n#endif'],
    ['a block macro that stores', 'EACH(p->a = 1) { k(p); }'],
    ['a head that sets a pointer that is stored through', 'struct s *q = p; for (q = p->next; n; n--) q->a = 1;'],
    ['an iterator that does', 'struct s *q; list_for_each(q, p->h) q->a = 1;'],
  ])('%s', (_what, body) => expect(shown(body)).toBe(body.replace(/\s+/g, ' ')));
});

it('finds functions where heads or braces stand in conditionals, and no struct or table', () => {
  const text = `struct s { int a; } __attribute__((packed)) v = { 1 };
int t[] = { f(1) };
#ifdef A
int one(int a)
#else
int one(void)
#endif
{
}
static int __init two(void) { return 0; }
int old(a) int a; { return a; }
DEFINE(x)
int three(void)
{
#ifdef A
	if (x) {
#else
	{
#endif
	}
}
`;
  const outline = outlineOf(lex(text));
  const names = outline.functions.map(({ names }) =>
    names.map((id) => text.slice(outline.lexemes.nameStarts[id], outline.lexemes.nameEnds[id])).join(' '),
  );
  expect(names).toEqual(['one one', 'two', 'DEFINE three']);
});

const piece = fc.constantFrom(
  ...[
    'int f(int a)\n{',
    '}',
    '{',
    ';',
    'p->a = 1;',
    'if (x) ',
    'else ',
    'for (;;) ',
    'while (p->n--) ',
    'do ',
    '(',
    ')',
  ],
  ...[
    '#ifdef A\n',
    '#else\n',
    '#endif\n',
    '#define M(x) {\n',
    '\n',
    '\r\n',
    '/*',
    '*/',
    '"',
    "'",
    '\\\n',
    'case 1: ',
    'g',
  ],
  ...['switch (x) ', 'out: ', 'struct s *p = q;', 'int i;', '= { 1 }', '[', ']', '++', 'x', ' ', '\u00e9', 'EACH(x) '],
);

it('changes no length and no line end, and shows nothing but what was there, for any text', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = `int f(int a)\n{\n${pieces.join('')}\n}\nint g(void)\n{\n\tp->a = 1;\n}\n`;
      const result = pruned(text);
      expect(result.length).toBe(text.length);
      for (let i = 0; i < text.length; i++) if (result[i] !== text[i]) expect(result[i]).toBe(' ');
      expect(result.replace(/[^\r\n]/g, '')).toBe(text.replace(/[^\r\n]/g, ''));
    }),
    { numRuns: 2000, seed: 2002 },
  );
});

it('leaves functions, with their offsets, and all stores to members where they were', () => {
  const store = fc.constantFrom(
    'p->a = 1;',
    'if (n) p->b++;',
    'while (n) { k(n); p->c = n; }',
    'n = k(p->a);',
    'k(p);',
  );
  fc.assert(
    fc.property(fc.array(store, { maxLength: 12 }), (statements) => {
      const text = `struct s { int a, b, c; };\nint f(struct s *p, int n)\n{\n\t${statements.join('\n\t')}\n}\n`;
      const source = sourceFromBytes('a.c', Buffer.from(text, 'latin1'));
      const [whole, part] = [
        parseUnit(engine, source, 'a.c'),
        parseUnit(engine, source, 'a.c', { select: storesOnly }),
      ];
      if ('problem' in whole || 'problem' in part) throw new Error('not parsed');
      const { body: _body, ...head } = whole.unit.functions[0]!;
      expect(part.unit.functions[0]).toMatchObject(head);
      const stores = (unit: unknown) =>
        JSON.stringify(unit).match(/"kind":"(?:assign|update)","operator":"[^"]+"/g) ?? [];
      const local = statements.filter((one) => one.startsWith('n =')).length;
      expect(stores(part.unit).length).toBe(stores(whole.unit).length - local);
    }),
    { numRuns: 100, seed: 2002 },
  );
});
