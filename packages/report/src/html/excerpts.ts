/** Which text a place speaks of: the files as they are, or the form of a driver that was run before or after a migration. */
export type SourceForm = 'tree' | 'before' | 'after';

/** Gives the bytes of a file as one of the forms has it; null where there is none. */
export type ReadSource = (form: SourceForm, file: string) => Uint8Array | null;

/** A place worth showing: 1-based. */
export interface ShownPlace {
  readonly form: SourceForm;
  readonly file: string;
  readonly line: number;
}

/** Lines of source by form, file and number. */
export type Excerpts = Readonly<
  Partial<Record<SourceForm, Readonly<Record<string, Readonly<Record<number, string>>>>>>
>;

/** Lines shown before and behind a place. */
const CONTEXT = 3;

/** The lines around places, each once. A place without a file, or outside it, is left out. */
export function excerptsOf(places: Iterable<ShownPlace>, read: ReadSource): Excerpts {
  const texts = new Map<string, readonly string[]>();
  const linesOf = (form: SourceForm, file: string): readonly string[] => {
    const key = `${form} ${file}`;
    const known = texts.get(key);
    if (known) return known;
    const bytes = read(form, file);
    const lines = bytes === null ? [] : textOf(bytes).split(/\r\n|\n|\r/);
    texts.set(key, lines);
    return lines;
  };
  const shown = new Map<SourceForm, Map<string, Map<number, string>>>();
  for (const { form, file, line } of places) {
    const lines = linesOf(form, file);
    const files = entry(shown, form, () => new Map<string, Map<number, string>>());
    const excerpt = entry(files, file, () => new Map<number, string>());
    for (let at = Math.max(1, line - CONTEXT); at <= Math.min(lines.length, line + CONTEXT); at++) {
      excerpt.set(at, lines[at - 1]!);
    }
  }
  return Object.fromEntries(
    [...shown].map(([form, files]) => [
      form,
      Object.fromEntries([...files].sort(byKey).map(([file, lines]) => [file, Object.fromEntries(lines)])),
    ]),
  );
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** Bytes of a source as text: kernel sources are UTF-8 or Latin-1, and what is not the one is the other. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}
