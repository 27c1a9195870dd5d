import { inlineAssembly } from './inline-assembly.ts';
import { substitution, type LoweringRule } from './lowering-rule.ts';

/** Every rule applied to files of a Linux 5 or 6 tree, in order. */
export const linux6Rules: readonly LoweringRule[] = [
  inlineAssembly,
  substitution(
    'label-address',
    'WebAssembly has no address of a label',
    /\(\{\s*__label__\s+(\w+)\s*;\s*\1:\s*\(unsigned long\)\s*&&\1\s*;\s*\}\)/g,
    '0UL',
  ),
  substitution(
    'compile-time-error',
    'without optimisation the calls remain that never happen, and each would be an error',
    /__attribute__\(\(__error__\(msg\)\)\)/g,
    '',
  ),
  substitution(
    'return-address',
    'WebAssembly has no address to return to',
    /\b__builtin_return_address\s*\(\s*\w+\s*\)/g,
    '((void *)0)',
  ),
  substitution(
    'long-bit-field',
    'a field may be wider than 32 bits only where longs and addresses are',
    /\b(?:unsigned long|dma_addr_t|phys_addr_t|size_t)(\s+\w+\s*:\s*(?:3[3-9]|[4-6]\d)\s*;)/g,
    'unsigned long long$1',
  ),
];
