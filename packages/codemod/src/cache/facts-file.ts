import { FreehandleError } from '@freehandle/c-source';
import { hashOf } from '../plan/hash.ts';
import { readSealed, writeSealed } from './sealed-file.ts';

const KIND = 'freehandle facts 1';

/** Facts of some files of a tree, as they go between machines. Each is named by its content: they can only be added up. */
export interface Facts {
  /** The migration that they are for. */
  readonly migration: string;
  /** Stands for the program, the migration and the settings that they were made with. */
  readonly seal: string;
  /** One line each; see {@link entryLine}. */
  readonly lines: ReadonlySet<string>;
}

/** What is known of one file: its entry's name, what it rests on, what it offers, and its scan. */
export type FactsEntry = readonly [own: string, dependencies: string, offered: string, text: string];

/** An entry as a line. */
export function entryLine(entry: FactsEntry): string {
  return JSON.stringify(entry);
}

/** The entries of a name. The same content may rest on different headers in different trees. */
export function entriesByName({ lines }: Facts): ReadonlyMap<string, readonly FactsEntry[]> {
  const found = new Map<string, FactsEntry[]>();
  for (const line of [...lines].sort()) {
    const entry = JSON.parse(line) as FactsEntry;
    found.set(entry[0], [...(found.get(entry[0]) ?? []), entry]);
  }
  return found;
}

/**
 * All facts of several parts: in any order, in any grouping, however often one is given.
 * @throws FreehandleError FH2040 when they were made for different migrations, or by different versions.
 */
export function mergeFacts([first, ...others]: readonly [Facts, ...Facts[]]): Facts {
  const other = others.find(({ seal }) => seal !== first.seal);
  if (other) {
    const what =
      other.migration === first.migration
        ? 'by different versions or with different settings'
        : 'for different migrations';
    throw unusable(
      `facts that were made ${what} (${[first.migration, other.migration].sort().join(', ')}) cannot be merged`,
    );
  }
  return { ...first, lines: new Set([first, ...others].flatMap(({ lines }) => [...lines])) };
}

/** The facts in a file. @throws FreehandleError FH2040 when it is none, or not as it was written. */
export function readFacts(file: string): Facts {
  const [migration, seal, ...lines] = readSealed(file, KIND) ?? [];
  if (migration === undefined || seal === undefined)
    throw unusable(`${file}: these are no facts, or not as they were written`);
  return { migration, seal, lines: new Set(lines) };
}

/** Writes facts; the same facts give the same bytes. @returns whether it could be done. */
export function writeFacts(file: string, { migration, seal, lines }: Facts): boolean {
  return writeSealed(file, KIND, [migration, seal, ...[...lines].sort()]);
}

/** Whether the bytes are those of a file of facts. */
export function areFacts(bytes: Buffer): boolean {
  return bytes.subarray(0, 2 * hashOf('').length + KIND.length).includes(`\n${KIND}\n`);
}

function unusable(message: string): FreehandleError {
  return new FreehandleError(message, {
    code: 'FH2040',
    title: 'Facts not usable',
    hint: 'Make them again, all parts with this version of freehandle and with the same --migration.',
  });
}

/** @throws FreehandleError FH2040 when the facts are not those of this run's program, migration and settings. */
export function requireSeal(facts: Facts, seal: string): void {
  if (facts.seal !== seal)
    throw unusable(
      `these are facts for ${facts.migration}, by another version or with other settings or another configuration`,
    );
}
