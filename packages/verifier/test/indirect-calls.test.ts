import { beforeAll, describe, expect, it } from 'vitest';
import { linkArguments } from '../src/toolchain/arguments.ts';
import { functionNames } from '../src/wasm/function-names.ts';
import { withUntypedCalls } from '../src/wasm/indirect-calls.ts';
import { CODE_SECTION, moduleSections } from '../src/wasm/module-sections.ts';
import { lineTable } from '../src/wasm/line-table.ts';
import { workbench } from './verify-fixture.ts';

const source = `
typedef int (*two)(int, int);
typedef long long (*wide)(int);
typedef void (*nothing)(int);
typedef int (*real)(double);

static int twice(int n) { return 2 * n; }
static int sum(int a, int b) { return a + b; }
static long long large(long long n) { return n + 0x100000000ll; }
static void quiet(void) { }

static void *functions[] = { twice, sum, large, quiet };

int by_two(int which) { return ((two)functions[which])(20, 22); }
long long by_wide(int which) { return ((wide)functions[which])(-3); }
int by_nothing(int which) { ((nothing)functions[which])(7); return 5; }
int by_real(int which) { return ((real)functions[which])(1.5); }
int through(int pointer) { return ((two)pointer)(1, 2); }
`;

/** The functions of the module, compiled as drivers are, on a memory whose callbacks do nothing. */
function instantiate(module: Uint8Array): Record<string, (argument: number) => number | bigint> {
  const compiled = new WebAssembly.Module(module as BufferSource);
  const memory = new WebAssembly.Memory({ initial: 65_536, maximum: 65_536 });
  const silent = WebAssembly.Module.imports(compiled).map(({ name }) => [name, () => undefined] as const);
  const { exports } = new WebAssembly.Instance(compiled, { env: { ...Object.fromEntries(silent), memory } });
  return exports as Record<string, (argument: number) => number | bigint>;
}

const nowhere = { from: 0x2000_0000, to: 0x3000_0000 };

describe('an indirect call', () => {
  let linked: Uint8Array;
  beforeAll(async () => {
    const { toolchain } = workbench();
    const files = new Map([['/dir/a.c', Buffer.from(source)]]);
    const { output } = await toolchain.compile({ main: '/dir/a.c', files, includeDirs: [], args: [] });
    linked = (await toolchain.link([output!], linkArguments)).output!;
  });

  it('stops at a function of another type as the compiler leaves it', () => {
    expect(() => instantiate(linked).by_two!(0)).toThrow(/signature mismatch/);
  });

  it('drops what the function does not take, passes 0 for what it lacks, and keeps the low bits of numbers', () => {
    const { by_two, by_wide, by_nothing, by_real } = instantiate(withUntypedCalls(linked, nowhere));
    expect([0, 1, 2, 3].map((which) => by_two!(which))).toEqual([40, 42, 20, 0]);
    expect([0, 1, 2, 3].map((which) => by_wide!(which))).toEqual([-6n, -3n, 0xffff_fffdn, 0n]);
    expect([0, 1, 2, 3].map((which) => by_nothing!(which))).toEqual([5, 5, 5, 5]);
    expect([0, 1, 2, 3].map((which) => by_real!(which))).toEqual([0, 0, 0, 0]);
  });

  it('stops at NULL and at what is no function, and goes nowhere in the addresses given', () => {
    const { through } = instantiate(withUntypedCalls(linked, nowhere));
    expect(() => through!(0)).toThrow(/null function/);
    expect(() => through!(5000)).toThrow(/table index/);
    expect([0x2000_0000, 0x2fff_ffff].map((pointer) => through!(pointer))).toEqual([0, 0]);
    expect(() => through!(0x3000_0000)).toThrow(/table index/);
  });

  it('leaves every line where it is, relative to the code, and names nothing new', () => {
    const changed = withUntypedCalls(linked, nowhere);
    const [before, after] = [linked, changed].map((module) => ({
      lines: lineTable(module),
      nameAt: functionNames(module),
    }));
    const names = new Set<string | null>();
    for (let line = 7; line < 19; line++) {
      const [a, b] = [before!, after!].map(({ lines }) => lines.offsetOf('/dir/a.c', line));
      expect(b === null).toBe(a === null);
      if (a === null || b === null) continue;
      expect(after!.nameAt(b!)).toBe(before!.nameAt(a!));
      names.add(after!.nameAt(b!));
    }
    expect(names.size).toBeGreaterThan(7);
    const added = moduleSections(changed).find(({ id }) => id === CODE_SECTION)!;
    expect(after!.nameAt(added.start + added.contents.length - 1)).toBeNull();
  });
});
