import path from 'node:path';
import { FreehandleError } from '@freehandle/c-source';
import type { Config } from './schema.ts';

/** Names a configuration may have, in the order in which they are looked for in a folder. */
const NAMES = ['ts', 'mts', 'js', 'mjs', 'json'].map((kind) => `freehandle.config.${kind}`);

/** A configuration and the file it stands in. */
export interface FoundConfig {
  readonly file: string;
  readonly config: Config;
}

/**
 * The configuration that holds for a folder: the nearest one upwards, or the one named. Null where there is none.
 * @throws FreehandleError FH2010 when it cannot be read, or says something that no configuration may say.
 */
export async function loadConfig(folder: string, named: string | undefined): Promise<FoundConfig | null> {
  const { lilconfig } = await import('lilconfig');
  const module = naming(loadModule);
  const explorer = lilconfig('freehandle', {
    searchPlaces: NAMES,
    loaders: { '.ts': module, '.mts': module, '.js': module, '.mjs': module, '.json': naming(loadJson) },
    stopDir: path.parse(folder).root,
  });
  const found =
    named === undefined
      ? await explorer.search(folder)
      : await naming((file) => explorer.load(file))(path.resolve(folder, named), '');
  return found === null ? null : { file: found.filepath, config: await checkedConfig(found.filepath, found.config) };
}

/** A loader whose errors name the file. */
function naming<T>(load: (file: string, text: string) => Promise<T>): (file: string, text: string) => Promise<T> {
  return (file, text) =>
    load(file, text).catch((cause: unknown) => {
      if (cause instanceof FreehandleError) throw cause;
      throw wrong(
        file,
        `cannot be read (${(cause as Error).message})`,
        'Mend it, or name another with --config.',
        cause,
      );
    });
}

async function loadModule(file: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  return createJiti(import.meta.url, { fsCache: false }).import(file, { default: true });
}

// eslint-disable-next-line @typescript-eslint/require-await -- a loader that throws is to reject
async function loadJson(_file: string, text: string): Promise<unknown> {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { message } = cause as SyntaxError;
    // Of some versions of V8 it ends with the line as well.
    const place = / in JSON at position (\d+).*$/;
    throw new SyntaxError(
      message.replace(place, (_, at: string) => ` on line ${text.slice(0, Number(at)).split('\n').length}`),
      { cause },
    );
  }
}

/** What a file says, as a configuration. @throws FreehandleError FH2010 when it says something that none may say. */
export async function checkedConfig(file: string, config: unknown): Promise<Config> {
  const [v, { configSchema }] = await Promise.all([import('valibot'), import('./schema.ts')]);
  const hint = 'docs/configuration.md has every key; an editor knows them by "$schema".';
  if (Array.isArray(config)) throw wrong(file, 'a configuration is an object, not a list', hint);
  const result = v.safeParse(configSchema, config ?? {});
  if (result.success) {
    const taken = await nameTaken(result.output);
    if (taken === null) return result.output;
    throw wrong(file, `migrations.${taken}.name is the name of another migration`, 'Give each a name of its own.');
  }
  const said = result.issues.map((issue) => {
    const key = v.getDotPath(issue) ?? 'the configuration';
    if (issue.expected === 'never') return `${key} is no key of a configuration`;
    return issue.received === 'undefined' ? `${key} is missing` : `${key}: ${issue.message}`;
  });
  throw wrong(file, said.join('; '), hint);
}

/** The position of the first migration whose name an earlier one has, or one that is built in; null where there is none. */
async function nameTaken({ migrations: own = [] }: Config): Promise<number | null> {
  if (own.length === 0) return null;
  const { migrations } = await import('@freehandle/codemod');
  const names = [...migrations, ...own].map(({ name }) => name);
  const at = names.findIndex((name, i) => names.indexOf(name) < i);
  return at < 0 ? null : at - migrations.length;
}

function wrong(file: string, what: string, hint: string, cause?: unknown): FreehandleError {
  return new FreehandleError(`${file}: ${what}`, {
    code: 'FH2010',
    title: 'Configuration not understood',
    hint,
    cause,
  });
}
