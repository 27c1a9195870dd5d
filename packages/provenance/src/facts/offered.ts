import type { FunctionDefinition } from '@freehandle/c-source';
import type { FreeFact, HandoutFact } from './facts.ts';
import { freedParameter } from './freed-parameter.ts';
import type { MacroFact } from './macro-facts.ts';
import type { Handout, Summary } from './summary.ts';

/** What a function that other files can call does for them. Plain data. */
export interface OfferedFunction {
  readonly name: string;
  readonly file: string;
  readonly allocates: Handout | null;
  /** The position of the parameter that it frees, −1 when it frees none. */
  readonly frees: number;
}

/** The functions of a file that allocate or free for callers in other files. */
export function offeredBy(
  file: string,
  functions: readonly FunctionDefinition[],
  handouts: readonly HandoutFact[],
  frees: readonly FreeFact[],
  macros: readonly MacroFact[],
): OfferedFunction[] {
  const isHeader = /\.h$/.test(file);
  const own = new Set(isHeader ? [] : macros.map((macro) => macro.name));
  return functions.flatMap((definition): OfferedFunction[] => {
    const { name } = definition;
    if (definition.isStatic && !isHeader) return [];
    const handout = handouts.find((one) => one.function === name)?.handout ?? null;
    const free = frees.find((one) => one.function === name);
    const names = definition.parameters.map((parameter) => parameter.name);
    const freed = free ? freedParameter(free.sources, names) : -1;
    return handout || freed >= 0 ? [{ name, file, allocates: handout && visible(handout, own), frees: freed }] : [];
  });
}

/** The size only where no macro of the file itself is in it. */
function visible(handout: Handout, own: ReadonlySet<string>): Handout {
  const hidden = (handout.size?.text.match(/[A-Za-z_]\w*/g) ?? []).some((word) => own.has(word));
  return hidden ? { ...handout, size: null } : handout;
}

/** What callers in another file know of the function: that it is the one meant is taken for granted, and said. */
export function summaryOfOffered({ name, file, allocates }: OfferedFunction): Summary {
  const doubt = `${name} is taken for the function of ${file}`;
  return {
    allocates: allocates && { ...allocates, doubt: allocates.doubt ?? doubt },
    keeps: [],
    stores: new Map(),
    globals: new Set(),
    handles: new Set(),
    pointers: new Set(),
    releases: new Set(),
  };
}

/** The functions that files offer each other, without those that several files define. */
export function offeredByAll(files: readonly { readonly offered: readonly OfferedFunction[] }[]): OfferedFunction[] {
  const found = new Map<string, OfferedFunction | null>();
  for (const { offered } of files) {
    for (const one of offered) found.set(one.name, found.has(one.name) ? null : one);
  }
  return [...found.values()].filter((one) => one !== null);
}
