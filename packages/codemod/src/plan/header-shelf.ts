import {
  declaredItems,
  lex,
  macroShapes,
  namesIn,
  parseItem,
  type DeclaredItem,
  type Engine,
  type MacroShapes,
  type Unit,
} from '@freehandle/c-source';
import type { Content } from './dependency.ts';

/**
 * Bytes of headers that are kept for the files to come; those of one folder mostly include the same ones. What is parsed
 * of them takes several times as much.
 */
const KEPT_BYTES = 16 * 1024 * 1024;

/** A header as far as it has been read. */
export interface Header {
  readonly path: string;
  /** Of the content; the code of the reason when it could not be read. */
  readonly hash: string;
  readonly text: string;
  readonly includes: readonly string[];
  /** What it says of macros. */
  readonly macros: MacroShapes;
  /** The texts of its macros without parameters, by name. */
  readonly constants: () => ReadonlyMap<string, readonly string[]>;
}

/** One declaration of a header. What it mentions and its unit are made when first asked for. */
export interface HeaderItem {
  readonly header: Header;
  readonly declared: DeclaredItem;
  /** The names in it. */
  mentions(): readonly string[];
  /** The names that may be its members. */
  members(): readonly string[];
}

/** Headers read so far, and what they declare, by name. */
export interface HeaderShelf {
  read(path: string): Header;
  /** The types of this name in any header read. */
  types(name: string): readonly HeaderItem[];
  /** The functions, and the macros with parameters. */
  callables(name: string): readonly HeaderItem[];
  /** The unit of a header as if it held nothing but these items. */
  unitOf(header: Header, items: ReadonlySet<HeaderItem>): Unit;
  /** Forgets everything when too much is kept. Not to be called while headers of a file are in use. */
  makeRoom(): void;
}

type Part = Omit<Unit, 'hidden'>;

/** An empty shelf. */
export function headerShelf(engine: Engine, contentOf: (path: string) => Content): HeaderShelf {
  const headers = new Map<string, Header>();
  const types = new Map<string, HeaderItem[]>();
  const callables = new Map<string, HeaderItem[]>();
  const parts = new Map<HeaderItem, Part | null>();
  let bytes = 0;

  return {
    read(path) {
      const known = headers.get(path);
      if (known) return known;
      const { hash, source } = contentOf(path);
      const lexemes = lex(source?.text ?? '');
      const { items, includes } = declaredItems(lexemes);
      const text = source?.text ?? '';
      let inText: ReadonlyMap<string, readonly string[]> | null = null;
      const constants = () => (inText ??= constantsIn(text));
      const header = { path, hash, text, includes, macros: macroShapes(lexemes), constants };
      headers.set(path, header);
      bytes += header.text.length;
      for (const declared of items) {
        const item = itemOf(header, declared);
        const index = declared.kind === 'type' ? types : callables;
        for (const name of declared.names) {
          const list = index.get(name);
          if (list) list.push(item);
          else index.set(name, [item]);
        }
      }
      return header;
    },
    types: (name) => types.get(name) ?? [],
    callables: (name) => callables.get(name) ?? [],
    unitOf(header, items) {
      const own = [...items]
        .sort((a, b) => a.declared.start - b.declared.start)
        .map((item) => partOf(item))
        .filter((part) => part !== null);
      return {
        path: header.path,
        functions: own.flatMap((part) => part.functions),
        prototypes: own.flatMap((part) => part.prototypes),
        records: own.flatMap((part) => part.records),
        typedefs: own.flatMap((part) => part.typedefs),
        globals: [],
        enumerators: [],
        macros: own.flatMap((part) => part.macros),
        includes: header.includes,
        fileCalls: [],
        broken: [],
        hidden: [],
      };
    },
    makeRoom() {
      if (bytes <= KEPT_BYTES) return;
      for (const map of [headers, types, callables, parts]) map.clear();
      bytes = 0;
    },
  };

  function partOf(item: HeaderItem): Part | null {
    const known = parts.get(item);
    if (known !== undefined) return known;
    const { header, declared } = item;
    const part = parseItem(engine, header.path, header.text, declared, header.macros);
    parts.set(item, part);
    return part;
  }
}

/** Object-like macros of one line. */
function constantsIn(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [, name, value] of text.matchAll(/^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+([^\n\\]+)$/gm)) {
    const before = found.get(name!) ?? [];
    found.set(name!, [...before, value!.replace(/\/\*.*?(?:\*\/|$)|\/\/.*$/g, ' ').trim()]);
  }
  return found;
}

function itemOf(header: Header, declared: DeclaredItem): HeaderItem {
  const text = () => header.text.slice(declared.start, declared.body?.start ?? declared.end);
  let mentions: readonly string[] | null = null;
  let members: readonly string[] | null = null;
  return {
    header,
    declared,
    mentions: () => (mentions ??= namesIn(text())),
    // What stands where a declarator ends.
    members: () => (members ??= [...text().matchAll(/([A-Za-z_]\w*)\s*[;,[:)]/g)].map((match) => match[1]!)),
  };
}
