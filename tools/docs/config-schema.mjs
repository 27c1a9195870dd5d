// Writes packages/cli/schema/config.schema.json, which editors read, from the schema that the command checks by.
import fs from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import prettier from 'prettier';
import { internals } from '../build/internals.mjs';

const { configSchema } = await internals('cli', 'config/schema');
const target = new URL('../../packages/cli/schema/config.schema.json', import.meta.url);
const schema = { title: 'Freehandle configuration', ...toJsonSchema(configSchema) };
fs.writeFileSync(target, await prettier.format(JSON.stringify(schema), { parser: 'json', printWidth: 120 }));
