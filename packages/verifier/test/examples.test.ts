import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultOptions } from '../src/driver-input.ts';
import { LinearMemory } from '../src/memory/linear-memory.ts';
import { wasmClang } from '../src/toolchain/wasm-clang.ts';
import type { Workbench } from '../src/open-driver.ts';
import { verifyHere } from '../src/verify-driver.ts';

const examples = fileURLToPath(new URL('../../../examples/', import.meta.url));
const drivers = globSync('drivers/**/*.c', { cwd: examples }).sort();

let workbench: Workbench;
beforeAll(() => {
  workbench = { toolchain: wasmClang(), memory: new LinearMemory() };
});

/** Rules in the table of faults, by driver. A rule in brackets is one that no run can show. */
function announced(): Map<string, string[]> {
  const table = readFileSync(`${examples}README.md`, 'utf8').split('## Their faults')[1]!;
  const rules = new Map<string, string[]>();
  let driver = '';
  for (const [, name, rule] of table.matchAll(/^\| *(?:`(\w+\.c)`)? *\|[^|]*\| *(\(?\w*\)?) *\|/gm)) {
    driver = name ?? driver;
    rules.set(driver, [...(rules.get(driver) ?? []), ...(/^\w+$/.test(rule!) ? [rule!] : [])]);
  }
  rules.delete('');
  return rules;
}

describe('example drivers, run as they are', () => {
  const expected = announced();

  it('are all in the table of faults', () => {
    expect([...expected.keys()].sort()).toEqual(drivers.map((file) => file.split('/').at(-1)).sort());
  });

  it.each(drivers)('%s breaks the rules that its README says, and no other', async (file) => {
    const input = {
      file,
      root: examples,
      source: readFileSync(`${examples}${file}`),
      includeRoots: [`${examples}include`],
      overlay: {},
    };
    const { verdict } = await verifyHere(input, workbench, defaultOptions);
    expect(verdict.error).toBeNull();
    expect(verdict.allocator).toBe('ppc-map1');
    expect(verdict.sites.filter(({ reached }) => !reached)).toEqual([]);
    const broken = new Set(verdict.findings.map(({ rule }) => rule));
    expect([...broken].sort()).toEqual(expected.get(file.split('/').at(-1)!)!.sort());
  });
});
