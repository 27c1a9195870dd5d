import { ByteReader } from './byte-reader.ts';
import { importEntries } from './imports.ts';
import { moduleSections } from './module-sections.ts';

/** A symbol of an object's `linking` section (WebAssembly tool conventions, Linking.md). */
export interface LinkSymbol {
  readonly kind: 'function' | 'data' | 'other';
  readonly name: string;
  /** Function index of a function, else 0. */
  readonly index: number;
  readonly undefined: boolean;
  /** Known in its object only. */
  readonly local: boolean;
  /** Offset in the object of the byte that says so. */
  readonly flagsAt: number;
}

const SYMBOL_TABLE = 8;
const BINDING = 0x3;
const LOCAL = 0x2;
const UNDEFINED = 0x10;
const EXPLICIT_NAME = 0x40;

/** The symbol table of an object; relocations refer to it by index. */
export function linkSymbols(module: Uint8Array): LinkSymbol[] {
  const sections = moduleSections(module);
  const linking = sections.find(({ name }) => name === 'linking');
  if (!linking) return [];
  const entries = importEntries(sections);
  const reader = new ByteReader(linking.contents);
  reader.uleb();
  while (!reader.atEnd) {
    const type = reader.u8();
    const end = reader.uleb() + reader.position;
    if (type === SYMBOL_TABLE)
      return symbolTable(
        reader,
        linking.start,
        (kind, index) => entries.filter((entry) => entry.kind === kind)[index]?.name ?? '',
      );
    reader.position = end;
  }
  return [];
}

function symbolTable(
  reader: ByteReader,
  start: number,
  importName: (kind: number, index: number) => string,
): LinkSymbol[] {
  const symbols: LinkSymbol[] = [];
  for (let left = reader.uleb(); left > 0; left--) {
    const kind = reader.u8();
    const flagsAt = start + reader.position;
    const flags = reader.uleb();
    const isUndefined = (flags & UNDEFINED) !== 0;
    const local = (flags & BINDING) === LOCAL;
    if (kind === 1) {
      symbols.push({ kind: 'data', name: reader.name(), index: 0, undefined: isUndefined, local, flagsAt });
      if (!isUndefined) for (let field = 0; field < 3; field++) reader.uleb();
    } else if (kind === 3) {
      reader.uleb();
      symbols.push({ kind: 'other', name: '', index: 0, undefined: false, local, flagsAt });
    } else {
      const index = reader.uleb();
      const named = !isUndefined || (flags & EXPLICIT_NAME) !== 0;
      const name = named ? reader.name() : importName(importKind[kind] ?? 0, index);
      symbols.push({ kind: kind === 0 ? 'function' : 'other', name, index, undefined: isUndefined, local, flagsAt });
    }
  }
  return symbols;
}

/** Symbol kinds 0 function, 2 global, 4 tag, 5 table against the kinds of imports. */
const importKind: Readonly<Record<number, number>> = { 0: 0, 2: 3, 4: 4, 5: 1 };
