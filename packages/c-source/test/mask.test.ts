import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engineFor, lex, macroShapes, mask, parseUnit, sourceFromBytes } from '../src/index.ts';

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
      'an attribute between a variable and its value',
      'void f(void)\n{\n\tstruct a *p __free(kfree) = NULL;\n\tu8 n __tidy(drop, 1) = g();\n}\nstatic DEFINE_PER_CPU(int, n) = 3;\n',
    ],
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
    ['control characters in a comment', 'void f(void)\n{\n\t/* a\x0ev\x0fb */\n\tg();\n}\n'],
    [
      'arguments with their comma in a macro',
      '#ifdef A\n#define AREA(v) v,\n#else\n#define AREA(v)\n#endif\nint f(void)\n{\n\tif (g(AREA(v) v->x, 1))\n\t\treturn 1;\n\treturn 0;\n}\n',
    ],
    [
      'a declaration that ends in an empty macro',
      '#define TRACE(s, n)\nint f(void)\n{\n\tint a\n\n\tTRACE("f", 1);\n\treturn a;\n}\n',
    ],
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
    ['calls beside strings', 'LIMIT(n, "1-" STRING(MAX) "i");\nchar *s = "a" STRING(B);\nchar *t = STRING(A) "b";\n'],
    ['a name of a string before other arguments', 'void f(void)\n{\n\tprintk(LEVEL NAME, p->name);\n}\n'],
    ['a string over lines', 'ABOUT(x, "first,\n\tsecond: {it\'s}\n");\nint y;\n'],
    ['bits without a name', 'struct s {\n\tunchar a:1,\n\t\t:2, b:3,\n\t\t:1;\n\tunchar\t: 4,\n\t\tc : 4;\n};\n'],
    ['bits by a macro', 'struct s {\n\tu8 X(a:6, X(b:1, c:1));\n\tHEAD(, item) list;\n\tint d;\n};\n'],
    ['an attribute after an array', 'static int a[4] __mine;\nstatic int b[] __mine = {\n\t1\n};\n'],
    ['designators without an equals sign', 'static u32 a[] = {\n\t[ONE]  X | Y,\n\t[TWO]  Z,\n};\n'],
    ['macros that bring members', 'struct ops o = {\n\tOWNER\tMODULE\n\t.read = r,\n\tTHIS\n\twrite:\tw,\n};\n'],
    ['an initialiser between macros', 'BOARD(X, "a")\n\t.a = 1,\n\t.f = g(h),\nEND_OF_BOARD\n\nint y;\n'],
    ['operators and nothing as arguments', 'OPS(read, u8 *)\nOPS(write, *)\nOPS(,x)\nOPS(y,)\nint z;\n'],
    ['a comma before a parenthesis', 'void f(void)\n{\n\tTRACE(("a %d", b,));\n}\n'],
    [
      'a declaration as an argument',
      'void f(void)\n{\n\tint i;\n\tDEBUG(unsigned char *p);\n\tDEBUG(int n = 0;)\n\tg();\n}\n',
    ],
    [
      'statements after a call as an argument',
      'void f(void)\n{\n\tDEBUG(printk("a"); for (i = 0; i < 3; i++) printk("b");)\n\tDEBUG(g(); h())\n\tk();\n}\n',
    ],
    [
      'a statement as the second argument',
      'int f(void)\n{\n\tASSERT(p != NULL, return 0;);\n\tASSERT(q, return -1);\n\tg();\n}\n',
    ],
    [
      'a value for a macro',
      'static DEFINE(u64 *, x) = NULL;\nvoid f(void)\n{\n\tBITMAP(a, SIZE) = { 0, };\n\tg(a);\n}\n',
    ],
    ['a condition without parentheses', 'void f(void)\n{\n\tif (a)\n\t\tg();\n\telse if wanted(p)\n\t\th();\n}\n'],
    [
      'a cast to the type of an expression',
      'void f(void)\n{\n\tp->a = (typeof(p->a))b + n;\n\ttypeof(p->c) d = e;\n}\n',
    ],
    [
      'a compound literal',
      'void f(void)\n{\n\tm = (typeof(m)){ NULL };\n\tg((struct s){ A, B });\n\treturn (struct s){ X };\n}\n',
    ],
    ['a pointer to an array as a member', 'struct s {\n\tconst struct a\t(*b)[];\n};\n'],
    ['a cast that is assigned to', 'void f(void)\n{\n\t(u8 *)p += 4;\n\t(struct s *)q->r = t;\n}\n'],
    ['no semicolon before a brace', 'void f(void)\n{\n\tif (a) {\n\t\tTRACE(("x", b))}\n\tg();\n}\n'],
    [
      'a function without a type',
      'int x;\n\nfirst(struct a *p)\n{\n}\nfour4_names(int a)\n{\n}\nstatic second(int a)\n{\n}\n',
    ],
    [
      'a head as an argument',
      'STARTUP(static int, first(int a))\n{\n}\nonly_once(static void second(struct s *p))\n{\n}\n',
    ],
    [
      'heads in both branches after the type',
      'static int\n#ifdef A\nf(struct a *p, int n)\n#else\nf(struct a *p)\n#endif\n{\n\treturn 0;\n}\n\nint x;\n',
    ],
    [
      'blocks opened in both branches',
      'void f(void)\n{\n#ifdef A\n\tif (a) {\n#else\n\tif (b) {\n#endif\n\t\tg();\n\t}\n}\nDONE(f)\nint x;\n',
    ],
    ['a head without its body in a branch', 'void f(void)\n{\n#ifdef A\n\tif (a)\n#else\n\tg();\n#endif\n\th();\n}\n'],
    [
      'a conditional in a conditional in a list',
      'struct o o = {\n\t.a = 1,\n#if A\n#if B\n\t.b = 2,\n#endif\n#endif\n#if C\n\t.c = 3,\n#endif\n};\n',
    ],
    ['part of a declaration in a branch', '#if A\nstatic\n#endif\n#if B\nint a;\n#endif\nint b;\n'],
    [
      'conditions that are no expressions',
      '#if (1) ? defined(A) : B\nint a;\n#elif defined A && \\\n\tdefined(B)\nint b;\n#endif X\n',
    ],
    ['an error among values', 'struct o o = {\n\ta: 1,\n#error decide this\n\tb: 2,\n};\n'],
    [
      'a definition after a condition',
      'void f(void)\n{\n\tif (!rc)\n#define ROOM 2\n\t\ta = ROOM;\n\telse\n\t\tb = 1;\n}\n',
    ],
    ['a definition before a body', 'static int f(int a)\n#define TRIES 2\n{\n\treturn TRIES;\n}\n'],
    [
      'definitions of what looks like an attribute',
      '#ifndef __init\n#define __init\n#define STATIC static\n#endif\nint x;\n',
    ],
    [
      'a comment after a definition of nothing',
      '#ifdef A\n#define SAY(x) say(x)\n#else\n#define SAY(x)   /* no */\n#define SHOUT(x) \n#endif\nint x;\n#define B  \n#if C    \n#include <d.h>\t \n#endif\n',
    ],
    ['a slash before a continued line', '#define N (sizeof(a)/\\\n\tsizeof(a[0]))\nint x;\n'],
    ['a function of devices in an argument', 'void f(void)\n{\n\tWARN(driver_for_each_thing(d, NULL, g) != 0);\n}\n'],
    [
      'macros of statements, by their definitions',
      '#define SAY(x) do { say(x); } while (0);\n#define QUIET(x)\nvoid f(void)\n{\n\tif (a)\n\t\tSAY(b)\n\telse\n\t\tSAY(c)\n\tQUIET(("x"))\n\t{\n\t\tg();\n\t}\n\tSAY(b) *p = 1;\n}\n',
    ],
    [
      'macros that open and close a block, by their definitions',
      '#define LOCKED(p) { lock(p);\n#define UNLOCKED(p) unlock(p); }\n#define EACH(p) for (p = 0; p < 9; p++) {\n#define DONE }\n#define ALL_OF(p) for (p = 0; p < 9; p++)\nvoid f(void)\n{\n\tLOCKED(q)\n\tg(q);\n\tUNLOCKED(q)\n\tEACH(i)\n\t\th(i);\n\tDONE\n\tALL_OF(i) h(i);\n}\n',
    ],
    [
      'a value defined with its semicolon',
      '#define COUNT 10;\nvoid f(void)\n{\n\tint n = COUNT\n\tint m;\n\tg(n);\n}\n',
    ],
    ["a qualifier of the file's own", '#define _static static\n_static void f(void)\n{\n}\n'],
  ])('%s', (_what, text) => expect(broken(text)).toBe(0));
});

