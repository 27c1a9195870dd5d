import { defineRule } from './rule.ts';
import { count } from './wording.ts';

/** Keep the code building where memory is coherent. */
export const r32 = defineRule<{ call: string; given: number; parameters: number }>({
  id: 'R32',
  title: 'Keep the code building where memory is coherent',
  severity: 'warning',
  checks:
    'Calls against the function-like macros of the coherent configuration: consistent_alloc is NULL, consistent_free has two parameters.',
  consequence:
    'A call with one or three arguments does not get through the preprocessor; one that does always fails to allocate.',
  source: '2.4.27 include/asm-ppc/io.h, the branch without CONFIG_NOT_COHERENT_CACHE; semantics 11.3',
  message: ({ call, given, parameters }) =>
    `${call} has ${count(given, 'argument')} here and ${count(parameters, 'parameter')} as a macro of the coherent configuration`,
});
