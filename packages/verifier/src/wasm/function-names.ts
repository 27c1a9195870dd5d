import { ByteReader } from './byte-reader.ts';
import { importEntries } from './imports.ts';
import { linkSymbols } from './symbols.ts';
import { CODE_SECTION, moduleSections } from './module-sections.ts';

const FUNCTION_NAMES = 1;

/** Finds the name of the function that holds an offset: by the `name` section of a module, the symbols of an object. */
export function functionNames(module: Uint8Array): (offset: number) => string | null {
  const sections = moduleSections(module);
  const code = sections.find(({ id }) => id === CODE_SECTION);
  const custom = sections.find(({ name }) => name === 'name');
  if (!code) return () => null;
  const imported = importEntries(sections).filter(({ kind }) => kind === 0).length;
  const names = custom ? readNames(custom.contents) : symbolNames(module);
  const ends: number[] = [];
  const reader = new ByteReader(code.contents);
  for (let left = reader.uleb(); left > 0; left--) {
    reader.position = reader.uleb() + reader.position;
    ends.push(code.start + reader.position);
  }
  return (offset) => {
    const index = ends.findIndex((end) => offset < end);
    return index < 0 ? null : (names.get(imported + index) ?? null);
  };
}

function symbolNames(object: Uint8Array): Map<number, string> {
  return new Map(linkSymbols(object).flatMap(({ kind, index, name }) => (kind === 'function' ? [[index, name]] : [])));
}

function readNames(contents: Uint8Array): Map<number, string> {
  const names = new Map<number, string>();
  const reader = new ByteReader(contents);
  while (!reader.atEnd) {
    const kind = reader.u8();
    const end = reader.uleb() + reader.position;
    if (kind === FUNCTION_NAMES)
      for (let left = reader.uleb(); left > 0; left--) names.set(reader.uleb(), reader.name());
    reader.position = end;
  }
  return names;
}
