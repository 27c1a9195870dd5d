import fs from 'node:fs';
import path from 'node:path';
import { FreehandleError } from '@freehandle/c-source';
import { migrationFromPrototypes, migrations, rolesOfPrototypes } from '@freehandle/codemod';
import { Command } from 'commander';
import { checkedConfig } from '../config/load-config.ts';
import type { Config } from '../config/schema.ts';
import { exitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';

const FILE = 'freehandle.config.json';

interface InitOptions {
  readonly old?: string;
  readonly new?: string;
  readonly allocator?: readonly string[];
  readonly name?: string;
}

/** `freehandle init`: writes the configuration of a folder, with a migration of its own where prototypes are given. */
export function initCommand(session: Session, finish: (code: number) => void): Command {
  return new Command('init')
    .description(
      `Writes ${FILE} here. Of the prototypes of an old call, a new call and what allocates it makes a migration of your own: ` +
        'which parameters are the pointer, the size and the handle follows from them.',
    )
    .option('--old <prototype>', "the call to be rewritten: 'void dma_free(void *ptr)'")
    .option('--new <prototype>', "what it becomes: 'void dma_free(void *ptr, size_t len, bus_t bus)'")
    .option('--allocator <prototype...>', "what allocates: 'void *dma_alloc(size_t len, bus_t *bus)'")
    .option('--name <name>', 'what --migration takes, instead of the name of the old call')
    .addHelpText(
      'after',
      '\nExit code: 0 written; 2 there is a configuration already, or the prototypes do not fit together.',
    )
    .action(async (options: InitOptions) => {
      finish(await init(session, options));
    });
}

async function init(session: Session, options: InitOptions): Promise<number> {
  const config = await checkedConfig(FILE, await configOf(options));
  const text = `${JSON.stringify({ $schema: 'node_modules/freehandle/schema/config.schema.json', ...config }, null, 2)}\n`;
  try {
    fs.writeFileSync(path.resolve(session.io.cwd(), FILE), text, { flag: 'wx' });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const isThere = code === 'EEXIST';
    throw new FreehandleError(`${FILE}: ${isThere ? 'is there already' : `cannot be written (${code})`}`, {
      code: 'FH2012',
      title: 'Configuration not written',
      hint: isThere ? 'Change it, or remove it first.' : 'Run the command in a folder that you may write to.',
      cause,
    });
  }
  session.print(`${FILE} is written. \`freehandle migrate\` shows what ${config.migration} would change here.\n`);
  return exitCode.clean;
}

async function configOf({ old, new: newCall, allocator, name }: InitOptions): Promise<Config> {
  if (old === undefined && newCall === undefined && allocator === undefined) {
    return { migration: name ?? migrations[0]!.name };
  }
  if (old === undefined || newCall === undefined || allocator === undefined) {
    throw new FreehandleError('a migration needs --old, --new and --allocator', {
      code: 'FH1401',
      title: 'Migration not understood',
      hint: 'Give the three prototypes as the headers have them; without any, a built-in migration is written.',
    });
  }
  const prototypes = { oldCall: old, newCall, allocators: [...allocator] };
  const roles = await rolesOfPrototypes(prototypes);
  const called = /(\w+)\s*\(/.exec(old)![1]!;
  const migration = {
    name: name ?? called.toLowerCase().replace(/_+/g, '-').replace(/^-|-$/g, ''),
    title: `Give ${called} its ${[roles.size, roles.handle].filter((one) => one !== undefined).join(' and ')}`,
    ...prototypes,
    roles,
  };
  await migrationFromPrototypes(migration);
  return { migration: migration.name, migrations: [migration] };
}
