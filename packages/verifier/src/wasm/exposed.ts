import { linkSymbols } from './symbols.ts';

const LOCAL = 0x2;

/**
 * Objects whose static functions of these names can be called from outside once they are linked: nothing but their binding
 * changes. A name that stands for something in another object too stays as it is, for the linker would take one for the other.
 */
export function exposed(objects: readonly Uint8Array[], names: ReadonlySet<string>): Uint8Array[] {
  const symbols = objects.map(linkSymbols);
  const holders = new Map<string, number>();
  for (const some of symbols) {
    for (const name of new Set(some.map((symbol) => symbol.name))) holders.set(name, (holders.get(name) ?? 0) + 1);
  }
  return objects.map((object, index) => {
    const found = symbols[index]!.filter(
      ({ kind, name, local }) => kind === 'function' && local && names.has(name) && holders.get(name) === 1,
    );
    if (found.length === 0) return object;
    const changed = Uint8Array.from(object);
    for (const { flagsAt } of found) changed[flagsAt]! &= ~LOCAL;
    return changed;
  });
}
