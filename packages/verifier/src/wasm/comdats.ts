import { ByteReader } from './byte-reader.ts';
import { moduleSections } from './module-sections.ts';

const COMDAT_INFO = 7;
/** No subsection has this number; linkers pass over those that they do not know. */
const NONE = 0x7f;

/**
 * The object without its groups of which the linker keeps one a name. Coverage makes a group of every function, and of two
 * static functions of one name in two sources the second would be lost.
 */
export function withoutComdats(object: Uint8Array): Uint8Array {
  const linking = moduleSections(object).find(({ name }) => name === 'linking');
  if (!linking) return object;
  const copy = Uint8Array.from(object);
  const reader = new ByteReader(linking.contents);
  reader.uleb();
  while (!reader.atEnd) {
    const at = linking.start + reader.position;
    if (reader.u8() === COMDAT_INFO) copy[at] = NONE;
    const bytes = reader.uleb();
    reader.position += bytes;
  }
  return copy;
}
