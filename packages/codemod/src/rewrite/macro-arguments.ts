import { tokensOf, type MacroDefinition, type Unit } from '@freehandle/c-source';
import type { Migration } from '../migrations/migration.ts';

/** The parameters of a macro that are the size and the handle of what it frees. */
export interface MacroArguments {
  readonly size: string;
  readonly handle: string;
  /** Why they are taken for that. */
  readonly because: string;
  /** The line of the macro that allocates, by whose names they are known; null when there is none. */
  readonly pairedLine: number | null;
}

const sizeName = /^_*(?:size|bytes|n_?bytes|len|length|sz)_*$|_(?:size|bytes|len|length|sz)_*$/i;
const handleName =
  /^_*(?:dma_?)?(?:handle|hndl|addr|bus|phys|dma)_*$|_(?:handle|hndl|dma|bus|phys|dma_addr|bus_addr)_*$/i;

/**
 * The size and the handle among the parameters of a macro whose body frees `pointer`: those that a macro of the file which
 * allocates names so too, else the only ones that can be it by their names. Null where that is not clear.
 */
export function macroArguments(
  text: string,
  unit: Unit,
  macro: MacroDefinition,
  pointer: string,
  migration: Migration,
): MacroArguments | null {
  const parameters = (macro.parameters ?? []).filter((one) => one !== pointer);
  if (!macro.parameters?.includes(pointer) || macro.isVariadic) return null;
  const body = wordsIn(text, macro.body.start, macro.body.end);
  for (const other of unit.macros) {
    const paired = other.parameters && allocatingArguments(text, other, migration);
    if (!paired || !parameters.includes(paired.size) || !parameters.includes(paired.handle)) continue;
    const pairedLine = text.slice(0, other.start).split('\n').length;
    return { ...paired, because: `${other.name} allocates with parameters of the same names`, pairedLine };
  }
  const sizes = parameters.filter((one) => sizeName.test(one));
  const handles = parameters.filter((one) => handleName.test(one) && !sizeName.test(one));
  const [size] = sizes;
  const [handle] = handles;
  if (!size || !handle || sizes.length > 1 || handles.length > 1) return null;
  // A parameter that the body changes is not what was passed.
  if (
    [size, handle].some((one) =>
      new RegExp(`(?:\\+\\+|--)\\s*${one}\\b|\\b${one}\\s*(?:\\+\\+|--|[-+*/|&]?=[^=])`).test(body),
    )
  )
    return null;
  return { size, handle, because: `${size} and ${handle} are its only parameters that can be them`, pairedLine: null };
}

/** The names of the parameters that a macro passes to an allocator as its size and its handle. */
function allocatingArguments(
  text: string,
  macro: MacroDefinition,
  migration: Migration,
): { size: string; handle: string } | null {
  const body = wordsIn(text, macro.body.start, macro.body.end);
  for (const allocator of migration.allocators) {
    const call = new RegExp(`\\b${allocator.name}\\s*\\(([^()]*(?:\\([^()]*\\)[^()]*)*)\\)`).exec(body);
    const values = call?.[1]!.split(/,(?![^(]*\))/).map((one) => one.replace(/[\s()&\\]/g, ''));
    if (values?.length !== allocator.arguments.length) continue;
    const size = values[allocator.arguments.indexOf('size')];
    const handle = values[allocator.arguments.indexOf('handle')];
    if (size && handle && macro.parameters!.includes(size) && macro.parameters!.includes(handle))
      return { size, handle };
  }
  return null;
}

function wordsIn(text: string, start: number, end: number): string {
  return tokensOf(text, start, end)
    .map((token) => text.slice(token.start, token.end))
    .join(' ');
}
