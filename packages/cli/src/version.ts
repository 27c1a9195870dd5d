import { createRequire } from 'node:module';

/** The version of the installed command, from its package.json. */
export const version = (createRequire(import.meta.url)('freehandle/package.json') as { version: string }).version;
