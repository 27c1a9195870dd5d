import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyEdits, sourceFromBytes } from '@freehandle/c-source';
import { consistentFree, planMigration, type Plan } from '../src/index.ts';

/** One folder, one claim. */
export interface Fixture {
  readonly name: string;
  readonly claim: string;
  /** Every C file of the folder but `expected.c`; `input.c` is the one the claim is about. */
  readonly files: Readonly<Record<string, string>>;
  readonly expected: string;
  readonly sites: readonly { status: string; after?: string; reason?: string }[];
  readonly declarations: readonly string[];
}

const root = fileURLToPath(new URL('./fixtures/', import.meta.url));

/** All fixtures, read as latin-1. */
export function fixtures(): Fixture[] {
  return readdirSync(root).flatMap((theme) =>
    readdirSync(join(root, theme)).map((name) => {
      const folder = join(root, theme, name);
      const read = (file: string) => readFileSync(join(folder, file), 'latin1');
      const sources = readdirSync(folder).filter((file) => /\.[ch]$/.test(file) && file !== 'expected.c');
      const files = Object.fromEntries(sources.map((file) => [file, read(file)]));
      const plan = JSON.parse(read('plan.json')) as Pick<Fixture, 'claim' | 'sites' | 'declarations'>;
      return { name: `${theme}/${name}`, files, expected: read('expected.c'), ...plan };
    }),
  );
}

/** Plans `files` in a folder of their own and applies the safe edits to `input.c`. */
export async function migrate(files: Readonly<Record<string, string>>): Promise<{ plan: Plan; after: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'freehandle-'));
  try {
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text, 'latin1');
    const plan = await planMigration(Object.keys(files), { migration: consistentFree, root: folder });
    const edits = [...plan.sites.filter((site) => site.status === 'safe'), ...plan.declarations]
      .filter((one) => one.file === 'input.c')
      .flatMap((one) => one.edits);
    const source = sourceFromBytes('input.c', Buffer.from(files['input.c']!, 'latin1'));
    return { plan, after: Buffer.from(applyEdits(source, edits)).toString('latin1') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a fixture's plan.json says of a site. */
export function summary(plan: Plan): Fixture['sites'] {
  return plan.sites.map((site) => ({
    status: site.status,
    ...(site.after === null ? {} : { after: site.after.replace(/\s+/g, ' ') }),
    ...(site.reason === null ? {} : { reason: site.reason }),
  }));
}
