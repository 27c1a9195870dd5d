import { describe, expect, it } from 'vitest';
import { linux24DriverRules, linux24Rules } from '../src/front/lowering/linux-2.4-rules.ts';
import { linux6Rules } from '../src/front/lowering/linux-6-rules.ts';
import { lower } from '../src/front/lowering/lowering-rule.ts';

const rulesOf24 = [...linux24Rules, ...linux24DriverRules];

/** The driver whose headers are lowered. */
const driver =
  'void own(int a)\n{\n}\nvoid attach(struct dev *dev)\n{\n\tOWN(dev) = 0;\n\tif (READ(dev) == 0)\n\t\treturn;\n}\n';

/** For each rule: a text as it stands in a 2.4 tree, and what the compiler gets. One entry a rule, by name. */
const cases: Readonly<Record<string, readonly (readonly [before: string, after: string])[]>> = {
  'inline-assembly': [
    ['__asm__ __volatile__("lwz %0,0(%1)" : "=r" (v) : "r" (p));', '(v) = 0;'],
    ['asm("a %0,%1" : "=&r" (x), "=r" (y) : "r" (z) : "cc");', '(x) = 0, (y) = 0;'],
    ['asm volatile ("stw %1,%0" : "=m" (*p) : "r" (v));', ';'],
    ['__asm__("add %0,1" : "+r" (x));', ';'],
    ['register struct task *current asm ("r2");', 'register struct task *current ;'],
    ['int f(void) asm("other");', 'int f(void) ;'],
    ['asm volatile (\n\t"one\\n"\n\t"two"\n\t: : "r" (x));\nnext', '\n\n\n;\nnext'],
    ['asm("x" : [out] "=r" (v[(1 + 2)]));', '(v[(1 + 2)]) = 0;'],
    ['/* asm("comment") */ int plasma(int asmx);', '/* asm("comment") */ int plasma(int asmx);'],
    ['#define sync() \\\n\tasm volatile ( \\\n\t"sync")', '#define sync() \\\n\t \\\n'],
  ],
  'assignment-to-cast': [
    ['((unsigned long)p->flags) |= 1;', '(*(unsigned long *)&(p->flags)) |= 1;'],
    [
      'if (((unsigned long)p->flags) == 1) ((void *)q) = 0;',
      'if (((unsigned long)p->flags) == 1) (*(void * *)&(q)) = 0;',
    ],
  ],
  'block-scope-static': [
    ['\tstatic void late(struct dev *dev);', '\textern void late(struct dev *dev);'],
    ['static void early(struct dev *dev);', 'static void early(struct dev *dev);'],
    ['\tstatic int count;', '\tstatic int count;'],
  ],
  'typeof-bit-field': [
    ['const typeof(x) _x = (x);', 'const typeof((x) + 0) _x = (x);'],
    ['typeof(x) y;', 'typeof(x) y;'],
  ],
  'conditional-lvalue': [
    [
      '#define __REG2(x,y) \\\n ( __builtin_constant_p(y) ? (__REG((x) + (y))) \\\n : (*(volatile u32 *)((u32)&__REG(x) + (y))) )',
      '#define __REG2(x,y) \\\n (*(volatile u32 *)((u32)&__REG(x) + (y)))\\\n',
    ],
  ],
  'comma-lvalue': [
    ['#define S(cpu, member) (((void)(cpu), irq_stat[0].member))', '#define S(cpu, member) ((irq_stat[0].member))'],
  ],
  'label-address': [['#define here() ({ __label__ _l; _l: &&_l;})', '#define here() ((void *)0)']],
  'incomplete-array-parameter': [
    ['int send(struct i2c_msg msgs[], int n);', 'int send(struct i2c_msg *msgs, int n);'],
    ['struct pair table[] = { 1 };', 'struct pair table[] = { 1 };'],
  ],
  'extern-inline': [
    ['extern inline int f(void) { return 1; }', 'static inline int f(void) { return 1; }'],
    ['extern __inline__ void g(void) {}', 'static __inline__ void g(void) {}'],
    ['extern int inline_count;', 'extern int inline_count;'],
    // the driver that has a body of its own
    ['extern inline void own(int a) {}', 'extern inline void own(int a) {}'],
  ],
  'assigned-casts': [
    ['#define OWN(d) ((struct own *) (d)->data)', '#define OWN(d) (*(struct own **)&((d)->data))'],
    ['#define READ(d) ((struct own *) (d)->data)', '#define READ(d) ((struct own *) (d)->data)'],
  ],
};

/** The same for rules that only Linux 5 and 6 need. */
const newerCases: typeof cases = {
  'label-address': [
    ['#define _THIS_IP_  ({ __label__ __here; __here: (unsigned long)&&__here; })', '#define _THIS_IP_  0UL'],
  ],
  'compile-time-error': [
    ['# define __compiletime_error(msg) __attribute__((__error__(msg)))', '# define __compiletime_error(msg) '],
  ],
  'return-address': [['caller = __builtin_return_address(0);', 'caller = ((void *)0);']],
  'long-bit-field': [
    ['unsigned long address : 48;', 'unsigned long long address : 48;'],
    ['dma_addr_t address : 48;', 'unsigned long long address : 48;'],
    ['unsigned long bits : 32;', 'unsigned long bits : 32;'],
  ],
};

describe('lowering of kernel sources', () => {
  it('has a case for every rule', () => {
    expect(Object.keys(cases)).toEqual(rulesOf24.map(({ name }) => name));
    expect(Object.keys(newerCases)).toEqual(linux6Rules.slice(1).map(({ name }) => name));
  });

  const all = [
    ...rulesOf24.map((rule) => ({ rule, texts: cases[rule.name]! })),
    ...linux6Rules.slice(1).map((rule) => ({ rule, texts: newerCases[rule.name]! })),
  ];
  for (const { rule, texts } of all) {
    it(`lowers ${rule.name} (${rule.why}), and keeps every line`, () => {
      for (const [before, after] of texts) {
        expect(rule.apply(before, driver)).toBe(after);
        expect(rule.apply(before, driver).split('\n')).toHaveLength(before.split('\n').length);
      }
    });

    it(`finds nothing more to do after ${rule.name}: ${rule.why}`, () => {
      for (const [before] of texts) {
        const once = rule.apply(before, driver);
        expect(rule.apply(once, driver)).toBe(once);
      }
    });
  }

  it('survives text that ends in the middle', () => {
    for (const text of ['asm(', 'asm volatile ("x', '"asm(', 'asm("a" : "=r" (', '/* asm'])
      expect(lower(text, rulesOf24)).toBe(text);
  });
});
