import { ByteReader } from './byte-reader.ts';
import { importEntries } from './imports.ts';
import { EXPORT_SECTION, FUNCTION_SECTION, moduleSections, TYPE_SECTION } from './module-sections.ts';

const I64 = 0x7e;

/** Of each exported function that takes numbers of 64 bits, which of its parameters do: WebAssembly wants a bigint there. */
export function wideParameters(module: Uint8Array): ReadonlyMap<string, readonly boolean[]> {
  const sections = moduleSections(module);
  const read = (id: number): ByteReader =>
    new ByteReader(sections.find((section) => section.id === id)?.contents ?? new Uint8Array());
  const types = parameterTypes(read(TYPE_SECTION));
  const imported = importEntries(sections).filter(({ kind }) => kind === 0).length;
  const functions = read(FUNCTION_SECTION);
  const typeOf = Array.from({ length: functions.uleb() }, () => functions.uleb());
  const wide = new Map<string, readonly boolean[]>();
  const exported = read(EXPORT_SECTION);
  for (let left = exported.uleb(); left > 0; left--) {
    const name = exported.name();
    const kind = exported.u8();
    const type = types[typeOf[exported.uleb() - imported] ?? -1];
    if (kind === 0 && type?.includes(true)) wide.set(name, type);
  }
  return wide;
}

function parameterTypes(reader: ByteReader): boolean[][] {
  return Array.from({ length: reader.uleb() }, () => {
    reader.u8();
    const parameters = Array.from({ length: reader.uleb() }, () => reader.u8() === I64);
    const results = reader.uleb();
    reader.position += results;
    return parameters;
  });
}
