import { describe, expect, it } from 'vitest';
import { linux24Rules } from '../src/front/lowering/linux-2.4-rules.ts';
import { lower } from '../src/front/lowering/lowering-rule.ts';

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
  'extern-inline': [
    ['extern inline int f(void) { return 1; }', 'static inline int f(void) { return 1; }'],
    ['extern __inline__ void g(void) {}', 'static __inline__ void g(void) {}'],
    ['extern int inline_count;', 'extern int inline_count;'],
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
};

describe('lowering of 2.4 sources', () => {
  it('has a case for every rule', () => {
    expect(Object.keys(cases)).toEqual(linux24Rules.map(({ name }) => name));
  });

  for (const rule of linux24Rules) {
    it(`lowers ${rule.name}, and keeps every line`, () => {
      for (const [before, after] of cases[rule.name]!) {
        expect(rule.apply(before)).toBe(after);
        expect(rule.apply(before).split('\n')).toHaveLength(before.split('\n').length);
      }
    });

    it(`finds nothing more to do after ${rule.name}`, () => {
      for (const [before] of cases[rule.name]!) {
        const once = rule.apply(before);
        expect(rule.apply(once)).toBe(once);
      }
    });
  }

  it('survives text that ends in the middle', () => {
    for (const text of ['asm(', 'asm volatile ("x', '"asm(', 'asm("a" : "=r" (', '/* asm'])
      expect(lower(text, linux24Rules)).toBe(text);
  });
});
