import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { consistentFree, migratedFiles, planMigration } from '@freehandle/codemod';
import { beforeAll, describe, expect, it } from 'vitest';
import { compared } from '../src/comparison/compare-driver.ts';
import { defaultOptions } from '../src/driver-input.ts';
import { verifyHere, type Verification } from '../src/verify-driver.ts';
import { workbench } from './verify-fixture.ts';

const root = fileURLToPath(new URL('../../../examples/', import.meta.url));
const drivers = ['drivers/dma/sgdma.c', 'drivers/net/mal.c', 'drivers/mmc/pmmc.c'] as const;

/** A free call of the migrated driver in pieces, and the structure its handle is read from. */
interface Call {
  readonly whole: string;
  readonly address: string;
  readonly size: string;
  readonly handle: string;
  readonly holder: string;
}

/** What goes in the place of the last free call of a driver, and a rule that then has to break. */
const mutations: Readonly<Record<string, { readonly rules: readonly string[]; replace(call: Call): string }>> = {
  'a page too much': { rules: ['R9'], replace: (c) => `consistent_free(${c.address}, ${c.size} + 4096, ${c.handle});` },
  'another handle': { rules: ['R10'], replace: (c) => `consistent_free(${c.address}, ${c.size}, ${c.handle} + 4096);` },
  'arguments swapped': { rules: ['R11'], replace: (c) => `consistent_free(${c.address}, ${c.handle}, ${c.size});` },
  'freed twice': {
    rules: ['R7'],
    replace: (c) =>
      `{ void *v = (void *)${c.address}; u32 s = ${c.size}, h = ${c.handle};\nconsistent_free(v, s, h);\nconsistent_free(v, s, h); }`,
  },
  'used after the free': {
    rules: ['S2'],
    replace: (c) => `{ volatile u32 *v = (void *)${c.address};\n${c.whole}\n*v = 1; }`,
  },
  'arguments read after kfree': {
    rules: ['R12', 'K4'],
    replace: (c) =>
      `{ void *v = (void *)${c.address};\nkfree(${c.holder});\nconsistent_free(v, ${c.size}, ${c.handle});\n}`,
  },
  'under a lock': {
    rules: ['R3'],
    replace: (c) =>
      `{ static spinlock_t l = SPIN_LOCK_UNLOCKED;\nunsigned long f;\nspin_lock_irqsave(&l, f);\n${c.whole}\nspin_unlock_irqrestore(&l, f); }`,
  },
  forgotten: { rules: ['R7'], replace: () => ';' },
};

let overlay: Readonly<Record<string, Uint8Array>>;
beforeAll(async () => {
  const files = [...drivers, 'include/asm/io.h'].map((file) => resolve(root, file));
  const migrated = await migratedFiles(await planMigration(files, { migration: consistentFree, root }), {
    include: ['safe'],
  });
  overlay = Object.fromEntries(migrated.map(({ file, after }) => [resolve(root, file), after]));
});

async function run(file: string, source: Uint8Array): Promise<Verification> {
  return verifyHere({ file, root, source, includeRoots: [`${root}include`], overlay }, workbench(), defaultOptions);
}

/** Rules broken without a fault, and all others once more with their number. */
function broken({ verdict }: Verification): string[] {
  return verdict.findings.map(({ rule, run: seen }) => `${rule}${seen?.faults.length === 0 ? '' : ' under a fault'}`);
}

describe.each(drivers)('%s, migrated and then broken', (file) => {
  let text: string;
  let right: Verification;
  let call: Call & { readonly index: number };
  beforeAll(async () => {
    const source = overlay[resolve(root, file)] ?? readFileSync(root + file);
    text = Buffer.from(source).toString('latin1');
    right = await run(file, source);
    const found = [...text.matchAll(/consistent_free\(([^,]+),([^;]+),\s*((\w+)->\w+)\);/g)].at(-1)!;
    const [whole, address, size, handle, holder] = found as unknown as [string, string, string, string, string];
    call = { whole, address: address.trim(), size: size.trim(), handle, holder, index: found.index };
  });

  it.each(Object.entries(mutations))(
    '%s: shown by a finding, and as a difference or a new one',
    async (_, mutation) => {
      const mutant = text.slice(0, call.index) + mutation.replace(call) + text.slice(call.index + call.whole.length);
      const wrong = await run(file, Buffer.from(mutant, 'latin1'));
      const before = broken(right);
      const fresh = broken(wrong).filter((finding) => !before.includes(finding));
      const rules = fresh.map((finding) => finding.split(' ')[0]);
      expect(
        rules.some((rule) => mutation.rules.includes(rule!)),
        `new: ${fresh.join(', ')}`,
      ).toBe(true);
      expect(compared(right, wrong).equivalent === true && fresh.length === 0).toBe(false);
    },
  );
});
