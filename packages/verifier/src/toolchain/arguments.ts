import type { TranslationUnit } from './toolchain.ts';

/**
 * Every access is given to a callback before it happens. `-asan-opt=0` because the optimised sanitizer drops the
 * store check of `*p |= x`, and stores carry meaning here; stack and globals are not padded, so that layouts stay true.
 */
const addressSanitizer = [
  '-fsanitize=kernel-address',
  '-mllvm',
  '-asan-instrumentation-with-call-threshold=0',
  '-mllvm',
  '-asan-stack=0',
  '-mllvm',
  '-asan-globals=0',
  '-mllvm',
  '-asan-opt=0',
];

/** A callback for every basic block: coverage and fuel. Pruned loops would have none, and would never end. */
const blockCoverage = [
  '-fsanitize-coverage-type=3',
  '-fsanitize-coverage-trace-pc-guard',
  '-fsanitize-coverage-no-prune',
  // what the driver compares a register with is what it wants to read there
  '-fsanitize-coverage-trace-cmp',
];

/** Driver code as gcc 2.95 and 3 took it: these became hard errors in clang, and `-w` does not soften them. */
const toleratedDialect = [
  '-w',
  '-Wno-error=int-conversion',
  '-Wno-error=incompatible-pointer-types',
  '-Wno-error=incompatible-function-pointer-types',
  '-Wno-error=implicit-int',
  '-Wno-error=implicit-function-declaration',
];

/** Arguments of `clang -cc1` for a unit, output to `object`. Direct: the driver process of clang is not needed. */
export function compileArguments(unit: TranslationUnit, object: string): string[] {
  return [
    '-cc1',
    ...(unit.precompiled === undefined ? [] : ['-include-pch', unit.precompiled]),
    ...[
      '-triple',
      'wasm32',
      unit.isHeader ? '-emit-pch' : '-emit-obj',
      '-mrelocation-model',
      'static',
      '-mframe-pointer=none',
      '-O0',
    ],
    ...[
      '-target-cpu',
      'generic',
      '-target-feature',
      '+mutable-globals',
      '-relaxed-aliasing',
      '-ffreestanding',
      '-fno-builtin',
    ],
    ...['-nostdsysteminc', '-nobuiltininc', '-fgnuc-version=4.2.1'],
    // DWARF 4 line tables only: what places a call at its line
    ...['-debug-info-kind=line-tables-only', '-dwarf-version=4', '-fdebug-compilation-dir=/'],
    // suggestions for misspelt names cost seconds where a header is missing
    ...['-fno-spell-checking', '-ferror-limit', '20', '-fno-caret-diagnostics'],
    // drivers print when they were compiled: a clock would tell two compilations of the same text apart
    ...['-Wno-builtin-macro-redefined', '-D__DATE__="Sep 17 2002"', '-D__TIME__="00:00:00"'],
    ...toleratedDialect,
    ...addressSanitizer,
    ...blockCoverage,
    ...unit.args,
    ...unit.includeDirs.flatMap((directory) => ['-I', directory]),
    ...(unit.forced ?? []).flatMap((path) => ['-include', path]),
    ...['-x', unit.isHeader ? 'c-header' : 'c', '-o', object, unit.main],
  ];
}

/** Bytes of stack a driver has; it lies below everything else, so that an overflow cannot reach data. */
export const STACK_BYTES = 65_536;

/** Arguments of `wasm-ld`: memory and table belong to the host, undefined functions become imports. */
export const linkArguments: readonly string[] = [
  ...['-m', 'wasm32', '--no-entry', '--allow-undefined', '--import-memory', '--max-memory=4294967296'],
  ...['--export-table', '--growable-table', '--export-all', '--export=__stack_pointer', '--error-limit=0'],
  ...['--stack-first', '-z', `stack-size=${STACK_BYTES}`],
];
