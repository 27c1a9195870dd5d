import { assignedCasts, externInline } from './driver-rules.ts';
import { inlineAssembly } from './inline-assembly.ts';
import { substitution, type LoweringRule } from './lowering-rule.ts';

/** The rules applied to files of a 2.4 tree that look at nothing but the file, in order. */
export const linux24Rules: readonly LoweringRule[] = [
  inlineAssembly,
  substitution(
    'assignment-to-cast',
    'a cast is no lvalue',
    /\(\(([a-z][\w ]*\**)\)\s*([A-Za-z_][\w.]*(?:->\w+|\.\w+|\[\w+\])*)\)(?=\s*(?:[-+|&^]|<<|>>)?=[^=])/g,
    '(*($1 *)&($2))',
  ),
  substitution(
    'block-scope-static',
    'a function declared in a block cannot be static',
    /^([\t ]+)static(\s+(?:void|int|long|unsigned|struct\s+\w+)\s*\**\s*\w+\s*\([^;{}()]*\)\s*;)/gm,
    '$1extern$2',
  ),
  substitution(
    'typeof-bit-field',
    'typeof takes no bit-field; an expression of one it takes',
    /\btypeof\((\w+)\)(\s+\w+\s*=\s*\(\1\))/g,
    'typeof(($1) + 0)$2',
  ),
  substitution(
    'conditional-lvalue',
    'the PXA register macros assign to a conditional expression',
    /\(\s*__builtin_constant_p\(y\)\s*\?\s*\(__REG\(\(x\) \+ \(y\)\)\)\s*\\?\s*:\s*\(\*\(volatile u32 \*\)\(\(u32\)&__REG\(x\) \+ \(y\)\)\)\s*\)/g,
    '(*(volatile u32 *)((u32)&__REG(x) + (y)))',
  ),
  substitution(
    'comma-lvalue',
    'the interrupt statistics macro assigns to a comma expression',
    /\(\(void\)\(cpu\), irq_stat\[0\]\.member\)/g,
    '(irq_stat[0].member)',
  ),
  substitution(
    'label-address',
    'WebAssembly has no address of a label',
    /\(\{\s*__label__\s+_l\s*;\s*_l:\s*&&_l\s*;?\s*\}\)/g,
    '((void *)0)',
  ),
  substitution(
    'incomplete-array-parameter',
    'a parameter may not be an array of an incomplete type',
    /\b(struct\s+\w+)\s+(\w+)\s*\[\s*\](?=\s*[,)])/g,
    '$1 *$2',
  ),
];

/** Those applied after them, which look at the driver too. */
export const linux24DriverRules: readonly LoweringRule[] = [externInline, assignedCasts];
