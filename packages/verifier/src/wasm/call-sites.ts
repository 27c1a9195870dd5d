import { ByteReader } from './byte-reader.ts';
import { CODE_SECTION, moduleSections } from './module-sections.ts';
import { linkSymbols } from './symbols.ts';

/** Relocation types of the tool conventions that carry an addend after offset and index. */
const withAddend = new Set([3, 4, 5, 8, 9, 11, 14, 15, 16, 17, 21, 22, 23, 25]);
const FUNCTION_INDEX_LEB = 0;

/** Offsets in an object of every call of the functions named: its relocations tell them. */
export function callSites(
  object: Uint8Array,
  names: ReadonlySet<string>,
): { readonly name: string; readonly offset: number }[] {
  const sections = moduleSections(object);
  const code = sections.find(({ id }) => id === CODE_SECTION);
  const relocations = sections.find(({ name }) => name === 'reloc.CODE');
  if (!code || !relocations) return [];
  const symbols = linkSymbols(object);
  const reader = new ByteReader(relocations.contents);
  reader.uleb();
  const sites = [];
  for (let left = reader.uleb(); left > 0; left--) {
    const type = reader.u8();
    const offset = reader.uleb();
    const name = symbols[reader.uleb()]?.name ?? '';
    if (withAddend.has(type)) reader.sleb();
    // the operand is relocated; the call instruction is the byte before it
    if (type === FUNCTION_INDEX_LEB && names.has(name)) sites.push({ name, offset: code.start + offset - 1 });
  }
  return sites;
}
