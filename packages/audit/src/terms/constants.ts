import { tokensOf, type MacroDefinition } from '@freehandle/c-source';
import { fold } from './fold.ts';
import type { Term, Terms } from './term.ts';

/** What a name that is no variable stands for. */
export type ConstantOf = (name: string) => Term;

const MAX_DEPTH = 8;
/** Where pages are smallest. [6.1 include/asm-generic/page.h] */
const wellKnown: ReadonlyMap<string, number> = new Map([
  ...Object.entries({ NULL: 0, true: 1, false: 0, TRUE: 1, FALSE: 0, PAGE_SIZE: 4096, PAGE_SHIFT: 12 }),
  ...Object.entries({ SZ_1K: 1024, SZ_2K: 2048, SZ_4K: 4096, SZ_8K: 8192, SZ_16K: 16384, SZ_32K: 32768 }),
  ...Object.entries({ SZ_64K: 65536, SZ_128K: 131072, SZ_256K: 262144, SZ_512K: 524288, SZ_1M: 1048576 }),
]);
const precedence: Readonly<Record<string, number>> = {
  '*': 6,
  '/': 6,
  '%': 6,
  '+': 5,
  '-': 5,
  '<<': 4,
  '>>': 4,
  '&': 3,
  '^': 2,
  '|': 1,
};

/** Works out object-like macros, the file's own and those of its headers: numbers, sums and products of numbers, sizes of types. What is more stays a name. */
export function constants(
  terms: Terms,
  macros: ReadonlyMap<string, readonly MacroDefinition[]>,
  inHeaders: (name: string) => readonly string[],
): ConstantOf {
  const known = new Map<string, Term>();
  const of = (name: string, depth: number): Term => {
    const before = known.get(name);
    if (before) return before;
    const number = wellKnown.get(name);
    const own = (macros.get(name) ?? []).map((one) => (one.parameters === null ? one.text.trim() : ''));
    const texts = new Set([...own, ...inHeaders(name)]);
    const [text] = texts;
    const found =
      number !== undefined
        ? terms.number(number)
        : texts.size === 1 && text && depth < MAX_DEPTH
          ? parse(terms, text, (inner) => of(inner, depth + 1))
          : null;
    const term = found ?? terms.make({ kind: 'constant', name });
    if (depth === 0) known.set(name, term);
    return term;
  };
  return (name) => of(name, 0);
}

/** The value of a C number, null for what is none. */
export function numberOf(text: string): number | null {
  // The grammar takes a sign for a part of the number.
  if (/^[-+]/.test(text)) {
    const value = numberOf(text.slice(1).trim());
    return value === null ? null : text.startsWith('-') ? 0 - value : value;
  }
  const bare = text.replace(/[uUlL]+$/, '');
  if (/^(?:0[xX][0-9a-fA-F]+|[1-9]\d*|0)$/.test(bare)) return Number(bare);
  return /^0[0-7]+$/.test(bare) ? parseInt(bare, 8) : null;
}

function parse(terms: Terms, text: string, nameOf: (name: string) => Term): Term | null {
  const tokens = tokensOf(text).map(({ start, end }) => text.slice(start, end));
  let at = 0;
  const found = binary(1);
  return found && at === tokens.length ? found : null;

  function binary(least: number): Term | null {
    let left = unary();
    while (left) {
      const operator = tokens[at] ?? '';
      const level = precedence[operator];
      if (level === undefined || level < least) break;
      at++;
      const right = binary(level + 1);
      left = right && fold(terms, operator, left, right);
    }
    return left;
  }

  function unary(): Term | null {
    const token = tokens[at++];
    if (token === undefined) return null;
    if (token === '(') {
      if (/^(?:u?int\d*_t|size_t|unsigned|int|long|u8|u16|u32|u64|dma_addr_t)$/.test(tokens[at] ?? '')) {
        const close = tokens.indexOf(')', at);
        if (close < 0) return null;
        at = close + 1;
        return unary();
      }
      const inner = binary(1);
      return inner && tokens[at++] === ')' ? inner : null;
    }
    if (token === '-') {
      const inner = unary();
      return inner && fold(terms, '-', terms.number(0), inner);
    }
    if (token === 'sizeof') {
      if (tokens[at] !== '(') return null;
      const close = tokens.indexOf(')', at);
      const type = tokens.slice(at + 1, close).join(' ');
      at = close + 1;
      return close < 0 || !/^[\w ]+$/.test(type) ? null : sizeOfType(terms, type);
    }
    const value = numberOf(token);
    if (value !== null) return terms.number(value);
    if (!/^[A-Za-z_]\w*$/.test(token) || tokens[at] === '(') return null;
    return nameOf(token);
  }
}

const basicSizes: ReadonlyMap<string, number> = new Map([
  ...['char', 'u8', 'u_char', '__u8', 'uint8_t', 's8', '__s8', 'int8_t', 'unsigned char', 'bool'].map(size(1)),
  ...['short', 'u16', '__u16', '__le16', '__be16', 'uint16_t', 's16', 'unsigned short'].map(size(2)),
  ...['int', 'u32', '__u32', '__le32', '__be32', 'uint32_t', 's32', 'unsigned int', 'unsigned', 'u_int'].map(size(4)),
  ...['u64', '__u64', '__le64', '__be64', 'uint64_t', 's64', 'unsigned long long', 'long long'].map(size(8)),
]);

function size(bytes: number): (name: string) => [string, number] {
  return (name) => [name, bytes];
}

/** `sizeof(type)`: a number where every machine has the same. */
export function sizeOfType(terms: Terms, type: string): Term {
  const bytes = basicSizes.get(type);
  return bytes === undefined ? terms.make({ kind: 'sizeof', type }) : terms.number(bytes);
}
