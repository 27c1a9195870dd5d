import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { wasmClang } from '../src/toolchain/wasm-clang.ts';
import { linkArguments } from '../src/toolchain/arguments.ts';
import { ByteReader } from '../src/wasm/byte-reader.ts';
import { callSites } from '../src/wasm/call-sites.ts';
import { functionNames } from '../src/wasm/function-names.ts';
import { importedFunctions } from '../src/wasm/imports.ts';
import { lineTable } from '../src/wasm/line-table.ts';
import { linkSymbols } from '../src/wasm/symbols.ts';

const source = `extern void sink(int);
extern long long wide(void *, long long);
extern int counter;
static int inner(int n)
{
	sink(n);

	sink(n +
	     1);
	return n;
}
int outer(void) { counter = 1; return inner(3) + (int)wide(0, 1); }
`;

let object: Uint8Array;
let module: Uint8Array;

beforeAll(async () => {
  const toolchain = wasmClang();
  const files = new Map([['/dir/a.c', Buffer.from(source)]]);
  object = (await toolchain.compile({ main: '/dir/a.c', files, includeDirs: [], args: ['-std=gnu89'] })).output!;
  module = (await toolchain.link([object], linkArguments)).output!;
});

describe('what clang leaves in an object and a module', () => {
  it('tells the arity of imports, and which return 64 bits', () => {
    const own = importedFunctions(module).filter(({ name }) => !name.startsWith('__'));
    own.sort((a, b) => a.name.localeCompare(b.name));
    expect(own).toEqual([
      { name: 'sink', parameters: 1, result: 'void' },
      { name: 'wide', parameters: 2, result: 'bigint' },
    ]);
  });

  it('tells undefined variables from undefined functions', () => {
    const undefinedOf = (kind: string): string[] =>
      linkSymbols(object)
        .filter((symbol) => symbol.undefined && symbol.kind === kind && !symbol.name.startsWith('__'))
        .map(({ name }) => name);
    expect(undefinedOf('data')).toEqual(['counter']);
    expect(undefinedOf('function').sort()).toEqual(['sink', 'wide']);
  });

  it('places calls at the line where the call begins, by the same lines in object and module', () => {
    const lines = lineTable(object);
    const sites = callSites(object, new Set(['sink']));
    expect(sites.map(({ offset }) => lines.at(offset))).toMatchObject([
      { path: '/dir/a.c', line: 6 },
      { path: '/dir/a.c', line: 8 },
    ]);
    const offset = lineTable(module).offsetOf('/dir/a.c', 6)!;
    expect(lineTable(module).at(offset)?.line).toBe(6);
    expect(functionNames(module)(offset)).toBe('inner');
    expect(functionNames(object)(sites[0]!.offset)).toBe('inner');
  });

  it('is read without an error when it is cut off anywhere', () => {
    fc.assert(
      fc.property(fc.nat(object.length), (length) => {
        const cut = object.subarray(0, length);
        lineTable(cut);
        linkSymbols(cut);
        callSites(cut, new Set(['sink']));
        functionNames(cut);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('LEB128', () => {
  it('reads back every number of 32 bits, signed and unsigned', () => {
    const encode = (value: number): number[] => {
      const bytes = [];
      for (let left = value; ; left >>= 7) {
        const last = (left >> 7 === 0 && !(left & 0x40)) || (left >> 7 === -1 && (left & 0x40) !== 0);
        bytes.push((left & 0x7f) | (last ? 0 : 0x80));
        if (last) return bytes;
      }
    };
    fc.assert(
      fc.property(fc.integer(), (value) => {
        expect(new ByteReader(Uint8Array.from(encode(value))).sleb()).toBe(value);
      }),
      { seed: 1 },
    );
    expect(new ByteReader(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f)).uleb()).toBe(0xffff_ffff);
  });
});
