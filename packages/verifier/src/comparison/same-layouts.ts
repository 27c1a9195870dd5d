import { tokensOf } from '@freehandle/c-source';
import { latin1 } from '../front/virtual-files.ts';
import type { TranslationUnit } from '../toolchain/toolchain.ts';

/** Whether the structures of two forms are written alike: in the files that differ, what stands in braces outside of functions. */
export function sameLayouts(before: readonly TranslationUnit[], after: readonly TranslationUnit[]): boolean {
  const [original, migrated] = [filesOf(before), filesOf(after)];
  return [...original].every(([path, bytes]) => {
    const other = migrated.get(path);
    if (other === undefined) return true;
    return Buffer.compare(bytes, other) === 0 || structures(latin1(bytes)) === structures(latin1(other));
  });
}

function filesOf(units: readonly TranslationUnit[]): Map<string, Uint8Array> {
  return new Map(units.flatMap(({ files }) => [...files]));
}

/** The text of every structure, union and enumeration in a file, without comments. */
function structures(text: string): string {
  const tokens = tokensOf(text);
  const word = (index: number): string => text.slice(tokens[index]?.start ?? 0, tokens[index]?.end ?? 0);
  const kept: string[] = [];
  let depth = 0;
  let isStructure = false;
  for (let index = 0; index < tokens.length; index++) {
    if (word(index) === '{' && depth++ === 0) {
      isStructure = [word(index - 1), word(index - 2)].some((before) => /^(?:struct|union|enum)$/.test(before));
    }
    if (depth > 0 && isStructure) kept.push(word(index));
    if (word(index) === '}') depth = Math.max(0, depth - 1);
  }
  return kept.join(' ');
}
