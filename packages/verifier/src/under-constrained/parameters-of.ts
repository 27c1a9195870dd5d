import { tokensOf } from '@freehandle/c-source';

/**
 * What the arguments of a function are called when it is called by itself: a pointer by what it points to, for two functions
 * that are given a pointer of one type are given the same object; anything else, and what is not found, by its position.
 */
export function argumentNames(sources: Iterable<string>, name: string, count: number): string[] {
  let types: (string | null)[] = [];
  for (const source of sources) types = types.length > 0 ? types : pointedTypes(source, name);
  const used = new Set<string>();
  return Array.from({ length: count }, (_, index) => {
    const type = types[index] ?? null;
    if (type === null || used.has(type)) return `${name} ${index + 1}`;
    used.add(type);
    return type;
  });
}

/** Of each parameter the type that it points to, null where it does not, or to nothing in particular; by the definition. */
function pointedTypes(source: string, name: string): (string | null)[] {
  for (let from = source.indexOf(name); from >= 0; from = source.indexOf(name, from + 1)) {
    const open = /^\w*\s*\(/.exec(source.slice(from + name.length, from + name.length + 20));
    if (open?.[0].trim() !== '(' || /\w/.test(source[from - 1] ?? '')) continue;
    const end = closing(source, from + name.length + open[0].length - 1);
    if (end < 0 || !/^\s*\{/.test(source.slice(end + 1, end + 200).replace(/\/\*[^]*?\*\//g, ''))) continue;
    return parametersIn(source, from + name.length + open[0].length, end).map(pointedType);
  }
  return [];
}

/** Index of the parenthesis that closes the one at `open`, -1 when none does. */
function closing(source: string, open: number): number {
  let depth = 0;
  for (let index = open; index < source.length && source[index] !== '{' && source[index] !== ';'; index++) {
    if (source[index] === '(') depth++;
    if (source[index] === ')' && --depth === 0) return index;
  }
  return -1;
}

function parametersIn(source: string, from: number, to: number): string[][] {
  const parameters: string[][] = [[]];
  let depth = 0;
  for (const { start, end } of tokensOf(source, from, to)) {
    const word = source.slice(start, end);
    if (word === '(') depth++;
    if (word === ')') depth--;
    if (word === ',' && depth === 0) parameters.push([]);
    else parameters.at(-1)!.push(word);
  }
  return parameters;
}

const qualifiers = new Set(['const', 'volatile', 'register', 'static', '__iomem', '__user']);

/** `struct ring` of `struct ring *r`. */
function pointedType(words: readonly string[]): string | null {
  const star = words.indexOf('*');
  if (star < 0 || words.indexOf('*', star + 1) >= 0) return null;
  const type = words
    .slice(0, star)
    .filter((word) => !qualifiers.has(word))
    .join(' ');
  return type === 'void' || type === 'char' ? null : type;
}
