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
    ['a range of cases', 'void f(int a)\n{\n\tswitch (a) {\n\tcase A ... B:\n\t\tg();\n\t}\n}\n'],
    ['an unknown iterator', 'void f(void)\n{\n\tqueue_walk(q, p) {\n\t\tg(p);\n\t}\n\twalk_all(q, p)\n\t\tg(p);\n}\n'],
    ['a macro without a semicolon', 'void f(void)\n{\nout:\n\tCLEAR(p)\n\n\tg(p);\n}\nDONE(f)\nstatic int x;\n'],
    ['a static macro', 'static MAKE_ATTR(name, 0444, show, NULL);\nint x;\n'],
    ['macros among values', 'struct ops o = {\n\tSET_A(f, g)\n\tSET_B(h)\n\t.x = 1\n};\n'],
    ['a macro among members', 'struct s {\n\tBITS(flags, N);\n\tint a;\n};\n'],
    ['definitions among enumerators', 'enum {\n\tA = 1,\n#define A_BIT (1 << 2)\n\tB\n};\n'],
    ['statements as an argument', 'void f(void)\n{\n\tDBG(g(1); g(2);)\n\tWHEN(if (a) g(); else h();)\n\tk();\n}\n'],
    ['types as arguments', 'void f(void)\n{\n\tg(ap, int *);\n\tg(typeof(struct s), unsigned long);\n}\n'],
    [
      'an else in a conditional',
      'void f(void)\n{\n\tif (a) {\n\t\tg();\n#ifdef B\n\t} else if (b) {\n\t\th();\n#endif\n\t} else\n\t\tk();\n}\n',
    ],
    ['a body in each branch', 'void f(void)\n{\n\tif (a)\n#ifdef B\n\t\tg();\n#else\n\t\th();\n#endif\n}\n'],
    ['half a block under #if 0', 'void f(void)\n{\n#if 0\n\tif (a) {\n\t\tg();\n#endif\n\th();\n}\n'],
    ['named variable arguments', '#define say(fmt, arg...) printk(fmt, ##arg)\nint x;\n'],
    ['a word of digits and letters', 'void f(void)\n{\n\tadd_mode(c, 10000baseT_Full);\n}\n'],
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
      'min_t(unsigned, ',
      'va_arg(ap,unsigned*)',
      ...['struct s *', 'unsigned int', 'KERN_ERR', 'M(', ', ', 'if (a)', 'M(a) "b"', ':1, ', 'f(a) int a;'],
      ...[
        'MAC(x)\n',
        'static ',
        'enum {',
        'case A ... B:',
        '#define e\n',
        '= {',
        'offsetof(',
        'typeof(struct s)',
        ';)',
      ],
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
