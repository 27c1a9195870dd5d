import { ByteReader } from './byte-reader.ts';
import { IMPORT_SECTION, moduleSections, TYPE_SECTION, type Section } from './module-sections.ts';

const I64 = 0x7e;

/** A function that a module expects from its host. */
export interface ImportedFunction {
  readonly name: string;
  readonly parameters: number;
  /** What a stub has to return: WebAssembly takes nothing but a bigint for i64. */
  readonly result: 'void' | 'number' | 'bigint';
}

/** One entry of the import section: kinds 0 function, 1 table, 2 memory, 3 global, 4 tag. */
interface ImportEntry {
  readonly name: string;
  readonly kind: number;
  /** Index of the function's type; 0 for other kinds. */
  readonly type: number;
}

/** Entries of the import section, in order. */
export function importEntries(sections: readonly Section[]): ImportEntry[] {
  const reader = new ByteReader(sections.find(({ id }) => id === IMPORT_SECTION)?.contents ?? new Uint8Array());
  const entries: ImportEntry[] = [];
  for (let left = reader.uleb(); left > 0; left--) {
    reader.name();
    const name = reader.name();
    const kind = reader.u8();
    const type = kind === 0 ? reader.uleb() : 0;
    if (kind === 3) reader.position += 2;
    if (kind === 1 || kind === 4) reader.u8();
    if (kind === 4) reader.uleb();
    if (kind === 1 || kind === 2) skipLimits(reader);
    entries.push({ name, kind, type });
  }
  return entries;
}

function skipLimits(reader: ByteReader): void {
  const limited = reader.u8() & 1;
  reader.uleb();
  if (limited) reader.uleb();
}

/** The functions a module imports, with their arity: what tells a one-argument `consistent_free` from a three-argument one. */
export function importedFunctions(module: Uint8Array): ImportedFunction[] {
  const sections = moduleSections(module);
  const types = functionTypes(sections.find(({ id }) => id === TYPE_SECTION)?.contents ?? new Uint8Array());
  return importEntries(sections)
    .filter(({ kind }) => kind === 0)
    .map(({ name, type }) => ({ name, ...types[type]! }));
}

function functionTypes(contents: Uint8Array): Omit<ImportedFunction, 'name'>[] {
  const reader = new ByteReader(contents);
  const types: Omit<ImportedFunction, 'name'>[] = [];
  for (let left = reader.uleb(); left > 0; left--) {
    reader.u8();
    const parameters = reader.uleb();
    reader.position += parameters;
    const results = reader.uleb();
    const first = results > 0 ? reader.u8() : 0;
    reader.position += Math.max(results - 1, 0);
    types.push({ parameters, result: results === 0 ? 'void' : first === I64 ? 'bigint' : 'number' });
  }
  return types;
}
