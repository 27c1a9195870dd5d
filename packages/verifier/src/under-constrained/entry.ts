/**
 * Functions called by themselves instead of a driver's life, under-constrained [Engler, Ramos: UC-KLEE]: whatever they are
 * given or find in memory that nobody has set is made up as it is touched. What happens then may never happen: such a
 * run shows that a line can be executed, and serves to compare two forms of a driver; it convicts nobody.
 */
export interface Entry {
  /** What is called, in order, on the same made-up objects. */
  readonly calls: readonly EntryCall[];
  /** What a word is that nothing is assumed of. */
  readonly fill: MadeUp;
  /** What single words are instead, by name. */
  readonly assumed: readonly Assumption[];
}

/** A function, and what its arguments are called: two functions given the same name are given the same thing. */
export interface EntryCall {
  readonly function: string;
  readonly arguments: readonly string[];
}

/**
 * A number; or the address of an object of its own; or the address of the word itself, which makes an empty list of a
 * list's head.
 */
export type MadeUp = number | 'object' | 'self';

/** What a made-up word is. `struct ring.8.4` is the word at byte 4 of the object that byte 8 of the first points to. */
export interface Assumption {
  readonly word: string;
  readonly value: MadeUp;
}

/** In words, equal for equal entries. */
export function entryName({ calls, fill, assumed }: Entry): string {
  const functions = calls.map((call) => `${call.function}()`).join(', then ');
  const exceptions = assumed.map(({ word, value }) => `${word} = ${madeUpName(value)}`);
  return `with ${functions} called by itself, under-constrained, every word ${madeUpName(fill)}${exceptions.length > 0 ? ` but ${exceptions.join(', ')}` : ''}`;
}

function madeUpName(value: MadeUp): string {
  return typeof value === 'number' ? String(value | 0) : value === 'object' ? 'an object' : 'its own address';
}
