import { lowerUnit } from './lower/unit.ts';
import type { MacroShapes } from './masks/macro-shapes.ts';
import { mask } from './masks/mask.ts';
import type { DeclaredItem } from './outline/declared.ts';
import { blanked } from './outline/prune.ts';
import type { Engine } from './parse/engine.ts';
import { timeoutFor } from './parse-unit.ts';
import type { Unit } from './syntax/unit.ts';

/**
 * The part of a file's unit that one item is; its offsets are those of the file. `macros` is what the file says of macros.
 * Null when it cannot be parsed.
 */
export function parseItem(
  engine: Engine,
  path: string,
  text: string,
  item: DeclaredItem,
  macros: MacroShapes,
): Omit<Unit, 'hidden'> | null {
  const { start, end, body } = item;
  const own = text.slice(start, end);
  const shown = body ? blanked(own, [{ start: body.start - start, end: body.end - start }]) : own;
  try {
    const tree = engine.parse(mask(`${shown}\n`, macros).text, timeoutFor(own.length), start);
    return tree && lowerUnit(path, text, tree);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
