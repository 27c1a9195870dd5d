import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engineFor, mask, parseUnit, sourceFromBytes } from '../src/index.ts';

const engine = await engineFor('wasm');

function unitOf(text: string) {
  const parsed = parseUnit(engine, sourceFromBytes('a.c', Buffer.from(text, 'latin1')), 'a.c');
  if ('problem' in parsed) throw new Error(parsed.problem.message);
  return parsed.unit;
}

const broken = (text: string) => {
  const unit = unitOf(text);
  return unit.broken.length + unit.functions.reduce((sum, one) => sum + one.broken.length, 0);
};

describe('kernel C parses without errors after masking', () => {
  it.each([
    ['attribute words', 'static int __devinit probe(struct x __iomem *p, int n __maybe_unused)\n{\n\treturn 0;\n}\n'],
    ['attribute calls', 'void f(const char *s, ...) __printf(1, 2) __must_hold(&lock);\nint g __aligned(8);\n'],
    [
      'a type as a macro argument',
      'void f(void)\n{\n\tstruct a *p = container_of(q, struct a, m);\n\tg(va_arg(ap, struct b *));\n}\n',
    ],
    ['names beside strings', 'void f(void)\n{\n\tprintk(KERN_INFO DRV_NAME PFX "a" VERSION " b\\n", x);\n}\n'],
    ['iterator macros', 'void f(void)\n{\n\tlist_for_each_entry(p, &head, list) {\n\t\tg(p);\n\t}\n}\n'],
    ['a conditional among arguments', 'void f(void)\n{\n\tg(1,\n#ifdef A\n\t  2,\n#else\n\t  3,\n#endif\n\t  4);\n}\n'],
    ['a conditional in an initialiser', 'int a[] = {\n\t1,\n#ifdef A\n\t2,\n#endif\n\t3\n};\n'],
    [
      'a conditional around half an if',
      'void f(void)\n{\n#ifdef A\n\tif (x) {\n\t\tg();\n\t} else\n#endif\n\t\th();\n}\n',
    ],
    ['two heads of one function', '#ifdef A\nint f(int a, int b)\n#else\nint f(int a)\n#endif\n{\n\treturn a;\n}\n'],
    ['a label before #endif', 'void f(void)\n{\n\tgoto out;\n#ifdef A\n\tg();\nout:\n#endif\n\th();\n}\n'],
    ["a qualifier of the file's own", '#define _static static\n_static void f(void)\n{\n}\n'],
  ])('%s', (_what, text) => expect(broken(text)).toBe(0));
});

it('names a shortened label as it is written', () => {
  const [f] = unitOf('void f(void)\n{\n\tgoto out_free;\n#ifdef A\nout_free:\n#endif\n\th();\n}\n').functions;
  expect(JSON.stringify(f!.body)).toContain('"name":"out_free"');
});

it('reports what a flattened conditional hides', () => {
  const text = 'void f(void)\n{\n\tg(1,\n#ifdef A\n\t  2\n#else\n\t  3\n#endif\n\t  );\n}\n';
  expect(unitOf(text).hidden.map((span) => text.slice(span.start, span.end))).toEqual(['#else\n\t  3\n#endif']);
});

it('never changes the length of a text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '__init ',
      'KERN_INFO "a"',
      '#if X\n',
      '#else\n',
      '#endif\n',
      '#define __a\n',
      '(',
      ')',
      '{',
      '}',
      'x:',
    ),
    fc.constantFrom(
      '/*',
      '*/',
      '//',
      '"',
      "'",
      '\\\n',
      '\r\n',
      'for_each(',
      'container_of(a, struct b, c)',
      '__attribute__((',
      ' ',
    ),
    fc.string({ maxLength: 5 }).filter((s) => [...s].every((c) => c.charCodeAt(0) < 256)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      const masked = mask(text).text;
      expect(masked.length).toBe(text.length);
    }),
    { numRuns: 2000, seed: 2002 },
  );
});
