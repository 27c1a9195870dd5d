import { tokensOf, type MacroDefinition } from '@freehandle/c-source';

/** The macros a file knows, by name: its own and those of its headers, every alternative of each. */
export type MacroTable = ReadonlyMap<string, readonly MacroDefinition[]>;

/** An operator that stores to what stands before it. */
export const ASSIGNS = /^(?:[-+*/%&|^]|<<|>>)?=$/;

/** Beside stores, what a text may do to the function around its use; what is pasted may be any of these. */
const acting = new Set(['++', '--', '&', 'goto', 'return', 'break', 'continue', '##']);

/** The macros of `definitions`, grouped by name. */
export function macroTable(definitions: readonly MacroDefinition[]): MacroTable {
  const table = new Map<string, MacroDefinition[]>();
  for (const one of definitions) {
    const known = table.get(one.name);
    if (known) known.push(one);
    else table.set(one.name, [one]);
  }
  return table;
}

const words = new WeakMap<MacroDefinition, readonly string[]>();

/** The tokens of a macro's text. */
export function wordsOf(definition: MacroDefinition): readonly string[] {
  const known = words.get(definition);
  if (known) return known;
  const { text } = definition;
  const found = tokensOf(text).map(({ start, end }) => text.slice(start, end));
  words.set(definition, found);
  return found;
}

const active = new WeakMap<MacroTable, Map<string, boolean>>();

/**
 * Whether the text of a macro, or of one that it may expand to, holds anything that may store, jump or leave: most do not,
 * and what these do need not be asked at each use.
 */
export function mayAct(table: MacroTable, name: string): boolean {
  const answers = active.get(table) ?? new Map<string, boolean>();
  active.set(table, answers);
  const known = answers.get(name);
  if (known !== undefined) return known;
  const seen = new Set([name]);
  for (const one of seen) {
    for (const word of (table.get(one) ?? []).flatMap(wordsOf)) {
      if (acting.has(word) || ASSIGNS.test(word)) {
        answers.set(name, true);
        return true;
      }
      if (table.has(word)) seen.add(word);
    }
  }
  answers.set(name, false);
  return false;
}

/** Whether an alternative of the macro does not name its parameter at `position`, so that what is given there is not evaluated. */
export function mayDrop(table: MacroTable, name: string, position: number): boolean {
  return (table.get(name) ?? []).some((one) => {
    if (!one.parameters) return false;
    const parameter = one.parameters[Math.min(position, one.parameters.length - 1)];
    const own = wordsOf(one);
    return parameter !== undefined && !own.includes(parameter.replace(/\.+$/, '')) && !own.includes('__VA_ARGS__');
  });
}