it('learns from headers what a macro stands for', () => {
  const text = 'int f(IN struct s *p, char far *q);\nstatic void *QUICK g(void)\n{\n}\n';
  const source = sourceFromBytes('a.c', Buffer.from(text, 'latin1'));
  const macros = macroShapes(lex('#define IN\n#define far\n#define QUICK __attribute__((hot))\n'));
  const parsed = parseUnit(engine, source, 'a.c', { macros });
  expect('unit' in parsed && parsed.unit.broken).toEqual([]);
  expect('unit' in parsed && parsed.unit.functions.map((one) => one.name)).toEqual(['g']);
});

it('keeps the name of a function that is given a type', () => {
  const [f] = unitOf('int x;\n\nfirst_of_all(struct a *p)\n{\n}\n').functions;
  expect([f!.name, f!.nameSpan.start]).toEqual(['first_of_all', 8]);
});

it('sees the definitions of macros that it takes out of a list or a statement', () => {
  const text =
    'int a[] = {\n#define ONE 1\n\tONE,\n};\nvoid f(void)\n{\n\tif (b)\n#define TWO(x) (x)\n\t\tg(TWO(2));\n}\n';
  const { macros } = unitOf(text);
  expect(macros.map((one) => [one.name, one.text, text.slice(one.start, one.end)])).toEqual([
    ['ONE', '1', '#define ONE 1\n'],
    ['TWO', '(x)', '#define TWO(x) (x)\n'],
  ]);
});

