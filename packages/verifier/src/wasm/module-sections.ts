import { ByteReader } from './byte-reader.ts';

/** A section of a module or object. `start` is the offset of its contents in the file. */
export interface Section {
  readonly id: number;
  /** Name of a custom section, empty for the others. */
  readonly name: string;
  readonly start: number;
  readonly contents: Uint8Array;
}

/** Section ids of the WebAssembly core specification. */
export const TYPE_SECTION = 1;
export const IMPORT_SECTION = 2;
export const FUNCTION_SECTION = 3;
export const EXPORT_SECTION = 7;
export const CODE_SECTION = 10;

/** Splits a module or a relocatable object into its sections, in file order. */
export function moduleSections(module: Uint8Array): Section[] {
  const reader = new ByteReader(module, 8);
  const sections: Section[] = [];
  while (!reader.atEnd) {
    const id = reader.u8();
    const end = reader.uleb() + reader.position;
    const name = id === 0 ? reader.name() : '';
    sections.push({ id, name, start: reader.position, contents: module.subarray(reader.position, end) });
    reader.position = end;
  }
  return sections;
}
