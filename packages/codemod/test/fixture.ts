import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migratedFiles, migrations, planMigration, type Plan } from '../src/index.ts';

/** One folder, one claim. */
export interface Fixture {
  readonly name: string;
  readonly claim: string;
  /** Every C file of the folder but the expected ones; `input.c` is the one the claim is about. */
  readonly files: Readonly<Record<string, string>>;
  readonly expected: string;
  /** What becomes of the other files that change; `expected-NAME` in the folder. */
  readonly expectedOthers: Readonly<Record<string, string>>;
  readonly retain?: true;
  /** A built-in migration by its name; the first where the case names none. */
  readonly migration?: string;
  readonly sites: readonly { status: string; after?: string; reason?: string; retains?: string[] }[];
  readonly declarations: readonly string[];
}

const root = fileURLToPath(new URL('./fixtures/', import.meta.url));

/** All fixtures, read as latin-1. */
export function fixtures(): Fixture[] {
  return readdirSync(root).flatMap((theme) =>
    readdirSync(join(root, theme)).map((name) => {
      const folder = join(root, theme, name);
      const read = (file: string) => readFileSync(join(folder, file), 'latin1');
      const sources = readdirSync(folder).filter((file) => /\.[ch]$/.test(file));
      const files = Object.fromEntries(
        sources.filter((file) => !/^expected[.-]/.test(file)).map((file) => [file, read(file)]),
      );
      const expectedOthers = Object.fromEntries(
        sources
          .filter((file) => file.startsWith('expected-'))
          .map((file) => [file.slice('expected-'.length), read(file)]),
      );
      const plan = JSON.parse(read('plan.json')) as Pick<
        Fixture,
        'claim' | 'retain' | 'migration' | 'sites' | 'declarations'
      >;
      return { name: `${theme}/${name}`, files, expected: read('expected.c'), expectedOthers, ...plan };
    }),
  );
}

/** Plans `files` in a folder of their own and applies what is safe: `after` is `input.c`, `others` the other files that change. */
export async function migrate(
  files: Readonly<Record<string, string>>,
  {
    migration: name,
    ...options
  }: { readonly retain?: boolean; readonly unpruned?: boolean; readonly migration?: string } = {},
): Promise<{ plan: Plan; after: string; others: Readonly<Record<string, string>> }> {
  const folder = mkdtempSync(join(tmpdir(), 'freehandle-'));
  try {
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text, 'latin1');
    const migration = name === undefined ? migrations[0]! : migrations.find((one) => one.name === name)!;
    const plan = await planMigration(Object.keys(files), { migration, root: folder, ...options });
    const changed = await migratedFiles(plan, { include: ['safe'] });
    const texts = Object.fromEntries(changed.map((one) => [one.file, Buffer.from(one.after).toString('latin1')]));
    const { 'input.c': after = files['input.c']!, ...others } = texts;
    return { plan, after, others };
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
    ...(site.retains.length === 0 ? {} : { retains: site.retains.map(({ what }) => what) }),
  }));
}
