/**
 * Words of kernel C that the grammar does not know, by what they look like. Sources: include/linux/{compiler,init,
 * linkage,kernel,list}.h of 2.4.27 and include/linux/{compiler_types,compiler_attributes,init,export}.h of 6.1.
 */

/** Macros without arguments that stand like an attribute or a qualifier; blanked wherever they stand. */
export const attributeWords: readonly string[] = [
  ...[
    '__init',
    '__exit',
    '__initdata',
    '__exitdata',
    '__initconst',
    '__exitused',
    '__init_or_module',
    '__initdata_or_module',
  ],
  ...['__devinit', '__devexit', '__devinitdata', '__devexitdata', '__devinitconst', '__devexitconst'],
  ...['__cpuinit', '__cpuinitdata', '__cpuexit', '__meminit', '__memexit', '__meminitdata', '__net_init', '__net_exit'],
  ...[
    '__net_initdata',
    '__ref',
    '__refdata',
    '__refconst',
    '__sched',
    '__kprobes',
    '__lockfunc',
    '__cpuidle',
    '__head',
  ],
  ...[
    '__iomem',
    '__user',
    '__kernel',
    '__force',
    '__percpu',
    '__rcu',
    '__safe',
    '__nocast',
    '__private',
    '__bitwise',
    '__bitwise__',
  ],
  ...[
    '__maybe_unused',
    '__always_unused',
    '__unused',
    '__attribute_used__',
    '__attribute_const__',
    '__attribute_pure__',
  ],
  ...[
    '__must_check',
    '__used',
    '__weak',
    '__pure',
    '__cold',
    '__hot',
    '__noreturn',
    '__malloc',
    '__deprecated',
    '__visible',
  ],
  ...['__packed', '__packed2__', '__cacheline_aligned', '__cacheline_aligned_in_smp', '____cacheline_aligned'],
  ...[
    '____cacheline_aligned_in_smp',
    '____cacheline_internodealigned_in_smp',
    '__aligned_largest',
    '__page_aligned_data',
  ],
  ...[
    '__page_aligned_bss',
    '__read_mostly',
    '__ro_after_init',
    '__randomize_layout',
    '__no_randomize_layout',
    '__designated_init',
  ],
  ...[
    '__always_inline',
    'noinline',
    'noinline_for_stack',
    'notrace',
    'asmlinkage',
    'fastcall',
    'STATIC',
    'INIT_SECTION',
  ],
  ...['__inline', '__inline__', '__extension__', '__flatten', '__noclone', '__latent_entropy', '__mode', '__nonstring'],
  ...[
    '__no_sanitize_address',
    '__no_kasan_or_inline',
    '__no_kcsan',
    '__sanitize',
    '__attribute_nonnull__',
    '__stdcall',
  ],
  ...['fallthrough', '__fallthrough', '__no_profile', '__signed__', 'dma_addr_unused', 'asmregparm', 'SYMBOL_HIDDEN'],
  ...[
    '__openfirmware',
    '__pmac',
    '__prep',
    '__chrp',
    '__apus',
    '__local',
    '__exit_p_unused',
    '__xipram',
    '__uses_jump_to_uncached',
  ],
];

/** Attribute-like macros that take arguments; blanked with their argument list. */
export const attributeCalls: readonly string[] = [
  ...[
    '__printf',
    '__scanf',
    '__aligned',
    '__section',
    '__alias',
    '__releases',
    '__acquires',
    '__must_hold',
    '__cond_lock_unused',
  ],
  ...[
    '__counted_by',
    '__counted_by_le',
    '__counted_by_be',
    '__alloc_size',
    '__no_sanitize',
    '__diag_ignore_all',
    '__diag_push',
    '__diag_pop',
  ],
  ...[
    '__assume_aligned',
    '__compiletime_error',
    '__compiletime_warning',
    '__malloc_like',
    '__guarded_by',
    '__gpl_unused',
  ],
  ...['__attribute__', '__attribute', 'DECLARE_FLEX_ARRAY_UNUSED', 'ATTRIBUTE_UNUSED'],
];

/** Classes of words; a name may be of several. */
export const [ATTRIBUTE, ATTRIBUTE_CALL, STATEMENT_WORD, TYPE_WORD, NOT_MACRO, NOT_CALL, STORAGE, TYPEOF, NO_STRING] = [
  1, 2, 4, 8, 16, 32, 64, 128, 256,
] as const;

const classed: readonly (readonly [number, readonly string[]])[] = [
  [ATTRIBUTE, attributeWords],
  [ATTRIBUTE_CALL, attributeCalls],
  [STATEMENT_WORD, ['if', 'for', 'while', 'do', 'switch', 'return', 'break', 'goto', 'continue']],
  [
    TYPE_WORD,
    [
      ...['struct', 'union', 'enum', 'const', 'volatile', 'unsigned', 'signed', 'int', 'char', 'long', 'short'],
      ...['float', 'double', 'void', 'bool', '_Bool'],
    ],
  ],
  [
    NOT_MACRO,
    [
      ...['if', 'while', 'for', 'switch', 'return', 'sizeof', 'typeof', '__typeof__', 'asm', '__asm__', 'do', 'else'],
      ...['case', 'goto', 'default', 'defined', '__attribute__', 'struct', 'union', 'enum', 'int', 'char', 'void'],
      ...['long', 'short', 'unsigned', 'signed', 'const', 'volatile', 'static', 'extern', '__asm', 'break', 'continue'],
      ...['float', 'double', 'bool', '_Bool', 'typedef', 'inline', 'register', '__typeof', 'goto'],
    ],
  ],
  [
    NOT_CALL,
    [
      ...['if', 'while', 'for', 'switch', 'return', 'sizeof', 'typeof', '__typeof__', 'asm', '__asm__', 'case', 'else'],
      ...['__attribute__', '_Generic', 'defined', '__alignof__', 'volatile', '__volatile__', 'do', 'goto', '__asm'],
      ...['int', 'char', 'void', 'long', 'short', 'unsigned', 'signed', '__typeof', '__volatile'],
    ],
  ],
  [STORAGE, ['static', 'extern', 'const', 'inline', 'volatile']],
  [TYPEOF, ['typeof', '__typeof__', '__typeof']],
  // Words that may stand before a string without being part of it.
  [NO_STRING, ['return', 'case', 'sizeof', 'else', 'extern', 'asm', '__asm__', '__asm', 'goto', 'in', 'L', 'if']],
];

/** The class of each word of the vocabulary. */
export const wordClasses: ReadonlyMap<string, number> = sumUp();

function sumUp(): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [bit, words] of classed) for (const word of words) sums.set(word, (sums.get(word) ?? 0) | bit);
  return sums;
}