it('takes a definition of nothing for one, whatever comment follows', () => {
  expect(unitOf('#define A   /* a */\n#define B(x)  // b\n#define C  -\n').macros.map((one) => one.text)).toEqual([
    '',
    '',
    '-',
  ]);
});

it('does not make a statement that a macro is given unconditional', () => {
  const [f] = unitOf('int f(void)\n{\n\tASSERT(p != NULL, return 0;);\n\tg();\n}\n').functions;
  expect(f!.body.map((one) => one.kind)).toEqual(['if', 'block', 'expression']);
});

it('does not take a macro that stores or jumps for a name', () => {
  const defines =
    '#define RESET x = 0;\n#define LEAVE return\n#define WHEN if (a)\n#define BEGIN y = 1; {\n#define END }\n';
  const mixed = '#ifdef A\n#define SET\n#else\n#define SET x = 0;\n#endif\n';
  for (const body of ['RESET', 'LEAVE', 'WHEN', 'SET', 'BEGIN\n\tEND'])
    expect(broken(`${defines}${mixed}void f(void)\n{\n\t${body}\n\tg();\n}\n`), body).toBeGreaterThan(0);
});

it('reads a macro that opens a loop as a loop', () => {
  const defines =
    '#define FOREVER(x) do {\n#define UNTIL(x) } while (x)\n#define EVERY_ENTRY for (;;) {\n#define END_EVERY }\n';
  const [f] = unitOf(
    `${defines}void f(void)\n{\n\tFOREVER(a)\n\tg();\n\tUNTIL(b);\n\tEVERY_ENTRY\n\tg();\n\tEND_EVERY\n}\n`,
  ).functions;
  expect(f!.broken).toEqual([]);
  expect(f!.body.map((one) => one.kind)).toEqual(['loop', 'loop']);
});

it('keeps a function that lacks a brace from the next', () => {
  const { functions } = unitOf(
    'int f(int a)\n{\n\tif (a) {\n\t{\n\t\tg();\n\t}\n}\n\n/* h */\nstatic int h(void)\n{\n\tif (a)\n\t\tg();\n}\n',
  );
  expect(functions.map((one) => [one.name, one.broken.length > 0])).toEqual([
    ['f', true],
    ['h', false],
  ]);
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
